import type { Kysely, Selectable } from 'kysely';
import type { ArtifactReference } from './artifacts.ts';
import type { Tables } from './tables.ts';

/**
 * Remembers that an event is to be read again when one of these arrives; to be called as it is stored. What may have arrived
 * since they were looked for is looked at again.
 */
export async function awaitArtifacts(
  database: Kysely<Tables>,
  project: number,
  event: string,
  references: readonly ArtifactReference[],
  now: Date,
): Promise<void> {
  await insertAwaited(database, project, event, references, now);
  for (const reference of references) {
    const update = database.updateTable('artifacts').set({ applied: 'no' }).where('project', '=', project);
    const arrived =
      'debugId' in reference
        ? update.where('debug_id', '=', reference.debugId)
        : update.where('release', '=', reference.release).where('url', '=', reference.url);
    await arrived.execute();
  }
}

/** Remembers what an event still waits for, when all that has arrived is known. */
export async function insertAwaited(
  database: Kysely<Tables>,
  project: number,
  event: string,
  references: readonly ArtifactReference[],
  now: Date,
): Promise<void> {
  const common = { project, event, since: now.toISOString() };
  const rows = references.map(reference =>
    'debugId' in reference
      ? { ...common, debug_id: reference.debugId, release: '', dist: '', url: '' }
      : { ...common, debug_id: '', ...reference },
  );
  if (rows.length > 0) await database.insertInto('awaited_artifacts').values(rows).execute();
}

export type ArrivedArtifact = Pick<
  Selectable<Tables['artifacts']>,
  'id' | 'project' | 'debug_id' | 'release' | 'dist' | 'url'
>;

/** The next artifact for which events may have waited. */
export function nextArrived(database: Kysely<Tables>): Promise<ArrivedArtifact | undefined> {
  return database
    .selectFrom('artifacts')
    .select(['id', 'project', 'debug_id', 'release', 'dist', 'url'])
    .where('applied', '!=', 'yes')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

export async function beginToApply(database: Kysely<Tables>, artifact: number): Promise<void> {
  await database.updateTable('artifacts').set({ applied: 'begun' }).where('id', '=', artifact).execute();
}

/** Unless an event has come in between that waits for it, too. */
export async function endToApply(database: Kysely<Tables>, artifact: number): Promise<void> {
  await database
    .updateTable('artifacts')
    .set({ applied: 'yes' })
    .where('id', '=', artifact)
    .where('applied', '=', 'begun')
    .execute();
}

/** The last one that has begun to wait. */
export async function lastWaiting(database: Kysely<Tables>): Promise<number> {
  const { last } = await database
    .selectFrom('awaited_artifacts')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/** Events that wait for an artifact, the first to wait first; those that began after `upTo` are left out. */
export async function waitingFor(
  database: Kysely<Tables>,
  artifact: ArrivedArtifact,
  upTo: number,
  limit: number,
): Promise<{ id: number; event: string }[]> {
  const waiting = database
    .selectFrom('awaited_artifacts')
    .select(['id', 'event'])
    .where('project', '=', artifact.project)
    .where('id', '<=', upTo)
    .orderBy('id')
    .limit(limit);
  const byId =
    artifact.debug_id === '' ? [] : await waiting.where('debug_id', '=', artifact.debug_id).execute();
  if (byId.length > 0 || artifact.release === '') return byId;
  const ofRelease = waiting.where('release', '=', artifact.release).where('url', '=', artifact.url);
  return artifact.dist === '' ? ofRelease.execute() : ofRelease.where('dist', '=', artifact.dist).execute();
}

export async function awaitNoMore(database: Kysely<Tables>, project: number, event: string): Promise<void> {
  await database
    .deleteFrom('awaited_artifacts')
    .where('project', '=', project)
    .where('event', '=', event)
    .execute();
}

/** Gives up on what has not arrived since then. */
export async function awaitNoMoreSince(database: Kysely<Tables>, time: Date): Promise<void> {
  await database.deleteFrom('awaited_artifacts').where('since', '<', time.toISOString()).execute();
}
