import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Where an issue was seen, in lower case; '' for events that named nothing. */
export async function environmentsOfIssue(database: Kysely<Tables>, issue: string): Promise<Set<string>> {
  const rows = await database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select('environment')
    .distinct()
    .where('fingerprints.issue', '=', issue)
    .execute();
  return new Set(rows.map(({ environment }) => environment.toLowerCase()));
}

/** The releases of an issue's events that came since a time, each with the last of those that are kept. */
export async function releasesSince(
  database: Kysely<Tables>,
  issue: string,
  since: string,
): Promise<{ release: string; at: string }[]> {
  const rows = await database
    .selectFrom('events')
    .select(({ fn }) => ['release', fn.max('happened_at').as('at')])
    .where('issue', '=', issue)
    .where('received_at', '>=', since)
    .groupBy('release')
    .execute();
  return rows.map(({ release, at }) => ({ release, at: at ?? '' }));
}

/** When and where an issue was seen in a release since a time, oldest first; '' for events that named none. */
export function seenIn(
  database: Kysely<Tables>,
  issue: string,
  release: string,
  since: string,
  most: number,
): Promise<{ environment: string; at: string }[]> {
  return database
    .selectFrom('events')
    .select(['environment', 'happened_at as at'])
    .where('issue', '=', issue)
    .where('release', '=', release)
    .where('happened_at', '>=', since)
    .orderBy('happened_at')
    .limit(most)
    .execute();
}

/** Whether an event of an issue that names a release had come before a time, by our clock. */
export async function hadCome(
  database: Kysely<Tables>,
  issue: string,
  release: string,
  before: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('events')
    .select('seq')
    .where('issue', '=', issue)
    .where('release', '=', release)
    .where('received_at', '<', before)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When an issue was seen last since a time, besides in some releases. */
export async function eventsBesides(
  database: Kysely<Tables>,
  issue: string,
  releases: readonly string[],
  since: string,
): Promise<string | undefined> {
  let query = database
    .selectFrom('events')
    .select(({ fn }) => fn.max('happened_at').as('at'))
    .where('issue', '=', issue)
    .where('happened_at', '>=', since);
  const named = releases.filter(release => release !== '');
  if (named.length > 0) query = query.where('release', 'not in', named);
  return (await query.executeTakeFirst())?.at ?? undefined;
}
