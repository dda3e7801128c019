import { readFile } from 'node:fs/promises';
import type { Event } from '@errata/protocol/event';
import { EventInputError, eventFromBytes } from '@errata/protocol/event-input';

export type IntakeReason = 'unreadable' | 'not-an-event';

/** A file that was named as an event and is none. */
export class IntakeError extends Error {
  readonly reason: IntakeReason;

  constructor(reason: IntakeReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IntakeError';
    this.reason = reason;
  }
}

/** Reads an event from a file: Sentry JSON, an envelope, or the text of a stack trace. */
export async function readEventFile(file: string): Promise<{ event: Event; bytes: Uint8Array }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new IntakeError(
      'unreadable',
      `The event file ${file} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
  try {
    return { event: eventFromBytes(bytes), bytes };
  } catch (cause) {
    if (!(cause instanceof EventInputError)) throw cause;
    throw new IntakeError('not-an-event', `${file}: ${cause.message}`, { cause });
  }
}
