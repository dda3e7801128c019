import { countOf, type Json, listOf, objectOf, textOf, timeOf } from '../lenient.ts';

/** That a release was in use: sessions of an app, or requests of a server, as its client counted them. */
export interface HeardSessions {
  readonly release: string | undefined;
  readonly environment: string | undefined;
  /** ISO 8601; absent: when it was heard. */
  readonly at: string | undefined;
  readonly count: number;
}

/** A client counts by the minute; of more nobody needs to know that the release was in use. */
const mostAggregates = 500;
const mostCounted = 1_000_000_000;

/** What an item `session` or `sessions` tells; nothing where it is no good. */
export function sessionsFromSentry(type: 'session' | 'sessions', payload: unknown): HeardSessions[] {
  const fields = objectOf(payload);
  if (fields === undefined) return [];
  const attributes = objectOf(fields['attrs']) ?? {};
  const about = {
    release: textOf(attributes['release']),
    environment: textOf(attributes['environment']),
  };
  if (type === 'session') {
    return [{ ...about, at: timeOf(fields['timestamp'] ?? fields['started']), count: 1 }];
  }
  return listOf(fields['aggregates'])
    .slice(0, mostAggregates)
    .flatMap((aggregate): HeardSessions[] => {
      const counts = objectOf(aggregate) ?? {};
      const count = endings.reduce((sum, ending) => sum + (countOf(counts[ending]) ?? 0), 0);
      if (count === 0) return [];
      return [{ ...about, at: timeOf(counts['started']), count: Math.min(count, mostCounted) }];
    });
}

/** In which ways sessions can have ended. */
const endings = [
  'exited',
  'errored',
  'abnormal',
  'crashed',
  'unhandled',
] as const satisfies readonly (keyof Json)[];
