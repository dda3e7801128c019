import type { Event } from '@errata/protocol/event';
import { eventOfTrace, findTraces, linesOf } from '@errata/protocol/trace/parse';

/** A stack trace may begin this many lines before the line that shows it to be one. */
const lookBack = 40;
const newline = 0x0a;

/** What a piece of a log file holds, and how many of its bytes need not be read again. */
export interface LogChunk {
  readonly events: readonly Event[];
  readonly consumed: number;
}

/**
 * The stack traces in the part of a log file that is not dealt with yet. One that may still go on is left for the next
 * time, when there is more of it, unless `isFinal` says that no more will come.
 */
export function readLogChunk(bytes: Buffer, isFinal: boolean): LogChunk {
  const whole = isFinal ? bytes : bytes.subarray(0, bytes.lastIndexOf(newline) + 1);
  const lines = linesOf(whole.toString('utf8'));
  // After the last newline there is no line.
  if (lines.at(-1) === '') lines.pop();
  const traces = findTraces(lines);
  const open = traces.find(trace => trace.isOpen && !isFinal);
  const done = open === undefined ? traces : traces.slice(0, traces.indexOf(open));
  const end = done.at(-1)?.end ?? 0;
  // The line before a trace is the head of its log record.
  const kept = open === undefined ? lines.length - lookBack : open.start - 1;
  return {
    events: done.map(trace => eventOfTrace(lines, trace)),
    consumed: offsetOfLine(whole, Math.max(end, kept, 0)),
  };
}

function offsetOfLine(bytes: Buffer, line: number): number {
  let offset = 0;
  for (let index = 0; index < line; index++) {
    const next = bytes.indexOf(newline, offset);
    if (next === -1) return bytes.length;
    offset = next + 1;
  }
  return offset;
}
