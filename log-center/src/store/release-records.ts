import type { Issue } from '@errata/protocol/issue';
import type { IssueReleases, Release } from '@errata/protocol/release';
import type { Kysely } from 'kysely';
import { statsOfIssue } from './counts.ts';
import type { ReleaseRow } from './releases.ts';
import type { Tables } from './tables.ts';

/** What is known of a version beside what was announced of it. */
interface Known {
  readonly project: number;
  readonly version: string;
  readonly row?: ReleaseRow;
  /** Hours of its events. */
  readonly seen?: { readonly first: string; readonly last: string };
  readonly deploys: Release['deploys'];
}

/** Of more deployments of a release the oldest are told, since when it runs is known from them. */
const mostDeploys = 100;

/** The releases of projects (with one version), as announced and as events named them; the newest in use first. */
export async function listReleases(
  database: Kysely<Tables>,
  projects: readonly { readonly id: number; readonly slug: string }[],
  { version, limit }: { readonly version?: string | undefined; readonly limit: number },
): Promise<Release[]> {
  if (projects.length === 0) return [];
  const ids = projects.map(({ id }) => id);
  let announced = database.selectFrom('releases').selectAll().where('project', 'in', ids);
  let named = database
    .selectFrom('event_counts')
    .innerJoin('fingerprints', 'fingerprints.id', 'event_counts.fingerprint')
    .select(({ fn }) => ['project', 'release', fn.min('hour').as('first'), fn.max('hour').as('last')])
    .where('project', 'in', ids)
    .where('release', '!=', '')
    .groupBy(['project', 'release']);
  let deployed = database
    .selectFrom('deployments')
    .select(['project', 'version', 'environment', 'at'])
    .where('project', 'in', ids)
    .where('version', '!=', '')
    .where('status', '=', 'succeeded')
    .orderBy('at');
  if (version !== undefined) {
    announced = announced.where('version', '=', version);
    named = named.where('release', '=', version);
    deployed = deployed.where('version', '=', version);
  }
  const known = new Map<string, Known>();
  const add = (about: Pick<Known, 'project' | 'version'>, more: Partial<Known>) => {
    const key = `${about.project} ${about.version}`;
    known.set(key, { deploys: [], ...known.get(key), ...about, ...more });
  };
  for (const { project, release, first, last } of await named.execute()) {
    add({ project, version: release }, { seen: { first, last } });
  }
  for (const row of await announced.execute()) {
    add({ project: row.project, version: row.version }, { row });
  }
  const deployments = Map.groupBy(await deployed.execute(), row => `${row.project} ${row.version}`);
  for (const [first, ...others] of deployments.values()) {
    if (first === undefined) continue;
    const { project, version: name } = first;
    const deploys = [first, ...others].slice(0, mostDeploys);
    add({ project, version: name }, { deploys: deploys.map(({ environment, at }) => ({ environment, at })) });
  }
  const slugs = new Map(projects.map(({ id, slug }) => [id, slug]));
  return [...known.values()]
    .map(each => releaseOf(slugs.get(each.project) ?? '', each))
    .sort((a, b) => (newness(a) > newness(b) ? -1 : 1))
    .slice(0, limit);
}

/** The releases that an issue was seen in, and the newest of those that were in use before it was seen at all. */
export async function releasesOfIssue(
  database: Kysely<Tables>,
  project: { readonly id: number; readonly slug: string },
  issue: Pick<Issue, 'id' | 'firstSeen'>,
): Promise<IssueReleases> {
  const all = await listReleases(database, [project], { limit: Number.POSITIVE_INFINITY });
  const { releases } = await statsOfIssue(database, issue.id, issue.firstSeen);
  const versions = new Set(releases.map(({ release }) => release));
  const seen = all.filter(({ version }) => versions.has(version));
  // Those that came with the issue or later say nothing of what was before.
  const since = [issue.firstSeen, ...seen.flatMap(release => inUse(release) ?? [])].sort()[0] ?? '';
  const lastGood = all.find(release => !versions.has(release.version) && (inUse(release) ?? '~') < since);
  return { seen, ...(lastGood !== undefined && { lastGood }) };
}

/** Since when a release runs, as far as that is known: to have been made is not enough. */
function inUse({ firstEvent, releasedAt, deploys }: Release): string | undefined {
  return [firstEvent, releasedAt, ...deploys.map(({ at }) => at)]
    .filter(each => each !== undefined)
    .sort()[0];
}

/** To be compared: of what was first seen in the same hour, deployments tell which is newer. */
function newness(release: Release): string {
  return `${inUse(release) ?? ''} ${release.deploys[0]?.at ?? ''}`;
}

function releaseOf(project: string, { version, row, seen, deploys }: Known): Release {
  return {
    version,
    project,
    commits: row === undefined ? [] : newestCommits(row),
    deploys: [...deploys],
    ...(row?.released_at && { releasedAt: row.released_at }),
    ...(seen !== undefined && { firstEvent: seen.first, lastEvent: seen.last }),
  };
}

/** What was named as the head of each repository, else the newest of the commits that were listed. */
function newestCommits(row: ReleaseRow): Release['commits'] {
  const heads: { repository?: string; commit: string }[] = [
    ...parsed<{ repository: string; commit: string }[]>(row.refs),
  ];
  for (const { id, repository } of parsed<{ id: string; repository?: unknown }[]>(row.commits)) {
    const other = typeof repository === 'string' ? repository : undefined;
    if (heads.some(head => head.repository === other || other === undefined)) continue;
    heads.push({ commit: id, ...(other !== undefined && { repository: other }) });
  }
  return heads.map(({ commit, repository }) => ({ commit, ...(repository !== undefined && { repository }) }));
}

function parsed<Value extends readonly unknown[]>(json: string | null | undefined): Value | readonly [] {
  return json ? (JSON.parse(json) as Value) : [];
}
