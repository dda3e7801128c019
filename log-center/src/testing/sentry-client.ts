import type { CenterClient } from './center-client.ts';

export interface SentryAnswer {
  readonly status: number;
  readonly link: string;
  readonly body: unknown;
}

export interface SentryRequest {
  readonly method?: string;
  /** Instead of the owner's; empty: none. */
  readonly token?: string;
  readonly body?: unknown;
}

/** Asks a log center as clients of Sentry's web API do. */
export async function askSentry(
  { ready }: CenterClient,
  path: string,
  { method = 'GET', token = ready.token, body }: SentryRequest = {},
): Promise<SentryAnswer> {
  const response = await fetch(new URL(path, `${ready.url}/api/0/`), {
    method,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const link = response.headers.get('link') ?? '';
  return { status: response.status, link, body: await response.json() };
}

/** What stands at a path as `entries.0.type` in an answer. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, key) => Object(inner)[key], value);
}

/** What stands at a path in each row of an answer. */
export function each(rows: unknown, path: string): unknown[] {
  if (!Array.isArray(rows)) throw new Error(`These are no rows: ${JSON.stringify(rows)}`);
  return rows.map(row => at(row, path));
}
