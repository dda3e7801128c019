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

/** Stores a whole blob under its hash. */
export async function insertBlob(database: Kysely<Tables>, hash: string, bytes: Uint8Array): Promise<void> {
  for (let part = 0; part * partBytes < Math.max(1, bytes.length); part++) {
    await insertBlobPart(database, hash, part, bytes.subarray(part * partBytes, (part + 1) * partBytes));
  }
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

/** A whole blob, or nothing if there is none with this hash. */
export async function readBlob(database: Kysely<Tables>, hash: string): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  for await (const part of blobParts(database, hash)) parts.push(part);
  return parts.length === 0 ? undefined : Buffer.concat(parts);
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
