import type { Event } from '@errata/protocol/event';
import { type Envelope, EnvelopeError, parseEnvelope } from '@errata/protocol/sentry/envelope';
import { EventError, eventFromSentry } from '@errata/protocol/sentry/event';
import { CollectError } from './collect-error.ts';

/** @throws {CollectError} `empty`, `truncated`, `bad-envelope` */
export function readEnvelope(body: Buffer): Envelope {
  try {
    return parseEnvelope(body);
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    const reason = error.reason === 'empty' || error.reason === 'truncated' ? error.reason : 'bad-envelope';
    throw new CollectError(reason, error.message, error);
  }
}

/**
 * The events in an envelope. Items of other types (sessions, transactions, client reports…) are passed over.
 * @throws {CollectError} `not-an-event`
 */
export function eventsOfEnvelope(envelope: Envelope): Event[] {
  return envelope.items
    .filter(({ type }) => type === 'event')
    .map(({ payload }) => readEvent(payload, envelope.headers.event_id));
}

/**
 * One event of Sentry's JSON form.
 * @throws {CollectError} `empty`, `not-an-event`
 */
export function readEvent(payload: Uint8Array, id?: string): Event {
  const text = new TextDecoder().decode(payload);
  if (text.trim() === '') throw new CollectError('empty', 'The event is empty.');
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return eventFromSentry(isObject && id !== undefined ? { event_id: id, ...json } : json);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new CollectError('not-an-event', `The event is not JSON, or cut off: ${error.message}.`, error);
    }
    if (error instanceof EventError) throw new CollectError('not-an-event', error.message, error);
    throw error;
  }
}
