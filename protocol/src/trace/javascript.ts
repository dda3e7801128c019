import type { Exception, Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { longestLine, type TraceFinder } from './found.ts';
import { frameOfV8 } from './javascript-frame.ts';

const errorName =
  /(?:^|[\s\])|>"'])((?:[A-Za-z_$][\w$]*\.)*(?:[A-Za-z_$][\w$]*)?(?:Error|Exception))(?: \[\w+\])?(?:: (.*))?$/;
const anyName = /^([A-Za-z_$][\w$.]*)(?: \[\w+\])?(?:: (.*))?$/;
const uncaught = /^(?:Uncaught )?(?:\(in promise\) )?/;
const omitted = /^\s*\.\.\. \d+ lines matching /;
const causeMark = /^\s*(?:\[cause\]|Caused by): ?/;
const mostMessageLines = 30;
const mostPropertyLines = 60;

/** Stack traces of V8 (Node, Chromium), with causes as one chain. */
export const findJavaScriptTrace: TraceFinder = (lines, from) => {
  const first = nextRun(lines, from);
  if (first === undefined) return undefined;
  const chain = [exceptionOf(lines, first, from)];
  let end = first.end;
  for (;;) {
    const cause = causeAfter(lines, end);
    if (cause === undefined) break;
    chain.push(exceptionOf(lines, cause.run, cause.header, cause.header));
    end = cause.run.end;
  }
  const [reported] = chain;
  const start = reported?.header ?? first.start;
  const exceptions = chain.map(({ exception }) => exception).reverse();
  const nodes = exceptions.some(({ frames }) =>
    frames.some(({ file }) => /^(?:node:|\/|[A-Z]:\\|file:)/.test(file)),
  );
  return { platform: nodes ? 'node' : 'javascript', start, end, exceptions, isOpen: isOpen(lines, end) };
};

/** Whether nothing follows yet, or only some of the properties that Node prints in braces. */
function isOpen(lines: readonly string[], end: number): boolean {
  if (lines.length - end > mostPropertyLines) return false;
  const rest = lines.slice(end);
  if (rest.every(line => line.trim() === '')) return true;
  return (
    (lines[end - 1] ?? '').slice(-longestLine).trimEnd().endsWith('{') &&
    !rest.some(line => line.startsWith('}'))
  );
}

/** Consecutive `at …` lines. */
interface Run {
  readonly start: number;
  readonly end: number;
  /** Innermost first, as V8 prints them. */
  readonly frames: readonly Frame[];
}

function nextRun(lines: readonly string[], from: number): Run | undefined {
  for (let start = from; start < lines.length; start++) {
    const first = frameOfV8(lines[start] ?? '');
    // One that is nowhere could as well be a sentence that begins with "at".
    if (first === undefined || (first.line === undefined && !first.file.startsWith('<'))) continue;
    return runAt(lines, start);
  }
  return undefined;
}

function runAt(lines: readonly string[], start: number): Run {
  const frames: Frame[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const frame = frameOfV8(line);
    if (frame !== undefined) frames.push(frame);
    else if (!omitted.test(line)) break;
  }
  return { start, end, frames };
}

/** The cause that Node prints among the properties after a trace. */
function causeAfter(lines: readonly string[], end: number): { header: number; run: Run } | undefined {
  const limit = Math.min(lines.length, end + mostPropertyLines);
  for (let header = end; header < limit; header++) {
    const line = lines[header] ?? '';
    if (line.length > longestLine || frameOfV8(line) !== undefined) return undefined;
    if (!causeMark.test(line)) continue;
    const last = Math.min(lines.length, header + mostMessageLines);
    for (let start = header + 1; start < last; start++) {
      if (frameOfV8(lines[start] ?? '') !== undefined) return { header, run: runAt(lines, start) };
    }
    return undefined;
  }
  return undefined;
}

function exceptionOf(
  lines: readonly string[],
  run: Run,
  from: number,
  knownHeader?: number,
): { exception: Exception; header: number } {
  const header = knownHeader ?? headerOf(lines, run.start, from);
  const { type, message } = namedIn(lines[header] ?? '') ?? {
    type: 'Error',
    message: (lines[header] ?? '').trim(),
  };
  const value =
    header === run.start ? '' : [message, ...lines.slice(header + 1, run.start)].join('\n').trim();
  const frames = withExcerpt(run.frames, lines, header).toReversed();
  return { exception: { type: header === run.start ? 'Error' : type, value, frames }, header };
}

/** The line with the error's name: above the frames, over the lines of its message. The run itself if there is none. */
function headerOf(lines: readonly string[], start: number, from: number): number {
  const lowest = Math.max(from, start - mostMessageLines);
  for (let at = start - 1; at >= lowest; at--) {
    const line = lines[at] ?? '';
    if (frameOfV8(line) !== undefined) break;
    if (errorName.test(cut(line))) return at;
  }
  for (let at = start - 1; at >= lowest && (lines[at] ?? '').trim() !== ''; at--) {
    if (anyName.test(cut(lines[at] ?? ''))) return at;
  }
  return start > from && (lines[start - 1] ?? '').trim() !== '' ? start - 1 : start;
}

function cut(line: string): string {
  const text = line.slice(0, longestLine).trim().replace(causeMark, '').replace(uncaught, '');
  return text;
}

function namedIn(line: string): { type: string; message: string } | undefined {
  const text = cut(line);
  const found = anyName.exec(text) ?? errorName.exec(text);
  const name = found?.[1];
  return name === undefined
    ? undefined
    : { type: name.slice(name.lastIndexOf('.') + 1), message: found?.[2] ?? '' };
}

/** Node prints the line that threw above an uncaught error: `file:line`, the code, a caret. */
function withExcerpt(frames: readonly Frame[], lines: readonly string[], header: number): readonly Frame[] {
  for (let at = Math.max(0, header - 6); at < header - 1; at++) {
    const [, file, line] = /^(.{1,4096}):(\d{1,9})$/.exec((lines[at] ?? '').slice(0, 5000)) ?? [];
    const contextLine = lines[at + 1];
    if (file === undefined || contextLine === undefined || !/^\s*\^+\s*$/.test(lines[at + 2] ?? '')) continue;
    const index = frames.findIndex(frame => frame.line === Number(line) && frame.file.endsWith(file));
    const frame = frames[index];
    if (frame !== undefined) return frames.with(index, { ...frame, contextLine });
    return [{ file, line: Number(line), inApp: isInApp(file), contextLine }, ...frames];
  }
  return frames;
}
