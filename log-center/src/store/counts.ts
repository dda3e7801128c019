import type { IssueStats } from '@errata/protocol/stats';
import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** Counts an event at the hour when it happened. */
export async function countEvent(database: Kysely<Tables>, at: CountedAt): Promise<void> {
  await countOne(database, at);
}

type CountedAt = Omit<Tables['event_counts'], 'count'>;

const countOne = prepared((database, { fingerprint, hour, release, environment }: CountedAt) =>
  database
    .insertInto('event_counts')
    .values({ fingerprint, hour, release, environment, count: 1 })
    .onConflict(conflict =>
      conflict
        .columns(['fingerprint', 'hour', 'release', 'environment'])
        .doUpdateSet(row => ({ count: row('event_counts.count', '+', 1) })),
    ),
);

/** Remembers that a user was affected; false if that was known. */
export async function rememberUser(
  database: Kysely<Tables>,
  fingerprint: number,
  user: string,
): Promise<boolean> {
  return (await insertUser(database, { fingerprint, user })).numAffectedRows === 1n;
}

const insertUser = prepared((database, { fingerprint, user }: { fingerprint: number; user: string }) =>
  database
    .insertInto('fingerprint_users')
    .values({ fingerprint, user_hash: user })
    .onConflict(conflict => conflict.columns(['fingerprint', 'user_hash']).doNothing()),
);

/** Whether another fingerprint of the issue was seen with this user. */
export async function isUserOfOther(
  database: Kysely<Tables>,
  issue: string,
  fingerprint: number,
  user: string,
): Promise<boolean> {
  return (await selectOther(database, { issue, fingerprint, user })).rows.length > 0;
}

const selectOther = prepared(
  (database, { issue, fingerprint, user }: { issue: string; fingerprint: number; user: string }) =>
    database
      .selectFrom('fingerprint_users')
      .innerJoin('fingerprints', 'fingerprints.id', 'fingerprint_users.fingerprint')
      .select('fingerprints.id')
      .where('fingerprints.issue', '=', issue)
      .where('fingerprints.id', '!=', fingerprint)
      .where('user_hash', '=', user)
      .limit(1),
);

/** How many users the issue has, over all its fingerprints. */
export async function countUsers(database: Kysely<Tables>, issue: string): Promise<number> {
  const { users } = await database
    .selectFrom('fingerprint_users')
    .innerJoin('fingerprints', 'fingerprints.id', 'fingerprint_users.fingerprint')
    .select(({ fn }) => fn.count<number>('user_hash').distinct().as('users'))
    .where('fingerprints.issue', '=', issue)
    .executeTakeFirstOrThrow();
  return users;
}

/** Counts of an issue by hour (from `since` on), release and environment (over all time). */
export async function statsOfIssue(
  database: Kysely<Tables>,
  issue: string,
  since: string,
): Promise<Pick<IssueStats, 'hours' | 'releases' | 'environments'>> {
  const counts = database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select(({ fn }) => fn.sum<number>('event_counts.count').as('count'))
    .where('fingerprints.issue', '=', issue);
  const hours = await counts
    .select('hour')
    .where('hour', '>=', since)
    .groupBy('hour')
    .orderBy('hour')
    .execute();
  const releases = await counts
    .select('release')
    .groupBy('release')
    .orderBy('count', 'desc')
    .orderBy('release')
    .execute();
  const environments = await counts
    .select('environment')
    .groupBy('environment')
    .orderBy('count', 'desc')
    .orderBy('environment')
    .execute();
  return { hours, releases, environments };
}
