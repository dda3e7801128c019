import { createHash, timingSafeEqual } from 'node:crypto';
import { CollectError } from './collect-error.ts';

/** Where a Sentry SDK may have put the key of its DSN. */
export interface KeyPlaces {
  /** `X-Sentry-Auth`, or `Authorization` with the scheme `Sentry`. */
  readonly header?: string | undefined;
  /** `?sentry_key=` */
  readonly query?: string | undefined;
  /** The DSN in an envelope's headers. */
  readonly dsn?: string | undefined;
}

/** The key that a client sent, or nothing. */
export function clientKey({ header, query, dsn }: KeyPlaces): string | undefined {
  const named = /^\s*Sentry\s.*?\bsentry_key\s*=\s*"?([^\s,"]{1,200})/is.exec((header ?? '').slice(0, 2000));
  if (named?.[1] !== undefined) return named[1];
  if (query !== undefined && query !== '') return query;
  return dsn !== undefined && URL.canParse(dsn) ? new URL(dsn).username || undefined : undefined;
}

/** @throws {CollectError} `missing-key`, `wrong-key` */
export function demandKey(given: string | undefined, expected: string, project: number): void {
  if (given === undefined) {
    throw new CollectError(
      'missing-key',
      'The request has no key (X-Sentry-Auth or sentry_key). Check the DSN.',
    );
  }
  if (!equals(given, expected)) {
    throw new CollectError('wrong-key', `The key is not that of project ${project}. Check the DSN.`);
  }
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function equals(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
