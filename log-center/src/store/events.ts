import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import { unpackEvent } from './event-body.ts';
import { prepared } from './prepared.ts';
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

type NewEvent = Omit<Tables['events'], 'seq'>;

/** Stores an event; false if its id is stored already. */
export async function insertEvent(database: Kysely<Tables>, event: NewEvent): Promise<boolean> {
  return (await insertUnlessKnown(database, event)).numAffectedRows === 1n;
}

const insertUnlessKnown = prepared((database, event: NewEvent) =>
  database
    .insertInto('events')
    .values({
      project: event.project,
      id: event.id,
      issue: event.issue,
      fingerprint: event.fingerprint,
      happened_at: event.happened_at,
      received_at: event.received_at,
      release: event.release,
      environment: event.environment,
      body: event.body,
    })
    .onConflict(conflict => conflict.columns(['project', 'id']).doNothing()),
);

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
