import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import { unpackEvent } from '../../store/event-body.ts';
import type { Tables } from '../../store/tables.ts';
import type { Page } from './paging.ts';

/** An event with where it stands among those of its issue. */
export interface FoundEvent {
  readonly seq: number;
  readonly project: number;
  readonly issue: string;
  readonly receivedAt: string;
  readonly event: Event;
}

function events(database: Kysely<Tables>) {
  return database.selectFrom('events').select(['seq', 'project', 'issue', 'received_at', 'body']);
}

function foundOf(row: {
  readonly seq: number;
  readonly project: number;
  readonly issue: string;
  readonly received_at: string;
  readonly body: Uint8Array;
}): FoundEvent {
  const { seq, project, issue, received_at: receivedAt } = row;
  return { seq, project, issue, receivedAt, event: unpackEvent(row.body) };
}

/** A page of the events of an issue or a project, the one received last first, and one more if there are. */
export async function findEvents(
  database: Kysely<Tables>,
  of: { readonly issue: string } | { readonly project: number },
  page: Page,
  order: 'asc' | 'desc' = 'desc',
): Promise<FoundEvent[]> {
  const query =
    'issue' in of
      ? events(database).where('issue', '=', of.issue)
      : events(database).where('project', '=', of.project);
  const rows = await query
    .orderBy('seq', order)
    .offset(page.offset)
    .limit(page.limit + 1)
    .execute();
  return rows.map(foundOf);
}

export async function newestEvent(database: Kysely<Tables>, issue: string): Promise<FoundEvent | undefined> {
  const [found] = await findEvents(database, { issue }, { offset: 0, limit: 1 });
  return found;
}

export async function oldestEvent(database: Kysely<Tables>, issue: string): Promise<FoundEvent | undefined> {
  const [found] = await findEvents(database, { issue }, { offset: 0, limit: 1 }, 'asc');
  return found;
}

/** The event with an id, in one of these projects. */
export async function findEvent(
  database: Kysely<Tables>,
  id: string,
  projects: readonly number[],
): Promise<FoundEvent | undefined> {
  const row = await events(database).where('id', '=', id).where('project', 'in', projects).executeTakeFirst();
  return row && foundOf(row);
}

/** Ids of the events of the same issue that were received before and after. */
export async function neighboursOf(
  database: Kysely<Tables>,
  { seq, issue }: FoundEvent,
): Promise<{ previous: string | null; next: string | null }> {
  const others = database.selectFrom('events').select('id').where('issue', '=', issue).limit(1);
  const previous = await others.where('seq', '<', seq).orderBy('seq', 'desc').executeTakeFirst();
  const next = await others.where('seq', '>', seq).orderBy('seq').executeTakeFirst();
  return { previous: previous?.id ?? null, next: next?.id ?? null };
}
