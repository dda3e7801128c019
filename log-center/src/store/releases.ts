import type { Kysely, Selectable } from 'kysely';
import type { Tables } from './tables.ts';

export type ReleaseRow = Selectable<Tables['releases']>;

/** What is said of a release; what is left out stays as it was. */
export interface ReleaseChange {
  readonly releasedAt?: string | undefined;
  readonly url?: string | undefined;
  /** JSON. */
  readonly commits?: string | undefined;
  /** JSON. */
  readonly refs?: string | undefined;
}

/** Changes a release of a project; it is made if there is none. */
export async function saveRelease(
  database: Kysely<Tables>,
  project: number,
  version: string,
  change: ReleaseChange,
  now: Date,
): Promise<ReleaseRow> {
  const { releasedAt, url, commits, refs } = change;
  const columns = {
    ...(releasedAt !== undefined && { released_at: releasedAt }),
    ...(url !== undefined && { url }),
    ...(commits !== undefined && { commits }),
    ...(refs !== undefined && { refs }),
  };
  return await database
    .insertInto('releases')
    .values({
      project,
      version,
      created_at: now.toISOString(),
      released_at: null,
      url: null,
      commits: null,
      refs: null,
      ...columns,
    })
    .onConflict(conflict => conflict.columns(['project', 'version']).doUpdateSet({ version, ...columns }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function releaseByVersion(
  database: Kysely<Tables>,
  project: number,
  version: string,
): Promise<ReleaseRow | undefined> {
  return database
    .selectFrom('releases')
    .selectAll()
    .where('project', '=', project)
    .where('version', '=', version)
    .executeTakeFirst();
}

/** The newest release of some projects, other than this one, of which the commits are known. */
export function previousWithCommits(
  database: Kysely<Tables>,
  projects: readonly number[],
  version: string,
): Promise<ReleaseRow | undefined> {
  return database
    .selectFrom('releases')
    .selectAll()
    .where('project', 'in', projects)
    .where('version', '!=', version)
    .where('commits', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
