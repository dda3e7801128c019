import type { Exception, Frame } from '../event.ts';
import { isInApp } from '../in-app.ts';
import { longestLine, mayGoOn, type TraceFinder } from './found.ts';
import { beginsRecord } from './log-line.ts';
import { type Backtrace, readBacktrace } from './rust-backtrace.ts';

const panicked = /^(?:.{0,300}?[\s\]:])?thread '([^']{0,500})' (?:\(\d{1,20}\) )?panicked at (.*)$/;
const location = /^(.{1,4096}?):(\d{1,9})(?::(\d{1,9}))?$/;
const note = /^\s*note: /;
const backtraceHeading = /^\s*stack backtrace:\s*$/i;
const causesHeading = /^\s*Caused by:\s*$/;
const cause = /^\s{1,8}(?:(\d{1,4}): )?(.*)$/;
const mostMessageLines = 50;

/** Rust's panics, with or without a backtrace, and error chains as anyhow prints them. */
export const findRustTrace: TraceFinder = (lines, at, from) => {
  const line = lines[at] ?? '';
  if (line.length > longestLine) return undefined;
  if (line.includes("thread '") && panicked.test(line)) return panicAt(lines, at);
  return causesHeading.test(line) || backtraceHeading.test(line) ? reportAt(lines, at, from) : undefined;
};

function panicAt(lines: readonly string[], start: number) {
  const { value, place, end: messageEnd } = panicMessage(lines, start);
  let end = messageEnd;
  let backtrace: Backtrace | undefined;
  while (end < lines.length && (note.test(lines[end] ?? '') || backtraceHeading.test(lines[end] ?? ''))) {
    if (backtraceHeading.test(lines[end] ?? '')) {
      backtrace = readBacktrace(lines, end + 1);
      end = backtrace.end;
    } else end++;
  }
  const exception = { type: 'panic', value, frames: framesOf(backtrace?.frames ?? [], place) };
  // Before the note or the backtrace, lines of the message may still be coming.
  const isOpen = mayGoOn(lines, end, end === messageEnd);
  return { platform: 'rust', start, end, exceptions: [exception], isOpen };
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** New: `panicked at src/main.rs:4:5:` and the message below. Before Rust 1.73: `panicked at 'message', src/main.rs:4:5`. */
function panicMessage(
  lines: readonly string[],
  start: number,
): { value: string; place: Place | undefined; end: number } {
  const rest = panicked.exec(lines[start] ?? '')?.[2] ?? '';
  const last = Math.min(lines.length, start + mostMessageLines);
  if (rest.endsWith(':')) {
    let end = start + 1;
    while (end < last && !isMessageEnd(lines[end] ?? '')) end++;
    // An empty line is one of the message only if the end of the message can be seen behind it.
    const isEnded = note.test(lines[end] ?? '') || backtraceHeading.test(lines[end] ?? '');
    if (!isEnded) end = firstBlank(lines, start + 1, end);
    const message = lines.slice(start + 1, end).map(line => line.slice(0, longestLine));
    return { value: message.join('\n').trim(), place: placeOf(rest.slice(0, -1)), end };
  }
  const text = [rest];
  let end = start + 1;
  while (
    end < last &&
    rest.startsWith("'") &&
    !closing(text.at(-1) ?? '') &&
    !isMessageEnd(lines[end] ?? '')
  ) {
    text.push((lines[end] ?? '').slice(0, longestLine));
    end++;
  }
  const whole = text.join('\n');
  const at = whole.lastIndexOf(', ');
  const value = at === -1 ? whole : whole.slice(0, at);
  return {
    value: value.replace(/^'|'$/g, ''),
    place: at === -1 ? placeOf(whole) : placeOf(whole.slice(at + 2)),
    end,
  };
}

function closing(line: string): boolean {
  const at = line.lastIndexOf("', ");
  return at !== -1 && location.test(line.slice(at + 3));
}

function isMessageEnd(line: string): boolean {
  return (
    note.test(line) ||
    backtraceHeading.test(line) ||
    panicked.test(line.slice(0, longestLine)) ||
    beginsRecord(line)
  );
}

function firstBlank(lines: readonly string[], from: number, end: number): number {
  for (let at = from; at < end; at++) if ((lines[at] ?? '').trim() === '') return at;
  return end;
}

function placeOf(text: string): Place | undefined {
  const [, file, line, column] = location.exec(text.trim()) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(line), ...(Number(column) > 0 && { column: Number(column) }) };
}

/** The frames below the place of the panic; above it is the machinery that reports panics. */
function framesOf(frames: readonly Frame[], place: Place | undefined): Frame[] {
  if (place === undefined) return frames.toReversed();
  const top = frames.findIndex(frame => frame.line === place.line && isSameFile(frame.file, place.file));
  if (top !== -1) return frames.slice(top).reverse();
  const crash = {
    file: place.file,
    ...(place.line > 0 && { line: place.line }),
    ...(place.column !== undefined && { column: place.column }),
    inApp: isInApp(place.file, 'rust'),
  };
  return [...frames.filter(({ inApp }) => inApp).toReversed(), crash];
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(file => file.replaceAll('\\', '/').replace(/^\.\//, ''));
  return a !== undefined && b !== undefined && (a.endsWith(b) || b.endsWith(a));
}

/** `Error: message`, an empty line, `Caused by:` and the causes, a backtrace; of these at least one of the last two. */
function reportAt(lines: readonly string[], heading: number, from: number) {
  const start = (lines[heading - 1] ?? '').trim() === '' ? heading - 2 : heading - 1;
  const header = (lines[start] ?? '').slice(0, longestLine).trim();
  if (start < from || header === '') return undefined;
  let end = heading;
  let causes: string[] = [];
  if (causesHeading.test(lines[end] ?? '')) ({ causes, end } = readCauses(lines, end + 1));
  if (causes.length === 0 && end > heading) return undefined;
  const next = (lines[end] ?? '').trim() === '' ? end + 1 : end;
  const backtrace = backtraceHeading.test(lines[next] ?? '') ? readBacktrace(lines, next + 1) : undefined;
  if (causes.length === 0 && (backtrace === undefined || backtrace.frames.length === 0)) return undefined;
  end = backtrace?.end ?? end;
  const value = header.replace(/^(?:.{0,200}?\s)?Error: /, '');
  const exceptions: Exception[] = causes.map(text => ({ type: 'Error', value: text, frames: [] })).reverse();
  exceptions.push({ type: 'Error', value, frames: backtrace?.frames.toReversed() ?? [] });
  return { platform: 'rust', start, end, exceptions, isOpen: mayGoOn(lines, end) };
}

/** `    0: message` each, or one without a number; a message of several lines goes on further to the right. */
function readCauses(lines: readonly string[], from: number): { causes: string[]; end: number } {
  const causes: string[] = [];
  let end = from;
  for (; end < lines.length; end++) {
    const found = cause.exec((lines[end] ?? '').slice(0, longestLine));
    if (found === null || (lines[end] ?? '').trim() === '') break;
    const [, number, text = ''] = found;
    if (number !== undefined || causes.length === 0) causes.push(text.trim());
    else causes.push(`${causes.pop() ?? ''}\n${text.trim()}`);
  }
  return { causes, end };
}
