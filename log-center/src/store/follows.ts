import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** How far a log file has been read. */
export interface FollowPosition {
  /** Which file on disk: `device:inode`. */
  readonly file: string;
  /** In bytes. */
  readonly position: number;
  /** Hash of the file's first bytes. */
  readonly head: string;
}

export function followPosition(
  database: Kysely<Tables>,
  project: number,
  path: string,
): Promise<FollowPosition | undefined> {
  return database
    .selectFrom('follows')
    .select(['file', 'position', 'head'])
    .where('project', '=', project)
    .where('path', '=', path)
    .executeTakeFirst();
}

export async function saveFollowPosition(
  database: Kysely<Tables>,
  project: number,
  path: string,
  at: FollowPosition,
): Promise<void> {
  await database
    .insertInto('follows')
    .values({ project, path, ...at })
    .onConflict(conflict => conflict.columns(['project', 'path']).doUpdateSet(at))
    .execute();
}
