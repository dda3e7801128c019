import type { Exception } from '../event.ts';
import { beginsRecord } from './log-line.ts';

/** A stack trace found in text. `start` and `end` (exclusive) are indices of its lines. */
export interface FoundTrace {
  readonly platform: string;
  readonly start: number;
  readonly end: number;
  /** Cause first, the exception that was reported last. */
  readonly exceptions: readonly Exception[];
  /** True if more lines after the last one could still belong to it. */
  readonly isOpen: boolean;
}

/**
 * One language's stack traces: the one that line `at` shows to be one, if it does. The trace may begin above that line, but
 * not before line `from`. It looks at few lines that are not in the trace.
 */
export type TraceFinder = (lines: readonly string[], at: number, from: number) => FoundTrace | undefined;

/** Lines longer than this are no part of a stack trace's structure, only of a message. */
export const longestLine = 16_384;
const mostOpenLines = 60;

/**
 * Whether the rest of a trace that ends before line `end` may still be to come: nothing but empty lines follows. One that
 * `isUnfinished`, as when no frame is there yet, goes on over other lines up to the next log record.
 */
export function mayGoOn(lines: readonly string[], end: number, isUnfinished = false): boolean {
  if (lines.length - end > mostOpenLines) return false;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isUnfinished ? beginsRecord(line) : line.trim() !== '') return false;
  }
  return true;
}
