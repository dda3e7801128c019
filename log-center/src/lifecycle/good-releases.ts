import type { Issue } from '@errata/protocol/issue';
import type { Release } from '@errata/protocol/release';
import type { Kysely } from 'kysely';
import { containmentOf } from '../store/containment.ts';
import { statsOfIssue } from '../store/counts.ts';
import type { ProjectRow } from '../store/projects.ts';
import { pageOfPullRequests } from '../store/pull-requests.ts';
import { listReleases } from '../store/release-records.ts';
import type { Tables } from '../store/tables.ts';

const mostPullRequests = 20;

/** Around the fix of an issue: the newest release that has the error, and the oldest with the fix, as far as they are known. */
export async function releasesAroundFix(
  database: Kysely<Tables>,
  project: Pick<ProjectRow, 'id' | 'slug'>,
  issue: Pick<Issue, 'id' | 'version' | 'firstSeen'>,
): Promise<{ lastBad?: Release; firstGood?: Release }> {
  const holding = await versionsWithFix(database, issue);
  const all = await listReleases(database, [project], { limit: Number.POSITIVE_INFINITY });
  const { releases } = await statsOfIssue(database, issue.id, issue.firstSeen);
  const seen = new Set(releases.map(({ release }) => release));
  const lastBad = all.find(({ version }) => seen.has(version) && !holding.has(version));
  const firstGood = all.findLast(({ version }) => holding.has(version));
  return { ...(lastBad !== undefined && { lastBad }), ...(firstGood !== undefined && { firstGood }) };
}

/** The versions that are known to have a fix of an issue in them which did not fail, or what a person did by hand. */
async function versionsWithFix(
  database: Kysely<Tables>,
  { id, version }: Pick<Issue, 'id' | 'version'>,
): Promise<Set<string>> {
  const pullRequests = await pageOfPullRequests(database, { issue: id, limit: mostPullRequests });
  const fixes = pullRequests.filter(pullRequest => {
    const kind = pullRequest.issues.find(({ issue }) => issue === id)?.outcome?.kind;
    return pullRequest.merge !== undefined && (kind === undefined || kind === 'resolved');
  });
  const holding = new Set<string>();
  for (const fix of [...fixes.map(pullRequest => pullRequest.id), `${id}@${version}`]) {
    for (const row of await containmentOf(database, fix)) {
      if (row.holds === 1 && row.version !== '') holding.add(row.version);
    }
  }
  return holding;
}
