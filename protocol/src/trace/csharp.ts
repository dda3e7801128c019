import type { Exception, Frame } from '../event.ts';
import { frameOfCSharp } from './csharp-frame.ts';
import { longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { headerAbove, namesError } from './header.ts';

const intro = /^(?:.{0,100}?U(?:nhandled|NHANDLED) (?:e|E)(?:xception|XCEPTION)[.:] ?)/;
const innerEnd = /^\s*--- End of inner exception stack trace ---\s*$/;
const innerMark = ' ---> ';
/** An aggregate lists its other inner exceptions behind its own frames, each closed by `<---`. */
const aggregated = /^\s*---> \(Inner Exception #(\d{1,6})\) /;
/** Other lines that stand between frames: `--- End of stack trace from previous location ---`. */
const between = /^\s*--- .{1,200} ---\s*$/;
const named = /^([A-Za-z_][\w.`+]*)(?: \((?:0x)?[0-9A-Fa-f]{1,10}\))?(?:: ([\s\S]*))?$/;
const isFrame = (line: string) => frameOfCSharp(line) !== undefined;
const form = { intro, isFrame };
const mostMessageLines = 30;
const deepestAggregate = 20;

/** Stack traces of .NET and Mono; inner exceptions, which they print within the outer one, as one chain. */
export const findCSharpTrace: TraceFinder = (lines, at, from) => {
  const first = frameOfCSharp(lines[at] ?? '');
  if (first === undefined) return undefined;
  const header = headerOf(lines, at, from);
  // A call with nothing around it could as well be prose.
  const isNamed = header !== undefined && namesError(firstPart(lines[header] ?? ''), intro);
  const next = lines[at + 1] ?? '';
  if (first.line === undefined && !isNamed && !isFrame(next) && !between.test(next)) return undefined;
  // The end of an inner exception that has no frames stands above the frames of the outer one.
  const { exceptions, end } = readBlock(lines, header ?? at, firstEnd(lines, at, from), 0);
  return { platform: 'csharp', start: header ?? at, end, exceptions, isOpen: mayGoOn(lines, end) };
};

/** The line of the outermost exception: those of inner exceptions stand between it and the frames. */
function headerOf(lines: readonly string[], start: number, from: number): number | undefined {
  let at = headerAbove(lines, firstEnd(lines, start, from), from, form)?.at;
  while (at !== undefined && isInner(lines[at] ?? '')) {
    const outer: number | undefined = headerAbove(lines, at, from, form)?.at;
    if (outer === undefined) break;
    at = outer;
  }
  return at;
}

function firstEnd(lines: readonly string[], start: number, from: number): number {
  let at = start;
  while (at > from && innerEnd.test(lines[at - 1] ?? '')) at--;
  return at;
}

/** Whether a line names an inner exception only, at its beginning or behind the end of a message. */
function isInner(line: string): boolean {
  return (
    line.trimStart().startsWith('---> ') || (line.includes(innerMark) && !namesError(firstPart(line), intro))
  );
}

function firstPart(line: string): string {
  const text = line.slice(0, longestLine);
  const end = text.indexOf(innerMark);
  return end < 1 ? text : text.slice(0, end);
}

interface Open {
  readonly type: string;
  readonly value: string;
  /** Innermost first. */
  readonly frames: Frame[];
}

/**
 * Reads headers and frames. The frames of the innermost exception come first, and each end mark gives the turn to the next
 * outer one.
 */
function readBlock(
  lines: readonly string[],
  header: number,
  start: number,
  depth: number,
): { exceptions: Exception[]; end: number } {
  const open = headersIn(lines.slice(header, start));
  const done: Exception[] = [];
  let end = start;
  while (end < lines.length) {
    const line = lines[end] ?? '';
    const frame = frameOfCSharp(line);
    if (frame !== undefined) open.at(-1)?.frames.push(frame);
    else if (innerEnd.test(line)) {
      const inner = open.length > 1 ? open.pop() : undefined;
      if (inner !== undefined) done.push(exceptionOf(inner));
    } else if (aggregated.test(line) && depth < deepestAggregate) {
      const other = readBlock(lines, end, firstFrame(lines, end), depth + 1);
      // The first one is also the inner exception, which is known already.
      if (done.length === 0 || !line.includes('(Inner Exception #0)')) done.push(...other.exceptions);
      end = other.end;
      continue;
    } else if (!between.test(line) && !(line.trim() === '' && isGoingOn(lines[end + 1] ?? ''))) break;
    end++;
    if (depth > 0 && isLastOfInner(line)) break;
  }
  return { exceptions: [...done, ...open.toReversed().map(exceptionOf)], end };
}

/** Where the frames begin after the header in line `at`; the line after it if it has none. */
function firstFrame(lines: readonly string[], at: number): number {
  const last = Math.min(lines.length, at + mostMessageLines);
  for (let start = at + 1; start < last && !isLastOfInner(lines[start - 1] ?? ''); start++) {
    if (isFrame(lines[start] ?? '')) return start;
  }
  return at + 1;
}

function isLastOfInner(line: string): boolean {
  return line.trimEnd().endsWith('<---');
}

function isGoingOn(line: string): boolean {
  return aggregated.test(line) || innerEnd.test(line);
}

/** The exceptions that the lines above the frames name, outermost first. */
function headersIn(lines: readonly string[]): Open[] {
  const text = lines
    .map(line => line.slice(0, longestLine).trimEnd())
    .join('\n')
    .trim()
    .replace(aggregated, '')
    .replace(intro, '')
    .replace(/<---$/, '')
    .replace(/\n\s{0,100}---> /g, innerMark);
  return text.split(innerMark).map(part => {
    const [, type, value = ''] = named.exec(part.trim()) ?? [];
    return { type: type ?? 'Exception', value: (type === undefined ? part : value).trim(), frames: [] };
  });
}

function exceptionOf({ type, value, frames }: Open): Exception {
  return { type, value, frames: frames.toReversed() };
}
