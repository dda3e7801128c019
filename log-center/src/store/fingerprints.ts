import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A fingerprint that has been seen, and the issue that its events belong to. */
export interface FingerprintRow {
  readonly id: number;
  readonly issue: string;
}

export function fingerprintByHash(
  database: Kysely<Tables>,
  project: number,
  hash: string,
): Promise<FingerprintRow | undefined> {
  return database
    .selectFrom('fingerprints')
    .select(['id', 'issue'])
    .where('project', '=', project)
    .where('hash', '=', hash)
    .executeTakeFirst();
}

/** Makes events with this fingerprint belong to an issue from now on. */
export async function insertFingerprint(
  database: Kysely<Tables>,
  row: Omit<Tables['fingerprints'], 'id'>,
): Promise<FingerprintRow> {
  return await database
    .insertInto('fingerprints')
    .values(row)
    .returning(['id', 'issue'])
    .executeTakeFirstOrThrow();
}

/** All fingerprints of an issue, oldest first. */
export async function fingerprintsOfIssue(
  database: Kysely<Tables>,
  issue: string,
): Promise<{ id: number; hash: string }[]> {
  return await database
    .selectFrom('fingerprints')
    .select(['id', 'hash'])
    .where('issue', '=', issue)
    .orderBy('id')
    .execute();
}
