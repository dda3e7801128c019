import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

export type Assembly = Selectable<Tables['assemblies']>;
/** What makes a bundle another one than those before. */
export type AssemblyKey = Pick<Assembly, 'checksum' | 'projects' | 'release' | 'dist'>;

/** Keeps a piece of a bundle; one that is there already is as good as new. */
export async function insertChunk(
  database: Kysely<Tables>,
  sha1: string,
  bytes: Uint8Array,
  now: Date,
): Promise<void> {
  const received_at = now.toISOString();
  await database
    .insertInto('upload_chunks')
    .values({ sha1, size: bytes.length, bytes, received_at })
    .onConflict(conflict => conflict.column('sha1').doUpdateSet({ received_at }))
    .execute();
}

export async function chunkBytes(database: Kysely<Tables>, sha1: string): Promise<Uint8Array | undefined> {
  const row = await database
    .selectFrom('upload_chunks')
    .select('bytes')
    .where('sha1', '=', sha1)
    .executeTakeFirst();
  return row?.bytes;
}

/** The sizes of those chunks that have come. */
export async function chunkSizes(
  database: Kysely<Tables>,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  // Databases take a limited number of parameters.
  for (let start = 0; start < wanted.length; start += 500) {
    const rows = await database
      .selectFrom('upload_chunks')
      .select(['sha1', 'size'])
      .where('sha1', 'in', wanted.slice(start, start + 500))
      .execute();
    for (const { sha1, size } of rows) sizes.set(sha1, size);
  }
  return sizes;
}

export async function dropChunks(database: Kysely<Tables>, chunks: readonly string[]): Promise<void> {
  for (let start = 0; start < chunks.length; start += 500) {
    await database
      .deleteFrom('upload_chunks')
      .where('sha1', 'in', chunks.slice(start, start + 500))
      .execute();
  }
}

/** Drops the chunks that no bundle has claimed since then. */
export async function dropChunksBefore(database: Kysely<Tables>, time: Date): Promise<void> {
  await database.deleteFrom('upload_chunks').where('received_at', '<', time.toISOString()).execute();
}

export function assemblyBy(database: Kysely<Tables>, key: AssemblyKey): Promise<Assembly | undefined> {
  return database
    .selectFrom('assemblies')
    .selectAll()
    .where('checksum', '=', key.checksum)
    .where('projects', '=', key.projects)
    .where('release', '=', key.release)
    .where('dist', '=', key.dist)
    .executeTakeFirst();
}

export async function insertAssembly(
  database: Kysely<Tables>,
  key: AssemblyKey,
  chunks: readonly string[],
  now: Date,
): Promise<void> {
  const { checksum, projects, release, dist } = key;
  await database
    .insertInto('assemblies')
    .values({
      ...{ checksum, projects, release, dist },
      chunks: JSON.stringify(chunks),
      state: 'created',
      detail: null,
      updated_at: now.toISOString(),
    })
    .onConflict(conflict => conflict.columns(['checksum', 'projects', 'release', 'dist']).doNothing())
    .execute();
}

/** The bundles that are still to be read, oldest first. */
export function openAssemblies(database: Kysely<Tables>): Promise<Assembly[]> {
  return database.selectFrom('assemblies').selectAll().where('state', '=', 'created').orderBy('id').execute();
}

export async function endAssembly(
  database: Kysely<Tables>,
  id: number,
  end: Pick<Assembly, 'state' | 'detail'>,
  now: Date,
): Promise<void> {
  await database
    .updateTable('assemblies')
    .set({ ...end, updated_at: now.toISOString() })
    .where('id', '=', id)
    .execute();
}

export async function dropAssembly(database: Kysely<Tables>, id: number): Promise<void> {
  await database.deleteFrom('assemblies').where('id', '=', id).execute();
}
