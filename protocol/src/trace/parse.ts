import type { Event } from '../event.ts';
import { newEventId } from '../event-id.ts';
import { findCSharpTrace } from './csharp.ts';
import { findDartTrace } from './dart.ts';
import type { FoundTrace, TraceFinder } from './found.ts';
import { findGoTrace } from './go.ts';
import { findJavaTrace } from './java.ts';
import { findJavaScriptTrace } from './javascript.ts';
import { stackInLine } from './json-log.ts';
import { readLogLine } from './log-line.ts';
import { findPhpTrace } from './php.ts';
import { findPythonTrace } from './python.ts';
import { findRubyTrace } from './ruby.ts';
import { findRustTrace } from './rust.ts';
import { shippedLines } from './shipped.ts';

/** The languages whose stack traces are known. */
export const traceLanguages = 'Python, JavaScript, Java, Kotlin, Go, Rust, Ruby, PHP, C# or Dart';

/** The text holds no stack trace of a language that is known. */
export class TraceError extends Error {
  readonly reason = 'no-trace' as const;

  constructor() {
    super(`There is no stack trace of ${traceLanguages} in the text.`);
    this.name = 'TraceError';
  }
}

export interface TraceContext {
  /** ISO 8601 in UTC. */
  readonly timestamp?: string;
  readonly release?: string;
}

/** A line of structured logging: JSON that holds a whole trace. */
const findJsonTrace: TraceFinder = (lines, at) => {
  const stack = stackInLine(lines[at] ?? '');
  const trace = stack === undefined ? undefined : tracesInText(linesOf(stack)).at(-1);
  return trace && { ...trace, start: at, end: at + 1, isOpen: false };
};

const finders: readonly TraceFinder[] = [
  findJsonTrace,
  findPythonTrace,
  findJavaScriptTrace,
  findJavaTrace,
  findCSharpTrace,
  findGoTrace,
  findRustTrace,
  findRubyTrace,
  findPhpTrace,
  findDartTrace,
];

/** What a line has that shows a trace of any language; lines without it are passed over quickly. */
const sign =
  /at |@|File "|Traceback|goroutine |\.go:|thread '|Caused by:|backtrace:|:in [`']|#\d|Stack(?: trace)?:|Uncaught |\[object\] |\[stacktrace\]|PHP |\.dart|\{"/i;
const shortestSign = 5;

/** Every stack trace in these lines, in their order; also one that has a log shipper's prefix before each line. */
export function findTraces(lines: readonly string[]): FoundTrace[] {
  const traces: FoundTrace[] = [];
  let done = 0;
  for (const run of shippedLines(lines)) {
    const found = tracesInText(run.lines).map(trace =>
      moved(trace, run.start, run.start + run.lines.length, lines),
    );
    if (found.length === 0) continue;
    traces.push(...tracesBetween(lines, done, run.start), ...found);
    done = run.start + run.lines.length;
  }
  return [...traces, ...tracesBetween(lines, done, lines.length)];
}

function tracesBetween(lines: readonly string[], start: number, end: number): FoundTrace[] {
  if (start >= end) return [];
  const isAll = start === 0 && end === lines.length;
  const part = isAll ? lines : lines.slice(start, end);
  return tracesInText(part).map(trace => moved(trace, start, end, lines));
}

/** A trace of a part of the lines as one of all of them; what is not at their end is not open. */
function moved(trace: FoundTrace, start: number, end: number, lines: readonly string[]): FoundTrace {
  const isOpen = trace.isOpen && end === lines.length;
  return { ...trace, start: trace.start + start, end: trace.end + start, isOpen };
}

function tracesInText(lines: readonly string[]): FoundTrace[] {
  const traces: FoundTrace[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.length < shortestSign || !sign.test(line)) continue;
    const found = traceShownBy(lines, at, from);
    if (found === undefined) continue;
    traces.push(found);
    from = found.end;
    at = from - 1;
  }
  return traces;
}

function traceShownBy(lines: readonly string[], at: number, from: number): FoundTrace | undefined {
  for (const find of finders) {
    const found = find(lines, at, from);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a text that is longer only its end is read, and its beginning where the end alone does not tell. */
const longest = { end: 128 * 1024, beginning: 64 * 1024 };
/** A trace that begins so few lines behind a cut has perhaps begun before it: no head of a trace is longer. */
const nearCut = 20;

/**
 * The newest stack trace in a text as an event. Time and release are the context's, else what the log line says, else now
 * and none.
 * @throws {TraceError}
 */
export function eventFromTrace(text: string, context: TraceContext = {}): Event {
  const isLong = text.length > longest.end;
  const end = newestIn(isLong ? text.slice(-longest.end) : text);
  if (!isLong || (end !== undefined && end.trace.start >= nearCut)) return eventOf(end, context);
  const beginning = newestIn(text.slice(0, longest.beginning));
  // It goes on to where the beginning was cut, and the end begins with the rest of one: they are one trace.
  const isOne = beginning !== undefined && beginning.lines.length - beginning.trace.end < nearCut;
  return eventOf(end === undefined || isOne ? beginning : end, context);
}

interface Newest {
  readonly lines: readonly string[];
  readonly trace: FoundTrace;
}

function newestIn(text: string): Newest | undefined {
  const lines = linesOf(text);
  const trace = findTraces(lines).at(-1);
  return trace && { lines, trace };
}

function eventOf(newest: Newest | undefined, context: TraceContext): Event {
  if (newest === undefined) throw new TraceError();
  return eventOfTrace(newest.lines, newest.trace, context);
}

/** A stack trace that was found in these lines as an event; see {@link eventFromTrace}. */
export function eventOfTrace(lines: readonly string[], trace: FoundTrace, context: TraceContext = {}): Event {
  const head = {
    ...readLogLine(lines[trace.start - 1] ?? ''),
    ...readLogLine(lines[trace.start] ?? ''),
    ...context,
  };
  return {
    id: newEventId(),
    timestamp: head.timestamp ?? new Date().toISOString(),
    platform: trace.platform,
    level: 'error',
    ...(head.release !== undefined && { release: head.release }),
    exceptions: [...trace.exceptions],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  };
}

/** The lines of a text, without terminal colours. */
export function linesOf(text: string): string[] {
  const lines = stripColours(text).split('\n');
  return text.includes('\r\n') ? lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line)) : lines;
}

function stripColours(text: string): string {
  const sequence = '\u001b[';
  if (!text.includes(sequence)) return text;
  return text
    .split(sequence)
    .map((part, index) => (index === 0 ? part : part.replace(/^[\d;]{0,20}[A-Za-z]/, '')))
    .join('');
}
