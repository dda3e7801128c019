import type { Kysely } from 'kysely';
import { countUsers } from './counts.ts';
import type { Tables } from './tables.ts';

/** Makes fingerprints, and the events that were seen with them, belong to another issue. */
export async function moveFingerprints(
  database: Kysely<Tables>,
  fingerprints: readonly number[],
  issue: string,
): Promise<void> {
  await database.updateTable('fingerprints').set({ issue }).where('id', 'in', fingerprints).execute();
  await database.updateTable('events').set({ issue }).where('fingerprint', 'in', fingerprints).execute();
}

/**
 * Counts an issue anew from what belongs to it: occurrences and users from the counts, which outlive the events; times and
 * releases from the events that are kept, which the first and the last always are.
 */
export async function recount(database: Kysely<Tables>, issue: string): Promise<void> {
  const { count } = await database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select(({ fn }) => fn.sum<number | null>('event_counts.count').as('count'))
    .where('fingerprints.issue', '=', issue)
    .executeTakeFirstOrThrow();
  const first = await edgeEvent(database, issue, 'asc', false);
  const last = await edgeEvent(database, issue, 'desc', false);
  const firstRelease = await edgeEvent(database, issue, 'asc', true);
  const lastRelease = await edgeEvent(database, issue, 'desc', true);
  await database
    .updateTable('issues')
    .set({
      count: Math.max(1, count ?? 0),
      users: await countUsers(database, issue),
      ...(first !== undefined && { first_seen: first.happened_at }),
      ...(last !== undefined && { last_seen: last.happened_at }),
      first_release: firstRelease?.release ?? null,
      last_release: lastRelease?.release ?? null,
    })
    .where('id', '=', issue)
    .execute();
  // Retention is to look at it as at one that it has never seen.
  await database
    .deleteFrom('retention')
    .where('issue', 'in', row => row.selectFrom('issues').select('seq').where('id', '=', issue))
    .execute();
}

/** The first or last event of an issue, or of those that name a release. */
function edgeEvent(
  database: Kysely<Tables>,
  issue: string,
  direction: 'asc' | 'desc',
  withRelease: boolean,
): Promise<{ happened_at: string; release: string } | undefined> {
  let query = database.selectFrom('events').select(['happened_at', 'release']).where('issue', '=', issue);
  if (withRelease) query = query.where('release', '!=', '');
  return query.orderBy('happened_at', direction).orderBy('seq', direction).limit(1).executeTakeFirst();
}
