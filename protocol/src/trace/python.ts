import type { Exception } from '../event.ts';
import { type FoundTrace, longestLine, type TraceFinder } from './found.ts';
import {
  chainLines,
  frameLine,
  handlingLine,
  heading,
  TracebackReader,
  withoutMargin,
} from './python-traceback.ts';

const groupHeading = /^(\s*)\+ Exception Group Traceback \(most recent call last\):$/;
const opening = /^\s*\+-\+-+ (?:\d{1,9}|\.\.\.) -+$/;
const ruler = /^\s*\+-+ (?:\d{1,9}|\.\.\.) -+$/;
const closing = /^\s*\+-+$/;
/** Python 3.11 forgets the margin before this one. */
const repeated = /^\s+\[Previous line repeated \d+ more times?\]$/;
const deepestGroup = 50;

/** Python tracebacks, chained ones and groups as one; with or without captured locals, markers or indentation. */
export const findPythonTrace: TraceFinder = (lines, at) => {
  const margin = marginOf(lines[at] ?? '');
  return margin === undefined ? undefined : chainAt(lines, at, margin);
};

/** What a traceback's first line is indented by, or nothing if none begins here. */
function marginOf(line: string): string | undefined {
  if (line.length > longestLine || !/Traceback|File "/.test(line)) return undefined;
  if (startsGroup(line)) return '';
  const at = line.indexOf(heading);
  // A logger's text before the heading is before no other line.
  if (at !== -1) return line.slice(0, at).trim() === '' ? line.slice(0, at) : '';
  // Without the heading: a syntax error, or a traceback that was copied without its first line.
  return frameLine.test(line) ? '' : undefined;
}

function chainAt(lines: readonly string[], start: number, margin: string): FoundTrace | undefined {
  const { exceptions, end } = readChain(lines, start, margin);
  if (exceptions.length === 0) return undefined;
  return { platform: 'python', start, end, exceptions, isOpen: isOpen(lines, end, margin) };
}

/** The tracebacks from line `start` on as long as they belong together, the cause first. */
function readChain(
  lines: readonly string[],
  start: number,
  margin = '',
): { exceptions: Exception[]; end: number } {
  const exceptions: Exception[] = [];
  let at: number | undefined = start;
  let end = start;
  let whileHandling = false;
  while (at !== undefined) {
    const found: { exceptions: Exception[]; end: number } = startsGroup(lines[at] ?? '')
      ? readGroup(lines, at)
      : readOne(lines, at, margin);
    if (found.exceptions.length === 0) break;
    const [last] = found.exceptions.splice(-1);
    exceptions.push(
      ...found.exceptions,
      ...(last ? [{ ...last, ...(whileHandling && { whileHandling }) }] : []),
    );
    ({ end } = found);
    at = nextInChain(lines, end, margin);
    whileHandling = jointAt(lines, end, margin) === handlingLine;
  }
  return { exceptions, end };
}

function readOne(lines: readonly string[], start: number, margin: string) {
  const reader = new TracebackReader(lines, start, margin);
  const exception = reader.read();
  return { exceptions: exception === undefined ? [] : [exception], end: reader.position };
}

/** The line of the next traceback's heading if a chain goes on after `from`. */
function nextInChain(lines: readonly string[], from: number, margin: string): number | undefined {
  if (!chainLines.includes(jointAt(lines, from, margin))) return undefined;
  const next = skipBlank(lines, skipBlank(lines, from) + 1);
  const line = lines[next] ?? '';
  return line.includes(heading) ? next : undefined;
}

/** What stands between the traceback that ends at `from` and the next. */
function jointAt(lines: readonly string[], from: number, margin: string): string {
  return withoutMargin(lines[skipBlank(lines, from)] ?? '', margin)?.trim() ?? '';
}

/** Whether nothing follows yet, or only the beginning of the next traceback of the chain. */
function isOpen(lines: readonly string[], end: number, margin: string): boolean {
  const next = skipBlank(lines, end);
  if (next >= lines.length) return true;
  const line = withoutMargin(lines[next] ?? '', margin)?.trim() ?? '';
  return chainLines.includes(line) && skipBlank(lines, next + 1) >= lines.length - 1;
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() === '') at++;
  return at;
}

/** Whether an exception group's own traceback begins in this line. */
function startsGroup(line: string): boolean {
  return line.length <= longestLine && groupHeading.test(line);
}

/** An exception group: the exceptions in it, the first one first, then the group itself. */
function readGroup(lines: readonly string[], start: number): { exceptions: Exception[]; end: number } {
  const reader = new GroupReader(lines, start + 1);
  const exceptions = reader.read(groupHeading.exec(lines[start] ?? '')?.[1] ?? '', [heading], 0);
  return { exceptions, end: reader.position };
}

/** Reads blocks of lines behind a margin of bars; those of a group's own exceptions stand further to the right. */
class GroupReader {
  readonly #lines: readonly string[];
  position: number;

  constructor(lines: readonly string[], position: number) {
    this.#lines = lines;
    this.position = position;
  }

  read(indent: string, first: readonly string[], depth: number): Exception[] {
    const block = [...first, ...this.#block(`${indent}|`)];
    const within =
      depth < deepestGroup && opening.test(this.#line()) ? this.#members(`${indent}  `, depth) : [];
    // A chain may go on behind the members, at the same margin.
    const more = within.length > 0 ? this.#block(`${indent}|`) : [];
    const own = readChain(block, 0).exceptions;
    const later = more.findIndex(line => line.includes(heading));
    return [...within, ...own, ...(later === -1 ? [] : readChain(more, later).exceptions)];
  }

  #members(indent: string, depth: number): Exception[] {
    const members: Exception[] = [];
    do {
      this.position++;
      members.push(...this.read(indent, [], depth + 1));
    } while (ruler.test(this.#line()));
    if (closing.test(this.#line())) this.position++;
    return members;
  }

  #block(margin: string): string[] {
    const block: string[] = [];
    for (; this.position < this.#lines.length; this.position++) {
      const line = this.#line();
      if (line.startsWith(margin)) block.push(line.slice(margin.length + 1));
      else if (!repeated.test(line)) break;
    }
    return block;
  }

  #line(): string {
    return (this.#lines[this.position] ?? '').slice(0, longestLine);
  }
}
