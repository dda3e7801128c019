import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Bytes of one row: small enough not to be felt in memory. */
export const partBytes = 256 * 1024;

/** Stores one part of a blob, in any order; a part that is there already stays. */
export async function insertBlobPart(
  database: Kysely<Tables>,
  hash: string,
  part: number,
  bytes: Uint8Array,
): Promise<void> {
  await database
    .insertInto('blobs')
    .values({ hash, part, bytes })
    .onConflict(conflict => conflict.columns(['hash', 'part']).doNothing())
    .execute();
}

/** The parts of a blob, in their order, read one at a time. */
export async function* blobParts(database: Kysely<Tables>, hash: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const row = await database
      .selectFrom('blobs')
      .select('bytes')
      .where('hash', '=', hash)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}

export async function hasBlob(database: Kysely<Tables>, hash: string): Promise<boolean> {
  const row = await database
    .selectFrom('blobs')
    .select('part')
    .where('hash', '=', hash)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
