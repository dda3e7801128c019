import type { Issue } from '@errata/protocol/issue';
import type { Kysely } from 'kysely';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

/** The pull request that made an issue what it is, and what is known of a release in that regard. */
export interface StandingFix {
  readonly pullRequest: string;
  /** Since when it runs where the issue was seen. */
  readonly deployedAt: string | undefined;
  /** Nothing where the release was never looked at. */
  readonly release: { readonly holds: number | null; readonly how: string | null } | undefined;
}

/** The merged pull request by which an issue is MERGED or DEPLOYED; nothing where a person said so. */
export async function standingFix(
  database: Kysely<Tables>,
  { id, version }: Pick<Issue, 'id' | 'version'>,
  release = '',
): Promise<StandingFix | undefined> {
  const [row] = (await selectFix(database, { issue: id, version, release })).rows;
  if (row === undefined) return undefined;
  const { pull_request: pullRequest, deployed_at, asked, holds, how } = row;
  const deployedAt = deployed_at ?? undefined;
  return { pullRequest, deployedAt, release: asked === null ? undefined : { holds, how } };
}

interface Asked {
  readonly issue: string;
  readonly version: number;
  readonly release: string;
}

/** One look-up, since every event of such an issue asks. */
const selectFix = prepared((database, { issue, version, release }: Asked) =>
  database
    .selectFrom('pull_request_issues')
    .innerJoin('pull_requests', 'pull_requests.id', 'pull_request_issues.pull_request')
    .leftJoin('containment', join =>
      join.onRef('containment.fix', '=', 'pull_requests.id').on('containment.version', '=', release),
    )
    .select([
      'pull_request',
      'deployed_at',
      'containment.seq as asked',
      'containment.holds',
      'containment.how',
    ])
    .where('pull_request_issues.issue', '=', issue)
    .where('pull_request_issues.left_version', '=', version)
    .where('pull_requests.state', '=', 'merged')
    .orderBy('pull_requests.seq', 'desc')
    .orderBy('containment.seq', 'desc')
    .limit(1),
);

/**
 * The merged pull requests of a project of which it is not known yet how they end: their issues are MERGED or DEPLOYED.
 * @param since those that run for longer than since then are left out, however little is heard of them
 */
export async function unsettledFixes(
  database: Kysely<Tables>,
  project: number,
  since: string,
): Promise<string[]> {
  const rows = await database
    .selectFrom('pull_requests')
    .select('pull_requests.id')
    .where('project', '=', project)
    .where('state', '=', 'merged')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('pull_request_issues')
          .innerJoin('issues', 'issues.id', 'pull_request_issues.issue')
          .select('pull_request')
          .whereRef('pull_request', '=', 'pull_requests.id')
          .where('outcome', 'is', null)
          .where('issues.status', 'in', ['MERGED', 'DEPLOYED'])
          .where(row => row.or([row('deployed_at', 'is', null), row('deployed_at', '>=', since)])),
      ),
    )
    .orderBy('pull_requests.seq')
    .execute();
  return rows.map(({ id }) => id);
}

/** Fixes of a project that wait: of MERGED issues, and of DEPLOYED ones whose fix ran at a time already. */
export async function waitingFixes(
  database: Kysely<Tables>,
  project: number,
  ranAt: string,
): Promise<{ fix: string; issue: string; status: string }[]> {
  return database
    .selectFrom('pull_requests')
    .innerJoin('pull_request_issues', 'pull_request_issues.pull_request', 'pull_requests.id')
    .innerJoin('issues', 'issues.id', 'pull_request_issues.issue')
    .select(['pull_requests.id as fix', 'issues.id as issue', 'issues.status'])
    .where('pull_requests.project', '=', project)
    .where('pull_requests.state', '=', 'merged')
    .where('outcome', 'is', null)
    .where(row =>
      row.or([
        row('issues.status', '=', 'MERGED'),
        row.and([row('issues.status', '=', 'DEPLOYED'), row('deployed_at', '<=', ranAt)]),
      ]),
    )
    .orderBy('pull_requests.seq')
    .execute();
}
