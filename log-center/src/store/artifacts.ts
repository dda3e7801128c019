import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export type Artifact = Omit<Tables['artifacts'], 'id'>;

/** What a frame knows of the bundle that it was in. */
export type ArtifactReference =
  | { readonly debugId: string }
  | { readonly release: string; readonly dist: string; readonly url: string };

/** Stores an artifact; what was uploaded in its place before is forgotten. */
export async function saveArtifact(
  database: Kysely<Tables>,
  artifact: Omit<Artifact, 'applied'>,
): Promise<void> {
  const { map, map_url, uploaded_at } = artifact;
  await database
    .insertInto('artifacts')
    .values({ ...artifact, applied: 'no' })
    .onConflict(conflict =>
      conflict
        .columns(['project', 'debug_id', 'release', 'dist', 'url'])
        .doUpdateSet({ map, map_url, uploaded_at, applied: 'no' }),
    )
    .execute();
  if (map === null) return;
  // A script that came before its map is of use only now.
  await database
    .updateTable('artifacts')
    .set({ applied: 'no' })
    .where('project', '=', artifact.project)
    .where('release', '=', artifact.release)
    .where('map_url', '=', artifact.url)
    .execute();
}

/** Hash of the source map of a bundle, or nothing if there is none (yet). */
export async function mapOfBundle(
  database: Kysely<Tables>,
  project: number,
  reference: ArtifactReference,
): Promise<string | undefined> {
  if ('debugId' in reference) {
    const row = await database
      .selectFrom('artifacts')
      .select('map')
      .where('project', '=', project)
      .where('debug_id', '=', reference.debugId)
      .where('map', 'is not', null)
      .orderBy('uploaded_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.map ?? undefined;
  }
  const script = await artifactAt(database, project, reference);
  if (script === undefined || script.map !== null || script.map_url === null) return script?.map ?? undefined;
  return (await artifactAt(database, project, { ...reference, url: script.map_url }))?.map ?? undefined;
}

/** What was uploaded last for a URL of a release: for this dist, or for any. */
function artifactAt(
  database: Kysely<Tables>,
  project: number,
  { release, dist, url }: { readonly release: string; readonly dist: string; readonly url: string },
): Promise<{ map: string | null; map_url: string | null } | undefined> {
  return database
    .selectFrom('artifacts')
    .select(['map', 'map_url'])
    .where('project', '=', project)
    .where('release', '=', release)
    .where('url', '=', url)
    .where('dist', 'in', dist === '' ? [''] : [dist, ''])
    .orderBy('dist', 'desc')
    .orderBy('uploaded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
