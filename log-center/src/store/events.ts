import { type Event, eventSchema } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
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

export async function insertEvent(
  database: Kysely<Tables>,
  project: number,
  issue: string,
  event: Event,
  receivedAt: string,
): Promise<void> {
  await database
    .insertInto('events')
    .values({ project, id: event.id, issue, received_at: receivedAt, body: JSON.stringify(event) })
    .execute();
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
  return rows.map(({ body }) => eventSchema.parse(JSON.parse(body)));
}
