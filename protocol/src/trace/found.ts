import type { Exception } from '../event.ts';

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

/** One language's stack traces: finds the next one that starts at line `from` or after it, in time linear in the text. */
export type TraceFinder = (lines: readonly string[], from: number) => FoundTrace | undefined;

/** Lines longer than this are no part of a stack trace's structure, only of a message. */
export const longestLine = 16_384;
