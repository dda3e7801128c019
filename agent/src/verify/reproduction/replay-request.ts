import type { Event } from '@errata/protocol/event';
import { isSecretName, isSecretText, redactText } from './redact.ts';

/** A request cut down to what a test may say. */
export interface ReplayRequest {
  readonly method: string;
  /** Path with query, always beginning with `/`. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: unknown;
}

const kept = /^(?:content-type|accept|x-[a-z0-9-]+)$/;
const dropped = /^x-(?:forwarded|real|request-id|amz|envoy|b3|datadog|correlation|trace|powered)/;

/** The request of an event without hosts, cookies, credentials and tracing; undefined when it holds none. */
export function replayRequest(event: Event): ReplayRequest | undefined {
  const { method = 'GET', url, query, headers = {}, body } = event.request ?? {};
  if (url === undefined || !/^[A-Z]{3,10}$/.test(method.toUpperCase())) return undefined;
  const parsed = URL.parse(url, 'http://localhost');
  if (parsed === null) return undefined;
  if (parsed.search === '' && query) parsed.search = query;
  for (const [name, value] of [...parsed.searchParams]) {
    if (isSecretName(name) || isSecretText(value)) parsed.searchParams.set(name, 'redacted');
  }
  const chosen = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(
      ([name, value]) =>
        kept.test(name) && !dropped.test(name) && !isSecretName(name) && !isSecretText(value),
    )
    .filter(([name, value]) => !(name === 'accept' && value === '*/*'))
    .sort(([a], [b]) => a.localeCompare(b));
  return {
    method: method.toUpperCase(),
    path: redactText(parsed.pathname + parsed.search),
    headers: chosen,
    body: bodyOf(body),
  };
}

function bodyOf(body: unknown): unknown {
  if (typeof body !== 'string') return body ?? undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body === '' ? undefined : body;
  }
}
