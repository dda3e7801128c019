import type { Issue } from '@errata/protocol/issue';
import type { Run } from '@errata/protocol/run';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A message of the stream as it is sent. */
export interface OutboxMessage {
  readonly sequence: number;
  readonly text: string;
}

/** Says to the stream, in the same transaction, that an issue is now so. */
export async function announceIssue(database: Kysely<Tables>, issue: Issue): Promise<void> {
  await append(database, { type: 'issue', issue });
}

/** Says to the stream, in the same transaction, that a run is now so. */
export async function announceRun(database: Kysely<Tables>, run: Run): Promise<void> {
  const { snapshot: _, ...shown } = run;
  await append(database, { type: 'run', run: shown });
}

async function append(database: Kysely<Tables>, message: object): Promise<void> {
  await database
    .insertInto('outbox')
    .values({ body: JSON.stringify(message) })
    .execute();
}

/** Messages after a sequence, oldest first. */
export async function messagesAfter(
  database: Kysely<Tables>,
  sequence: number,
  limit: number,
): Promise<OutboxMessage[]> {
  const rows = await database
    .selectFrom('outbox')
    .select(['sequence', 'body'])
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(row => ({
    sequence: row.sequence,
    text: `{"sequence":${row.sequence},${row.body.slice(1)}`,
  }));
}

/** The sequences of the newest message and of the last that was dropped; 0 where there is none. */
export async function outboxBounds(database: Kysely<Tables>): Promise<{ head: number; dropped: number }> {
  // Two queries in one: SQLite looks up a lone minimum or maximum, but scans the table for both together.
  const { first, last } = await database
    .selectNoFrom(row => [
      row
        .selectFrom('outbox')
        .select(({ fn }) => fn.min('sequence').as('sequence'))
        .as('first'),
      row
        .selectFrom('outbox')
        .select(({ fn }) => fn.max('sequence').as('sequence'))
        .as('last'),
    ])
    .executeTakeFirstOrThrow();
  return { head: last ?? 0, dropped: first === null ? 0 : first - 1 };
}

/** Drops all but the newest messages. The newest one always stays, so that the sequence is never begun anew. */
export async function pruneOutbox(database: Kysely<Tables>, keep: number): Promise<void> {
  const { head } = await outboxBounds(database);
  await database
    .deleteFrom('outbox')
    .where('sequence', '<=', head - Math.max(1, keep))
    .execute();
}
