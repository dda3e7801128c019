import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A key that SDKs of a project send with. */
export interface KeyRow {
  readonly id: number;
  readonly project: number;
  readonly key: string;
  readonly label: string;
  readonly active: boolean;
  readonly createdAt: string;
}

function keys(database: Kysely<Tables>) {
  return database
    .selectFrom('project_keys')
    .select(['id', 'project', 'key', 'label', 'active', 'created_at'])
    .orderBy('id');
}

/** All keys of all projects or of one, oldest first. */
export async function listKeys(database: Kysely<Tables>, project?: number): Promise<KeyRow[]> {
  const query = project === undefined ? keys(database) : keys(database).where('project', '=', project);
  const rows = await query.execute();
  return rows.map(({ created_at, active, ...row }) => ({
    ...row,
    active: active === 1,
    createdAt: created_at,
  }));
}

export async function insertKey(
  database: Kysely<Tables>,
  project: number,
  label: string,
  now: Date,
): Promise<KeyRow> {
  const createdAt = now.toISOString();
  const key = randomBytes(16).toString('hex');
  const { id } = await database
    .insertInto('project_keys')
    .values({ project, key, label, active: 1, created_at: createdAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, project, key, label, active: true, createdAt };
}

/** False if there is no such key. */
export async function revokeKey(database: Kysely<Tables>, project: number, id: number): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('project_keys')
    .set({ active: 0 })
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
