import type { Exception, Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { type FoundTrace, longestLine, type TraceFinder } from './found.ts';
import { beginsRecord } from './log-line.ts';

const heading = 'Traceback (most recent call last):';
const frameLine = /^ {2,8}File "(.*)", line (\d{1,9})(?:, in (.*))?$/;
const markerLine = /^\s+[~^]+[~^ ]*$/;
const localLine = /^ {4}([A-Za-z_]\w*) = (.*)$/;
const exceptionLine = /^([A-Za-z_][\w.]*(?:<locals>[\w.]+)*)(?:: ?(.*))?$/;
const chainLines = [
  'During handling of the above exception, another exception occurred:',
  'The above exception was the direct cause of the following exception:',
];
/** Of an exception group; its exceptions follow, each with a traceback of its own, further to the right. */
const groupHeading = /^(\s*)\+ Exception Group $/;
const groupRuler = /^\s*\+[-+]+/;
const mostValueLines = 50;

/** Python tracebacks, chained ones as one; with or without captured locals, markers or a prefix before each line. */
export const findPythonTrace: TraceFinder = (lines, from) => {
  for (let start = from; start < lines.length; start++) {
    const line = lines[start] ?? '';
    const prefix = prefixOf(line);
    if (prefix === undefined) continue;
    const found = chainAt(lines, start, prefix);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What stands before a traceback's first line, or nothing if none begins here. */
function prefixOf(line: string): string | undefined {
  if (line.length > longestLine) return undefined;
  const at = line.indexOf(heading);
  if (at !== -1) return line.slice(0, at).replace(groupHeading, '$1| ');
  // Without the heading: a syntax error, or a traceback that was copied without its first line.
  return frameLine.test(line) ? '' : undefined;
}

function chainAt(lines: readonly string[], start: number, prefix: string): FoundTrace | undefined {
  const exceptions: Exception[] = [];
  let at = start;
  let end = start;
  for (;;) {
    const reader = new TracebackReader(lines, at, prefix);
    const exception = reader.read();
    if (exception === undefined) break;
    exceptions.push(exception);
    end = reader.position;
    const next = nextInChain(lines, end, prefix);
    if (next === undefined) break;
    at = next;
  }
  if (exceptions.length === 0) return undefined;
  return { platform: 'python', start, end, exceptions, isOpen: isOpen(lines, end, prefix) };
}

/** The line of the next traceback's heading if a chain goes on after `from`. */
function nextInChain(lines: readonly string[], from: number, prefix: string): number | undefined {
  const joint = skipBlank(lines, from, prefix);
  const line = withoutPrefix(lines[joint] ?? '', prefix);
  if (line === undefined || !chainLines.includes(line.trim())) return undefined;
  const next = skipBlank(lines, joint + 1, prefix);
  return (lines[next] ?? '').includes(heading) ? next : undefined;
}

/** Whether nothing follows yet, or only the beginning of the next traceback of the chain. */
function isOpen(lines: readonly string[], end: number, prefix: string): boolean {
  const next = skipBlank(lines, end, prefix);
  const line = withoutPrefix(lines[next] ?? '', prefix)?.trim() ?? '';
  if (next >= lines.length) return true;
  return chainLines.includes(line) && skipBlank(lines, next + 1, prefix) >= lines.length - 1;
}

function skipBlank(lines: readonly string[], from: number, prefix: string): number {
  let at = from;
  while (at < lines.length && withoutPrefix(lines[at] ?? '', prefix)?.trim() === '') at++;
  return at;
}

/**
 * The line without what a log shipper put before it: the same text as before the heading, digits aside. A prefix that
 * only the heading has (a logger's) is none.
 */
function withoutPrefix(line: string, prefix: string): string | undefined {
  if (prefix === '' || line.trim() === '') return line;
  const head = line.slice(0, prefix.length);
  if (head.length < prefix.trimEnd().length) return prefix.trim() === '' ? undefined : line;
  if (masked(head).trimEnd() === masked(prefix).trimEnd()) return line.slice(prefix.length);
  return prefix.trim() === '' ? undefined : line;
}

function masked(text: string): string {
  return text.replace(/\d/g, '0').replaceAll('+', '|');
}

/** Reads one traceback, from its heading or first frame to the end of its exception's message. */
class TracebackReader {
  readonly #lines: readonly string[];
  readonly #prefix: string;
  position: number;

  constructor(lines: readonly string[], start: number, prefix: string) {
    this.#lines = lines;
    this.#prefix = prefix;
    this.position = (lines[start] ?? '').includes(heading) ? start + 1 : start;
  }

  /** The exception, or nothing if what follows the heading is no traceback. */
  read(): Exception | undefined {
    const frames: Frame[] = [];
    for (;;) {
      const frame = this.#frame();
      if (frame === undefined) break;
      frames.push(frame);
    }
    const { type, value } = this.#raised();
    if (frames.length === 0 && type === undefined) return undefined;
    return { type: type ?? 'Exception', value, frames };
  }

  #line(ahead = 0): string | undefined {
    const line = this.#lines[this.position + ahead];
    if (line === undefined) return undefined;
    return withoutPrefix(line.length > longestLine ? line.slice(0, longestLine) : line, this.#prefix);
  }

  #frame(): Frame | undefined {
    this.#skipRepeats();
    const found = frameLine.exec(this.#line() ?? '');
    if (found === null) return undefined;
    this.position++;
    const [, file = '', line = '', name] = found;
    const contextLine = this.#code();
    const variables = this.#variables();
    return {
      file,
      ...(name !== undefined && name !== '' && { function: name }),
      ...(Number(line) > 0 && { line: Number(line) }),
      inApp: isInApp(file),
      ...(contextLine !== undefined && { contextLine }),
      ...(variables !== undefined && { variables }),
    };
  }

  #skipRepeats(): void {
    while (/^\s+\[Previous line repeated \d+ more times?\]$/.test(this.#line() ?? '')) this.position++;
  }

  /** The first line of the frame's code; more of it, and the markers under it, are passed over. */
  #code(): string | undefined {
    const first = this.#line();
    if (first === undefined || !first.startsWith('    ') || frameLine.test(first)) return undefined;
    this.position++;
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      const isCode = line.startsWith('    ') && !frameLine.test(line) && !localLine.test(line);
      if (!isCode || /^\s+\[Previous line/.test(line)) break;
      this.position++;
    }
    return markerLine.test(first) ? undefined : first.trim();
  }

  /** Captured locals, `    name = repr` each; a repr may go on over several lines. */
  #variables(): Record<string, string> | undefined {
    const variables = new Map<string, string[]>();
    let current: string[] | undefined;
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      if (frameLine.test(line) || /^\s+\[Previous line/.test(line)) break;
      const [, name, text] = localLine.exec(line) ?? [];
      if (name !== undefined && text !== undefined) {
        current = [text];
        variables.set(name, current);
      } else if (current === undefined || exceptionLine.test(line) || beginsRecord(line)) break;
      else current.push(line);
      this.position++;
    }
    if (variables.size === 0) return undefined;
    return Object.fromEntries([...variables].map(([name, parts]) => [name, parts.join('\n')]));
  }

  #raised(): { type?: string; value: string } {
    const first = this.#line() ?? '';
    const found = exceptionLine.exec(first);
    if (found === null || beginsRecord(first)) return { value: '' };
    this.position++;
    const [, name = '', message = ''] = found;
    const value = [message];
    for (let line = this.#line(); line !== undefined && value.length < mostValueLines; line = this.#line()) {
      if (line.trim() === '' || chainLines.includes(line.trim())) break;
      if (line.includes(heading) || beginsRecord(line) || groupRuler.test(line)) break;
      value.push(line);
      this.position++;
    }
    return { type: name.slice(name.lastIndexOf('.') + 1), value: value.join('\n').trim() };
  }
}
