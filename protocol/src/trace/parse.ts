import type { Event } from '../event.ts';
import { newEventId } from '../event-id.ts';
import type { FoundTrace, TraceFinder } from './found.ts';
import { findJavaScriptTrace } from './javascript.ts';
import { readLogLine } from './log-line.ts';
import { findPythonTrace } from './python.ts';

/** The text holds no stack trace of a language that is known. */
export class TraceError extends Error {
  readonly reason = 'no-trace' as const;

  constructor() {
    super('There is no stack trace of Python or JavaScript in the text.');
    this.name = 'TraceError';
  }
}

export interface TraceContext {
  /** ISO 8601 in UTC. */
  readonly timestamp?: string;
  readonly release?: string;
}

const finders: readonly TraceFinder[] = [findPythonTrace, findJavaScriptTrace];

/** Every stack trace in these lines, in their order. */
export function findTraces(lines: readonly string[]): FoundTrace[] {
  const traces: FoundTrace[] = [];
  const next = finders.map(find => find(lines, 0));
  for (;;) {
    const first = next.reduce(
      (a, b) => (a === undefined || (b !== undefined && b.start < a.start) ? b : a),
      undefined,
    );
    if (first === undefined) return traces;
    traces.push(first);
    finders.forEach((find, index) => {
      const known = next[index];
      if (known !== undefined && known.start < first.end) next[index] = find(lines, first.end);
    });
  }
}

/**
 * The newest stack trace in a text as an event. Time and release are the context's, else what the log line says, else now
 * and none.
 * @throws {TraceError}
 */
export function eventFromTrace(text: string, context: TraceContext = {}): Event {
  const lines = linesOf(text);
  const trace = findTraces(lines).at(-1);
  if (trace === undefined) throw new TraceError();
  return eventOfTrace(lines, trace, context);
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
  return stripColours(text).split(/\r?\n/);
}

function stripColours(text: string): string {
  const sequence = '\u001b[';
  if (!text.includes(sequence)) return text;
  return text
    .split(sequence)
    .map((part, index) => (index === 0 ? part : part.replace(/^[\d;]{0,20}[A-Za-z]/, '')))
    .join('');
}
