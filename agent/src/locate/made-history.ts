import type { Version } from './scratch-history.ts';

/** A mistake in a made-up history, with what the error would show. */
export interface MadeHistory {
  readonly name: string;
  readonly versions: readonly Version[];
  /** Index of the version that brought the mistake in. */
  readonly culprit: number;
  readonly type: string;
  readonly value: string;
  /** `file`, code that stands on one line of it, and the function that says so, outermost call first. */
  readonly frames: readonly (readonly [file: string, code: string, name?: string])[];
  /** The expression that was bad, where the message does not name it. */
  readonly badExpression?: string;
  /** The line that a slice would name before the crash. */
  readonly producer?: readonly [file: string, code: string];
}

/** A text of these lines. */
export const lines = (...text: string[]) => `${text.join('\n')}\n`;
/** The text with one place changed. */
export const edit = (text: string, from: string, to: string) => {
  if (!text.includes(from)) throw new Error(`Nothing to replace: ${from}`);
  return text.replace(from, to);
};
/** A commit on the one before it. */
export const step = (message: string, files: Version['files']): Version => ({ message, files });
