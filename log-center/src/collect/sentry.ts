import type { Event } from '@errata/protocol/event';
import { normalEventId } from '@errata/protocol/event-id';
import { objectOf } from '@errata/protocol/lenient';
import { EventError, eventFromSentry } from '@errata/protocol/sentry/event';
import { parseSentJson } from '@errata/protocol/sentry/json';
import { CollectError } from './collect-error.ts';

/**
 * The JSON of an item.
 * @throws {CollectError} `empty`, `not-an-event`
 */
export function readJson(payload: Uint8Array): unknown {
  const text = new TextDecoder().decode(payload);
  if (text.trim() === '') throw new CollectError('empty', 'The event is empty.');
  try {
    return parseSentJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CollectError('not-an-event', `The event is not JSON, or cut off: ${error.message}.`, error);
  }
}

/**
 * One event of Sentry's JSON form.
 * @param id that of the envelope, which goes before the event's own: what else is in the envelope refers to it
 * @throws {CollectError} `empty`, `not-an-event`
 */
export function readEvent(payload: Uint8Array, id?: string): Event {
  return eventOfJson(readJson(payload), id);
}

/** @throws {CollectError} `not-an-event` */
export function eventOfJson(json: unknown, id?: string): Event {
  const fields = objectOf(json);
  try {
    return eventFromSentry(fields && normalEventId(id) !== undefined ? { ...fields, event_id: id } : json);
  } catch (error) {
    if (error instanceof EventError) throw new CollectError('not-an-event', error.message, error);
    throw error;
  }
}
