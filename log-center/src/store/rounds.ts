import { type AskedRound, type Round, roundSchema } from '@errata/protocol/round';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['rounds']>;

export async function roundById(database: Kysely<Tables>, id: string): Promise<Round | undefined> {
  const row = await database.selectFrom('rounds').selectAll().where('id', '=', id).executeTakeFirst();
  return row && roundOf(row);
}

/** The round that a pull request has for a comment or a commit. */
export async function roundByKey(
  database: Kysely<Tables>,
  pullRequest: string,
  { kind, key }: Pick<AskedRound, 'kind' | 'key'>,
): Promise<Round | undefined> {
  const row = await database
    .selectFrom('rounds')
    .selectAll()
    .where('pull_request', '=', pullRequest)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && roundOf(row);
}

export interface RoundFilter {
  /** Slug. */
  readonly project?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly state?: Round['state'] | undefined;
  readonly limit: number;
}

/** Rounds, oldest first. */
export async function roundsOf(
  database: Kysely<Tables>,
  { project, pullRequest, state, limit }: RoundFilter,
): Promise<Round[]> {
  let query = database
    .selectFrom('rounds')
    .innerJoin('pull_requests', 'pull_requests.id', 'rounds.pull_request')
    .innerJoin('projects', 'projects.id', 'pull_requests.project')
    .selectAll('rounds');
  if (project !== undefined) query = query.where('projects.slug', '=', project);
  if (pullRequest !== undefined) query = query.where('rounds.pull_request', '=', pullRequest);
  if (state !== undefined) query = query.where('rounds.state', '=', state);
  const rows = await query.orderBy('rounds.seq').limit(limit).execute();
  return rows.map(roundOf);
}

/** Why what was asked for first on pull requests still waits, where that was said. */
export async function whyRoundsWait(
  database: Kysely<Tables>,
  pullRequests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (pullRequests.length === 0) return new Map();
  const rows = await database
    .selectFrom('rounds')
    .selectAll()
    .where('pull_request', 'in', pullRequests)
    .where('state', '=', 'waiting')
    .where('answer', 'is not', null)
    .orderBy('seq', 'desc')
    .execute();
  return new Map(rows.map(row => [row.pull_request, roundOf(row).answer?.message ?? '']));
}

/** Rounds that are worked on and whose lease ran out at this time or before. */
export async function expiredRounds(database: Kysely<Tables>, now: string): Promise<Round[]> {
  const rows = await database
    .selectFrom('rounds')
    .selectAll()
    .where('state', '=', 'working')
    .where('lease_until', '<=', now)
    .execute();
  return rows.map(roundOf);
}

/** How many rounds are being worked on. */
export async function countWorkingRounds(database: Kysely<Tables>): Promise<number> {
  const { working } = await database
    .selectFrom('rounds')
    .select(({ fn }) => fn.countAll<number>().as('working'))
    .where('state', '=', 'working')
    .executeTakeFirstOrThrow();
  return working;
}

export async function insertRound(database: Kysely<Tables>, round: Round): Promise<void> {
  const { author, text, url, at } = round;
  await database
    .insertInto('rounds')
    .values({
      ...{ id: round.id, pull_request: round.pullRequest, kind: round.kind, key: round.key },
      ...{ asked: JSON.stringify({ author, text, url, at }), asked_at: round.askedAt, ...columnsOf(round) },
    })
    .execute();
}

/** Stores a round over one that has the fence and state of `before`; false if it has changed meanwhile. */
export async function swapRound(database: Kysely<Tables>, before: Round, round: Round): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('rounds')
    .set(columnsOf(round))
    .where('id', '=', before.id)
    .where('fence', '=', before.fence)
    .where('state', '=', before.state)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function columnsOf({ state, fence, holder, leaseUntil, answer }: Round) {
  return {
    ...{ state, fence, holder: holder ?? null, lease_until: leaseUntil ?? null },
    answer: answer === undefined ? null : JSON.stringify(answer),
  };
}

function roundOf(row: Row): Round {
  return roundSchema.parse({
    ...(JSON.parse(row.asked) as object),
    ...{ id: row.id, pullRequest: row.pull_request, kind: row.kind, key: row.key, state: row.state },
    ...{ askedAt: row.asked_at, fence: row.fence },
    ...(row.holder !== null && { holder: row.holder }),
    ...(row.lease_until !== null && { leaseUntil: row.lease_until }),
    ...(row.answer !== null && { answer: JSON.parse(row.answer) as unknown }),
  });
}
