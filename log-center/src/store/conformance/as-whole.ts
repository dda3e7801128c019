import type { Event } from '@errata/protocol/event';
import type { Kysely } from 'kysely';
import { blobParts, insertBlobPart, partBytes } from '../blobs.ts';
import { unpackEvent } from '../event-body.ts';
import type { Tables } from '../tables.ts';

/*
 * What is put down and read back at once in tests alone: the product never has a whole blob in memory, and asks for no event
 * by its id.
 */

/** The event with this id, and the issue that it belongs to. */
export async function eventById(
  database: Kysely<Tables>,
  project: number,
  id: string,
): Promise<{ event: Event; issue: string } | undefined> {
  const row = await database
    .selectFrom('events')
    .select(['body', 'issue'])
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { event: unpackEvent(row.body), issue: row.issue };
}

/** Stores a whole blob under its hash. */
export async function insertBlob(database: Kysely<Tables>, hash: string, bytes: Uint8Array): Promise<void> {
  for (let part = 0; part * partBytes < Math.max(1, bytes.length); part++) {
    await insertBlobPart(database, hash, part, bytes.subarray(part * partBytes, (part + 1) * partBytes));
  }
}

/** A whole blob, or nothing if there is none with this hash. */
export async function readBlob(database: Kysely<Tables>, hash: string): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  for await (const part of blobParts(database, hash)) parts.push(part);
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}
