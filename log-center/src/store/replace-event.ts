import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import { unpackEvent } from './event-body.ts';
import type { Tables } from './tables.ts';

export interface StoredEvent {
  readonly event: Event;
  readonly issue: string;
  /** Id of its fingerprint. */
  readonly fingerprint: number;
}

export async function storedEvent(
  database: Kysely<Tables>,
  project: number,
  id: string,
): Promise<StoredEvent | undefined> {
  const row = await database
    .selectFrom('events')
    .select(['body', 'issue', 'fingerprint'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { event: unpackEvent(row.body), issue: row.issue, fingerprint: row.fingerprint };
}

/** Stores what is known of an event by now; what its client sent must be in it still. */
export async function replaceEvent(
  database: Kysely<Tables>,
  project: number,
  id: string,
  now: { readonly body: Uint8Array; readonly issue: string; readonly fingerprint: number },
): Promise<void> {
  await database
    .updateTable('events')
    .set({ body: now.body, issue: now.issue, fingerprint: now.fingerprint })
    .where('project', '=', project)
    .where('id', '=', id)
    .execute();
}
