import { type Run, type RunEvent, type RunSummary, runEventSchema, runSchema } from '@errata/protocol/run';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from './tables.ts';

export async function runById(database: Kysely<Tables>, id: string): Promise<Run | undefined> {
  const row = await database.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
  return row && runOf(row);
}

/** All runs of an issue, newest first. */
export async function runsOfIssue(database: Kysely<Tables>, issue: string): Promise<Run[]> {
  const rows = await database
    .selectFrom('runs')
    .selectAll()
    .where('issue', '=', issue)
    .orderBy('seq', 'desc')
    .execute();
  return rows.map(runOf);
}

/** The newest runs of an issue, newest first, each with its last step. */
export async function summariesOfRuns(
  database: Kysely<Tables>,
  issue: string,
  most: number,
): Promise<RunSummary[]> {
  const rows = await database
    .selectFrom('runs')
    .select(['id', 'issue', 'stage', 'version', 'fence', 'holder', 'lease', 'lease_until', 'started_at'])
    .select(['updated_at', sql<null>`null`.as('snapshot')])
    .select(({ selectFrom }) =>
      selectFrom('run_events')
        .select('message')
        .whereRef('run_events.run', '=', 'runs.id')
        .orderBy('run_events.seq', 'desc')
        .limit(1)
        .as('message'),
    )
    .where('issue', '=', issue)
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ message, ...row }) => ({ ...runOf(row), ...(message !== null && { message }) }));
}

/** Held runs whose lease ran out at this time or before. */
export async function expiredRuns(database: Kysely<Tables>, now: string): Promise<Run[]> {
  const rows = await database
    .selectFrom('runs')
    .selectAll()
    .where('lease', '=', 'held')
    .where('lease_until', '<=', now)
    .execute();
  return rows.map(runOf);
}

/** How many runs are being worked on. */
export async function countHeldRuns(database: Kysely<Tables>): Promise<number> {
  const { held } = await database
    .selectFrom('runs')
    .select(({ fn }) => fn.countAll<number>().as('held'))
    .where('lease', '=', 'held')
    .executeTakeFirstOrThrow();
  return held;
}

export async function insertRun(database: Kysely<Tables>, run: Run): Promise<void> {
  await database
    .insertInto('runs')
    .values({ ...columnsOf(run), id: run.id, issue: run.issue, started_at: run.startedAt })
    .execute();
}

/** Stores a run over one that has the fence and version of `before`; false if it has changed meanwhile. */
export async function swapRun(database: Kysely<Tables>, before: Run, run: Run): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('runs')
    .set(columnsOf(run))
    .where('id', '=', before.id)
    .where('fence', '=', before.fence)
    .where('version', '=', before.version)
    .where('lease', '=', before.lease)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function insertRunEvents(
  database: Kysely<Tables>,
  run: string,
  events: readonly RunEvent[],
): Promise<void> {
  for (const event of events) {
    await database
      .insertInto('run_events')
      .values({ run, ...event })
      .execute();
  }
}

/** The steps of a run, oldest first. */
export async function eventsOfRun(database: Kysely<Tables>, run: string): Promise<RunEvent[]> {
  const rows = await database
    .selectFrom('run_events')
    .select(['at', 'type', 'message'])
    .where('run', '=', run)
    .orderBy('seq')
    .execute();
  return rows.map(row => runEventSchema.parse(row));
}

function columnsOf(run: Run) {
  return {
    stage: run.stage,
    version: run.version,
    fence: run.fence,
    holder: run.holder,
    lease: run.lease,
    lease_until: run.leaseUntil,
    updated_at: run.updatedAt,
    snapshot: run.snapshot === undefined ? null : JSON.stringify(run.snapshot),
  };
}

function runOf(row: Omit<Selectable<Tables['runs']>, 'seq'>): Run {
  return runSchema.parse({
    id: row.id,
    issue: row.issue,
    stage: row.stage,
    version: row.version,
    fence: row.fence,
    holder: row.holder,
    lease: row.lease,
    leaseUntil: row.lease_until,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    ...(row.snapshot !== null && { snapshot: JSON.parse(row.snapshot) as unknown }),
  });
}
