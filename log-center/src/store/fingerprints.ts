import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** A fingerprint that has been seen, and the issue that its events belong to. */
export interface FingerprintRow {
  readonly id: number;
  readonly issue: string;
}

export async function fingerprintByHash(
  database: Kysely<Tables>,
  project: number,
  hash: string,
): Promise<FingerprintRow | undefined> {
  return (await selectByHash(database, { project, hash })).rows[0];
}

const selectByHash = prepared((database, { project, hash }: { project: number; hash: string }) =>
  database
    .selectFrom('fingerprints')
    .select(['id', 'issue'])
    .where('project', '=', project)
    .where('hash', '=', hash),
);

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
