import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import { unpackEvent } from './event-body.ts';
import type { Tables } from './tables.ts';

/** The issue of an event that is stored already. */
export async function issueOfEvent(
  database: Kysely<Tables>,
  project: number,
  event: string,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('events')
    .select('issue')
    .where('project', '=', project)
    .where('id', '=', event)
    .executeTakeFirst();
  return row?.issue;
}

/** Stores an event; false if its id is stored already. */
export async function insertEvent(
  database: Kysely<Tables>,
  event: Omit<Tables['events'], 'seq'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('events')
    .values(event)
    .onConflict(conflict => conflict.columns(['project', 'id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** An issue's events, the one received last first. */
export async function newestEvents(database: Kysely<Tables>, issue: string, limit: number): Promise<Event[]> {
  const rows = await database
    .selectFrom('events')
    .select('body')
    .where('issue', '=', issue)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ body }) => unpackEvent(body));
}

export async function eventById(
  database: Kysely<Tables>,
  project: number,
  id: string,
): Promise<{ event: Event; issue: string } | undefined> {
  const row = await database
    .selectFrom('events')
    .select(['body', 'issue'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { event: unpackEvent(row.body), issue: row.issue };
}
