import { readMessage } from '../../diagnose/messages/read.ts';
import type { Family } from '../../language/language.ts';
import type { ExpectedException } from './expected.ts';
import type { ReplayRequest } from './replay-request.ts';

/** What an exception tells of the input that raised it. */
export interface Hints {
  /** Of the sequence that was too short, and what was asked of it. */
  readonly length?: number;
  readonly index?: number;
  /** A value was missing: absent ones are worth a try. */
  readonly missing: boolean;
  /** The text that could not be read. */
  readonly text?: string;
  /** What came in, where the client sent it. */
  readonly request?: ReplayRequest | undefined;
}

/** Reads what the message tells of lengths, texts and missing values. */
export function hintsOf(family: Family, { type, message }: ExpectedException): Hints {
  const complaint = readMessage(family, type, message);
  switch (complaint.kind) {
    case 'nothing':
      return { missing: true };
    case 'index':
      return {
        missing: false,
        ...(complaint.length === undefined ? {} : { length: complaint.length }),
        ...(complaint.index === undefined ? {} : { index: complaint.index }),
      };
    case 'conversion':
      return { missing: false, text: complaint.text };
    default:
      return { missing: false };
  }
}
