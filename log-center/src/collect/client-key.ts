import { createHash, timingSafeEqual } from 'node:crypto';
import { CollectError } from './collect-error.ts';

/** Where a Sentry SDK may have put the key of its DSN. */
export interface KeyPlaces {
  /** `X-Sentry-Auth` */
  readonly sentryAuth?: string | undefined;
  /** `Authorization`: with the scheme `Sentry`, or `Basic` from a client that uses the DSN as an address. */
  readonly authorization?: string | undefined;
  /** `?sentry_key=` */
  readonly query?: string | undefined;
  /** The DSN in an envelope's headers. */
  readonly dsn?: string | undefined;
}

/** The key that a client sent, or nothing. */
export function clientKey({
  sentryAuth = '',
  authorization = '',
  query,
  dsn,
}: KeyPlaces): string | undefined {
  return (
    namedKey(sentryAuth) ??
    (/^\s*sentry\s/i.test(authorization) ? namedKey(authorization) : undefined) ??
    (query || undefined) ??
    basicUser(authorization) ??
    (dsn !== undefined && URL.canParse(dsn) ? new URL(dsn).username || undefined : undefined)
  );
}

/** `Sentry sentry_version=7, sentry_key=…`, in any order and with or without the first word. */
function namedKey(header: string): string | undefined {
  for (const field of header.slice(0, 2000).split(',')) {
    const [, key] = /^\s*(?:sentry\s+)?sentry_key\s*=\s*"?([^\s"]{1,200})/i.exec(field) ?? [];
    if (key !== undefined) return key;
  }
  return undefined;
}

function basicUser(header: string): string | undefined {
  const [, encoded] = /^\s*basic\s+([A-Za-z0-9+/=]{1,500})/i.exec(header) ?? [];
  return encoded && (Buffer.from(encoded, 'base64').toString('latin1').split(':', 1)[0] || undefined);
}

/** @throws {CollectError} `missing-key`, `wrong-key` */
export function demandKey(given: string | undefined, keys: ReadonlySet<string>, project: number): void {
  if (given === undefined) {
    throw new CollectError(
      'missing-key',
      'The request has no key (X-Sentry-Auth or sentry_key). Check the DSN.',
    );
  }
  // A key is public by nature: there is no secret that the time of a look-up could tell.
  if (!keys.has(given)) {
    throw new CollectError('wrong-key', `The key is not that of project ${project}. Check the DSN.`);
  }
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function equals(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
