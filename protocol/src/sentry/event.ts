import type { z } from 'zod';
import type { breadcrumbSchema, Event, Level } from '../event.ts';
import { newEventId, normalEventId } from '../event-id.ts';
import { type Json, listOf, objectOf, textOf, textPairsOf, timeOf } from '../lenient.ts';
import { exceptionsFromSentry } from './exception.ts';
import { requestFromSentry } from './request.ts';
import { trimmedJson } from './trim.ts';

export type EventReason = 'not-an-object' | 'empty';

/** What was sent as a Sentry event holds nothing that could be kept. */
export class EventError extends Error {
  readonly reason: EventReason;

  constructor(reason: EventReason, message: string) {
    super(message);
    this.name = 'EventError';
    this.reason = reason;
  }
}

/** The newest are the ones that lead to the error. */
const mostBreadcrumbs = 100;

/**
 * Sentry's event JSON, from any SDK and any version of the protocol, as an event. What is malformed is dropped without
 * losing the rest; what is missing is made up (id, time).
 * @throws {EventError} when there is neither an exception nor a message in it
 */
export function eventFromSentry(payload: unknown): Event {
  const fields = withEntries(objectOf(trimmedJson(payload)));
  if (fields === undefined)
    throw new EventError('not-an-object', 'A Sentry event is a JSON object; this is not.');
  const message = messageOf(fields);
  const exceptions = exceptionsFromSentry(fields, message);
  if (exceptions.length === 0 && message === undefined) {
    throw new EventError('empty', 'The event has neither an exception nor a message.');
  }
  const request = requestFromSentry(fields['request'] ?? fields['sentry.interfaces.Http']);
  const user = objectOf(fields['user'] ?? fields['sentry.interfaces.User']);
  const fingerprint = fingerprintOf(fields['fingerprint']);
  const debugImages = debugImagesOf(fields['debug_meta']);
  const breadcrumbs = listOf(fields['breadcrumbs'] ?? fields['sentry.interfaces.Breadcrumbs']);
  return {
    id: normalEventId(fields['event_id'] ?? fields['eventID'] ?? fields['id']) ?? newEventId(),
    timestamp: timeOf(fields['timestamp'] ?? fields['dateCreated']) ?? new Date().toISOString(),
    platform: textOf(fields['platform']) ?? 'other',
    level: levelOf(fields['level']),
    ...(message !== undefined && { message }),
    ...optional('release', textOf(fields['release']) ?? textOf(objectOf(fields['release'])?.['version'])),
    ...optional('dist', textOf(fields['dist'])),
    ...optional('environment', textOf(fields['environment'])),
    ...optional('serverName', textOf(fields['server_name'])),
    ...optional('transaction', textOf(fields['transaction'] ?? fields['culprit'])),
    ...optional('logger', textOf(fields['logger'])),
    exceptions,
    ...(request !== undefined && { request }),
    ...(user !== undefined && { user: { ...user } }),
    tags: Object.fromEntries(textPairsOf(fields['tags'])),
    contexts: contextsOf(fields),
    breadcrumbs: breadcrumbs.slice(-mostBreadcrumbs).flatMap(breadcrumbOf),
    ...(fingerprint.length > 0 && { fingerprint }),
    ...optional('sdk', sdkOf(fields['sdk'])),
    ...(debugImages.length > 0 && { debugImages }),
  };
}

/** Sentry's web API gives the parts of an event in a list `entries`. */
function withEntries(event: Json | undefined): Json | undefined {
  if (event === undefined || !Array.isArray(event['entries'])) return event;
  const parts = event['entries'].flatMap((entry): [string, unknown][] => {
    const type = textOf(objectOf(entry)?.['type']);
    return type === undefined ? [] : [[type, objectOf(entry)?.['data']]];
  });
  return {
    ...event,
    ...Object.fromEntries(parts),
    message: event['message'] ?? objectOf(event['metadata'])?.['title'],
  };
}

function optional<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: string });
}

function messageOf(event: Json): string | undefined {
  const entry = event['logentry'] ?? event['sentry.interfaces.Message'];
  for (const form of [objectOf(entry), objectOf(event['message'])]) {
    if (form === undefined) continue;
    const text = textOf(form['formatted']) ?? interpolated(form);
    if (text !== undefined) return text;
  }
  return textOf(entry) ?? textOf(event['message']);
}

/** `message` with its `params` put in where `%s` and the like stand. */
function interpolated(form: Json): string | undefined {
  const template = textOf(form['message']);
  const parameters = form['params'];
  if (template === undefined || !Array.isArray(parameters)) return template;
  let next = 0;
  return template.replace(/%[sdfr]/g, placeholder => textOf(parameters[next++]) ?? placeholder);
}

/** By name, and by number as Python's logging has them. */
const levels: Readonly<Record<string, Level>> = {
  fatal: 'fatal',
  critical: 'fatal',
  error: 'error',
  warning: 'warning',
  warn: 'warning',
  info: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  50: 'fatal',
  40: 'error',
  30: 'warning',
  20: 'info',
  10: 'debug',
};

function levelOf(value: unknown): Level {
  const name = textOf(value)?.toLowerCase() ?? '';
  return Object.hasOwn(levels, name) ? (levels[name] ?? 'error') : 'error';
}

function breadcrumbOf(value: unknown): z.infer<typeof breadcrumbSchema>[] {
  const fields = objectOf(value);
  if (fields === undefined) return [];
  const timestamp = timeOf(fields['timestamp']);
  const category = textOf(fields['category']);
  const message = textOf(fields['message']);
  const level = textOf(fields['level']);
  return [
    {
      ...(timestamp !== undefined && { timestamp }),
      ...(category !== undefined && { category }),
      ...(message !== undefined && { message }),
      ...(level !== undefined && { level }),
    },
  ];
}

function fingerprintOf(value: unknown): string[] {
  const parts = typeof value === 'string' ? [value] : listOf(value);
  return parts.flatMap(part => textOf(part) ?? []);
}

/** What else a client sent of use: `extra` is what contexts were before there were contexts. */
function contextsOf(event: Json): Record<string, unknown> {
  const extra = objectOf(event['extra'] ?? event['sentry.interfaces.Extra']);
  return {
    ...(extra !== undefined && Object.keys(extra).length > 0 && { extra }),
    ...objectOf(event['contexts']),
  };
}

/** The bundles whose source maps are found by an id that stands in both. */
function debugImagesOf(debugMeta: unknown): NonNullable<Event['debugImages']> {
  return listOf(objectOf(debugMeta)?.['images']).flatMap(image => {
    const fields = objectOf(image);
    const codeFile = textOf(fields?.['code_file']);
    const debugId = textOf(fields?.['debug_id'])?.toLowerCase();
    const isSourceMap = fields?.['type'] === 'sourcemap' && codeFile !== undefined && debugId !== undefined;
    return isSourceMap ? [{ codeFile, debugId }] : [];
  });
}

function sdkOf(value: unknown): string | undefined {
  const name = textOf(objectOf(value)?.['name']);
  const version = textOf(objectOf(value)?.['version']);
  return name === undefined ? textOf(value) : version === undefined ? name : `${name}/${version}`;
}
