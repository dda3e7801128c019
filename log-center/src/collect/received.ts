import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { readEvent } from './sentry.ts';

/** Something that was received and is to become an event. */
export interface Received {
  /** `text` for what came in at the native door in any form; else the type of a Sentry item, as `event`. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** That of the envelope, if the event is the one that it is about. */
  readonly id?: string | undefined;
  /** Where it had to be read already: one payload may hold several. */
  readonly event?: Event | undefined;
}

/** @throws {CollectError} or {@link EventInputError} where the client is at fault */
export function readReceived({ type, bytes, id, event }: Received): Event {
  return event ?? (type === 'text' ? eventFromBytes(bytes) : readEvent(bytes, id));
}
