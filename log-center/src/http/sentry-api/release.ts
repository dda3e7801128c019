import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { projectReference, type SentryProjectReference } from './project.ts';

/** A release as events have named it. */
export interface SentryRelease {
  readonly id: string;
  readonly version: string;
  readonly shortVersion: string;
  readonly status: 'open';
  readonly dateCreated: string;
  readonly dateReleased: null;
  readonly firstEvent: string;
  readonly lastEvent: string;
  /** Issues that were seen in it first. */
  readonly newGroups: number;
  readonly commitCount: 0;
  readonly deployCount: 0;
  readonly lastCommit: null;
  readonly lastDeploy: null;
  readonly authors: readonly [];
  readonly projects: readonly SentryProjectReference[];
}

/** The releases of these projects (one at least), the newest first; those whose version has this text in it. */
export async function findReleases(
  database: Kysely<Tables>,
  projects: readonly { readonly id: number; readonly slug: string }[],
  wanted: { readonly version: string } | { readonly text: string },
): Promise<SentryRelease[]> {
  const ids = projects.map(({ id }) => id);
  let query = database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select(({ fn }) => ['release', 'project', fn.min('hour').as('first'), fn.max('hour').as('last')])
    .where('project', 'in', ids)
    .where('release', '!=', '');
  if ('version' in wanted) query = query.where('release', '=', wanted.version);
  const rows = await query.groupBy(['release', 'project']).execute();
  const news = await database
    .selectFrom('issues')
    .select(({ fn }) => ['first_release', fn.countAll<number | string>().as('count')])
    .where('project', 'in', ids)
    .where('merged_into', 'is', null)
    .groupBy('first_release')
    .execute();
  const text = 'text' in wanted ? wanted.text.toLowerCase() : '';
  const versions = Map.groupBy(
    rows.filter(({ release }) => release.toLowerCase().includes(text)),
    ({ release }) => release,
  );
  return [...versions]
    .map(([version, seen]) => {
      const [first = ''] = seen.map(row => row.first).sort();
      const last =
        seen
          .map(row => row.last)
          .sort()
          .at(-1) ?? '';
      const newGroups = Number(news.find(row => row.first_release === version)?.count ?? 0);
      const own = projects.filter(({ id }) => seen.some(({ project }) => project === id));
      return releaseOf(version, first, last, newGroups, own);
    })
    .sort((a, b) => (a.firstEvent > b.firstEvent ? -1 : 1));
}

/** A release where it is told with something else. */
export function releaseReference(version: string | null) {
  return version === null ? null : { version, shortVersion: shortVersionOf(version) };
}

function releaseOf(
  version: string,
  firstEvent: string,
  lastEvent: string,
  newGroups: number,
  projects: readonly { readonly id: number; readonly slug: string }[],
): SentryRelease {
  return {
    id: version,
    version,
    shortVersion: shortVersionOf(version),
    status: 'open',
    dateCreated: firstEvent,
    dateReleased: null,
    firstEvent,
    lastEvent,
    newGroups,
    commitCount: 0,
    deployCount: 0,
    lastCommit: null,
    lastDeploy: null,
    authors: [],
    projects: projects.map(project => projectReference(project)),
  };
}

/** Without the package's name in front, as in `shop@1.2.3`. */
function shortVersionOf(version: string): string {
  const at = version.lastIndexOf('@');
  return at > 0 ? version.slice(at + 1) : version;
}
