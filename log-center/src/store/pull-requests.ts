import { createHash } from 'node:crypto';
import {
  commitIdSchema,
  type FollowedPullRequest,
  followedPullRequestSchema,
  type RepositoryPlace,
  type SeenPullRequest,
} from '@errata/protocol/followed-pull-request';
import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { checksAtHead } from './pull-request-checks.ts';
import { type IssueLink, linksOf } from './pull-request-issues.ts';
import { standingReviews } from './reviews.ts';
import { whyRoundsWait } from './rounds.ts';
import type { Tables } from './tables.ts';

/** What is known of how a pull request is on its forge; checks and reviews come by themselves. */
export type PullRequestState = Omit<SeenPullRequest, 'checks' | 'reviews'>;

type Row = Selectable<Tables['pull_requests']> & { readonly slug: string };

function pullRequests(database: Kysely<Tables>) {
  return database
    .selectFrom('pull_requests')
    .innerJoin('projects', 'projects.id', 'pull_requests.project')
    .selectAll('pull_requests')
    .select('projects.slug');
}

export async function pullRequestById(
  database: Kysely<Tables>,
  id: string,
): Promise<FollowedPullRequest | undefined> {
  const row = await pullRequests(database).where('pull_requests.id', '=', id).executeTakeFirst();
  return row && (await followed(database, [row]))[0];
}

/**
 * The pull request of a project with this number, or the newest one of this branch. Forges do not tell repositories apart by
 * their case.
 */
export async function pullRequestAt(
  database: Kysely<Tables>,
  project: number,
  place: RepositoryPlace,
  which: { readonly number: number } | { readonly branch: string },
): Promise<FollowedPullRequest | undefined> {
  const all = pullRequests(database).where('project', '=', project).where('place', '=', keyOf(place));
  const wanted =
    'number' in which ? all.where('number', '=', which.number) : all.where('branch', '=', which.branch);
  const row = await wanted.orderBy('pull_requests.seq', 'desc').limit(1).executeTakeFirst();
  return row && (await followed(database, [row]))[0];
}

/** The newest pull request that a run has opened from a branch. */
export async function pullRequestOfRun(
  database: Kysely<Tables>,
  run: string,
  branch: string,
): Promise<FollowedPullRequest | undefined> {
  const row = await pullRequests(database)
    .where('run', '=', run)
    .where('branch', '=', branch)
    .orderBy('pull_requests.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && (await followed(database, [row]))[0];
}

/** The pull requests of a project in a repository whose branch is, or was, at a commit of ours or anybody's. */
export async function pullRequestsAtHead(
  database: Kysely<Tables>,
  project: number,
  place: RepositoryPlace,
  head: string,
): Promise<FollowedPullRequest[]> {
  const rows = await pullRequests(database)
    .where('project', '=', project)
    .where('place', '=', keyOf(place))
    .where(row => row.or([row('head', '=', head), row('commits', 'like', `%"${head}"%`)]))
    .orderBy('pull_requests.seq')
    .execute();
  return followed(database, rows);
}

export interface PullRequestFilter {
  /** Slug. */
  readonly project?: string | undefined;
  readonly issue?: string | undefined;
  /** Only those that may still change: closed ones for a while, and merged ones until it is known how that ended. */
  readonly closedSince?: string | undefined;
  readonly limit: number;
}

/** Pull requests, the newest first. */
export async function pageOfPullRequests(
  database: Kysely<Tables>,
  { project, issue, closedSince, limit }: PullRequestFilter,
): Promise<FollowedPullRequest[]> {
  let query = pullRequests(database);
  if (project !== undefined) query = query.where('projects.slug', '=', project);
  if (issue !== undefined) {
    query = query.where(row => row.exists(linksOfRow(row).where('issue', '=', issue)));
  }
  if (closedSince !== undefined) {
    query = query.where(row =>
      row.or([
        row('state', '=', 'open'),
        row.and([row('state', '=', 'closed'), row('updated_at', '>=', closedSince)]),
        row.and([row('state', '=', 'merged'), row.exists(linksOfRow(row).where('outcome', 'is', null))]),
      ]),
    );
  }
  const rows = await query.orderBy('pull_requests.seq', 'desc').limit(limit).execute();
  return followed(database, rows);
}

function linksOfRow(row: ExpressionBuilder<Tables, 'pull_requests'>) {
  return row
    .selectFrom('pull_request_issues')
    .select('pull_request')
    .whereRef('pull_request', '=', 'pull_requests.id');
}

/** Stores a new pull request; its issues are linked afterwards. */
export async function insertPullRequest(
  database: Kysely<Tables>,
  opened: { id: string; project: number; run: string; openedBy: string; commit: string },
  state: PullRequestState,
  now: Date,
): Promise<void> {
  await database
    .insertInto('pull_requests')
    .values({
      ...{ id: opened.id, project: opened.project, run: opened.run, place: keyOf(state) },
      ...{
        number: state.number ?? null,
        commits: JSON.stringify([opened.commit]),
        opened_by: opened.openedBy,
      },
      ...{ opened_at: now.toISOString(), ...columnsOf(state, now) },
    })
    .execute();
}

export async function savePullRequestState(
  database: Kysely<Tables>,
  id: string,
  state: PullRequestState,
  now: Date,
): Promise<void> {
  await database.updateTable('pull_requests').set(columnsOf(state, now)).where('id', '=', id).execute();
}

/** Says that what a branch stood for has become a pull request of a forge. */
export async function saveNumber(
  database: Kysely<Tables>,
  id: string,
  state: PullRequestState,
  now: Date,
): Promise<void> {
  await database
    .updateTable('pull_requests')
    .set({ place: keyOf(state), number: state.number ?? null, ...columnsOf(state, now) })
    .where('id', '=', id)
    .execute();
}

export async function saveCommits(
  database: Kysely<Tables>,
  id: string,
  commits: readonly string[],
): Promise<void> {
  const text = JSON.stringify(commits);
  await database.updateTable('pull_requests').set({ commits: text }).where('id', '=', id).execute();
}

function columnsOf(state: PullRequestState, now: Date) {
  return {
    ...{ branch: state.branch, state: state.state, head: state.head },
    merge_commit: state.merge?.commit ?? null,
    ...{ updated_at: state.updatedAt, seen: JSON.stringify(state), seen_at: now.toISOString() },
  };
}

/** Short enough for an index, however long a path is. A forge's pages may be at another port than its git. */
function keyOf({ forge, host, repository }: RepositoryPlace): string {
  const hostname = host.toLowerCase().replace(/:\d{1,5}$/, '');
  const place = [forge, hostname, forge === 'git' ? repository : repository.toLowerCase()];
  return createHash('sha256').update(JSON.stringify(place)).digest('hex');
}

const commitsSchema = z.array(commitIdSchema);

async function followed(database: Kysely<Tables>, rows: readonly Row[]): Promise<FollowedPullRequest[]> {
  const ids = rows.map(({ id }) => id);
  const links = await linksOf(database, ids);
  const checks = await checksAtHead(database, ids);
  const waits = await whyRoundsWait(database, ids);
  return rows.map(row =>
    followedPullRequestSchema.parse({
      ...(JSON.parse(row.seen) as object),
      ...{ id: row.id, project: row.slug, run: row.run },
      issues: (links.get(row.id) ?? []).map(shown),
      commits: commitsSchema.parse(JSON.parse(row.commits)),
      ...{ openedBy: row.opened_by, openedAt: row.opened_at, seenAt: row.seen_at },
      ...(row.reviews !== null && { reviews: standingReviews(row.reviews) }),
      ...(checks.has(row.id) && { checks: checks.get(row.id) }),
      ...(waits.has(row.id) && { waits: waits.get(row.id) }),
    }),
  );
}

function shown({ issue, deployed, outcome }: IssueLink) {
  return { issue, ...(deployed && { deployed }), ...(outcome && { outcome }) };
}
