import type { Event } from '@errata/protocol/event';
import { rawStacktraceOf, stacktraceOf } from './frame.ts';

/** A part of an event that has a form of its own. */
export interface SentryEntry {
  readonly type: 'exception' | 'message' | 'breadcrumbs' | 'request';
  readonly data: unknown;
}

/** The parts that an event has. */
export function entriesOf(event: Event): SentryEntry[] {
  return [exceptionEntry(event), messageEntry(event), breadcrumbsEntry(event), requestEntry(event)].filter(
    entry => entry !== undefined,
  );
}

function exceptionEntry({ exceptions }: Event): SentryEntry | undefined {
  if (exceptions.length === 0) return undefined;
  const values = exceptions.map(({ type, value, handled, frames }) => ({
    type,
    value,
    module: null,
    threadId: null,
    mechanism: handled === undefined ? null : { type: 'generic', handled },
    stacktrace: stacktraceOf(frames),
    rawStacktrace: rawStacktraceOf(frames),
  }));
  const hasSystemFrames = values.some(({ stacktrace }) => stacktrace?.hasSystemFrames === true);
  return { type: 'exception', data: { values, hasSystemFrames, excOmitted: null } };
}

function messageEntry({ message }: Event): SentryEntry | undefined {
  return message === undefined ? undefined : { type: 'message', data: { formatted: message, message } };
}

function breadcrumbsEntry({ breadcrumbs }: Event): SentryEntry | undefined {
  if (breadcrumbs.length === 0) return undefined;
  const values = breadcrumbs.map(({ timestamp, category, message, level }) => ({
    type: 'default',
    timestamp: timestamp ?? null,
    category: category ?? null,
    message: message ?? null,
    level: level ?? 'info',
    data: null,
  }));
  return { type: 'breadcrumbs', data: { values } };
}

function requestEntry({ request }: Event): SentryEntry | undefined {
  if (request === undefined) return undefined;
  const data = {
    method: request.method ?? null,
    url: request.url ?? null,
    query: request.query === undefined ? [] : [...new URLSearchParams(request.query)],
    headers: Object.entries(request.headers ?? {}),
    data: request.body ?? null,
    cookies: [],
    env: null,
    fragment: null,
  };
  return { type: 'request', data };
}
