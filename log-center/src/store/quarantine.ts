import { type Quarantined, quarantinedSchema } from '@errata/protocol/quarantine';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export async function insertQuarantined(
  database: Kysely<Tables>,
  item: Omit<Tables['quarantine'], 'id' | 'replayed_at'>,
): Promise<number> {
  const { id } = await database
    .insertInto('quarantine')
    .values({ ...item, replayed_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What is in quarantine, newest first; of one project or of all. */
export async function listQuarantined(
  database: Kysely<Tables>,
  limit: number,
  project?: string,
): Promise<Quarantined[]> {
  let query = database
    .selectFrom('quarantine')
    .innerJoin('projects', 'projects.id', 'quarantine.project')
    .select(['quarantine.id', 'slug', 'received_at', 'type', 'reason', 'replayed_at'])
    .select(({ fn }) => fn<number>('length', ['body']).as('bytes'));
  if (project !== undefined) query = query.where('slug', '=', project);
  const rows = await query.orderBy('quarantine.id', 'desc').limit(limit).execute();
  return rows.map(row =>
    quarantinedSchema.parse({
      id: row.id,
      project: row.slug,
      receivedAt: row.received_at,
      type: row.type,
      reason: row.reason,
      bytes: row.bytes,
      ...(row.replayed_at !== null && { replayedAt: row.replayed_at }),
    }),
  );
}

export function quarantinedById(
  database: Kysely<Tables>,
  id: number,
): Promise<{ project: number; type: string; body: Uint8Array } | undefined> {
  return database
    .selectFrom('quarantine')
    .select(['project', 'type', 'body'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function markReplayed(database: Kysely<Tables>, id: number, now: Date): Promise<void> {
  await database
    .updateTable('quarantine')
    .set({ replayed_at: now.toISOString() })
    .where('id', '=', id)
    .execute();
}
