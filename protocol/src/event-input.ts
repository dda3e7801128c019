import { type Event, eventSchema } from './event.ts';
import { objectOf } from './lenient.ts';
import { EnvelopeError, parseEnvelope } from './sentry/envelope.ts';
import { EventError, eventFromSentry } from './sentry/event.ts';
import { parseSentJson } from './sentry/json.ts';
import { trimmedJson } from './sentry/trim.ts';
import { stackIn } from './trace/json-log.ts';
import { eventFromTrace, TraceError, traceLanguages } from './trace/parse.ts';

export type EventInputReason = 'empty' | 'not-an-event' | 'no-exception-in-it';

/** What was given is none of the forms that an event comes in. */
export class EventInputError extends Error {
  readonly reason: EventInputReason;

  constructor(reason: EventInputReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EventInputError';
    this.reason = reason;
  }
}

const forms = `A Sentry event (JSON), an envelope, or a stack trace of ${traceLanguages} as text is needed.`;

/**
 * An event out of a file or a request body, in whichever form: envelope, Sentry event, our own event, stack trace.
 * @throws {EventInputError}
 */
export function eventFromBytes(bytes: Uint8Array): Event {
  const text = new TextDecoder().decode(bytes);
  const start = text.trimStart();
  if (start === '') throw new EventInputError('empty', `There is nothing in it. ${forms}`);
  if (!start.startsWith('{') && !start.startsWith('[')) return fromTrace(text);
  let json: unknown;
  try {
    json = parseSentJson(text);
  } catch (error) {
    return fromSeveralLines(bytes, text, error);
  }
  return fromJson(Array.isArray(json) ? json[0] : json);
}

function fromJson(sent: unknown): Event {
  const json = trimmedJson(sent);
  const own = eventSchema.safeParse(json);
  if (own.success) return own.data;
  try {
    return eventFromSentry(json);
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    const trace = stackIn(json);
    if (trace !== undefined) return fromTrace(trace);
    const reason = error.reason === 'empty' ? 'no-exception-in-it' : 'not-an-event';
    throw new EventInputError(reason, `${error.message} ${forms}`, error);
  }
}

/** JSON that is more than one document: an envelope, or log text that happens to begin with a brace. */
function fromSeveralLines(bytes: Uint8Array, text: string, jsonError: unknown): Event {
  try {
    return fromEnvelope(bytes);
  } catch (error) {
    if (error instanceof EventInputError) throw error;
    if (!(error instanceof EnvelopeError)) throw error;
    try {
      return eventFromTrace(text);
    } catch (none) {
      if (!(none instanceof TraceError)) throw none;
      const looksLikeEnvelope = error.reason !== 'bad-header';
      const detail = jsonError instanceof Error ? jsonError.message : String(jsonError);
      const found = looksLikeEnvelope
        ? `The envelope is damaged: ${error.message}`
        : `It begins like JSON but is damaged or cut off: ${detail}.`;
      throw new EventInputError('not-an-event', `${found} ${forms}`, error);
    }
  }
}

function fromEnvelope(bytes: Uint8Array): Event {
  const { headers, items } = parseEnvelope(bytes);
  const item = items.find(({ type }) => type === 'event');
  if (item === undefined) {
    const types = [...new Set(items.map(({ type }) => type))].join(', ') || 'nothing';
    throw new EventInputError('no-exception-in-it', `The envelope holds ${types}, but no event.`);
  }
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder().decode(item.payload));
  } catch (error) {
    throw new EventInputError('not-an-event', "The envelope's event is not JSON; it may be cut off.", error);
  }
  const fields = objectOf(payload);
  return fromJson(fields && { event_id: headers.event_id, ...fields });
}

function fromTrace(text: string): Event {
  try {
    return eventFromTrace(text);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new EventInputError('not-an-event', `${error.message} ${forms}`, error);
  }
}
