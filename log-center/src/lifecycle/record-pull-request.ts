import { randomUUID } from 'node:crypto';
import type { RouteBody } from '@errata/protocol/center-routes';
import type { FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { mergedInto } from '../store/issues.ts';
import { announcePullRequest } from '../store/outbox.ts';
import { projectBySlug } from '../store/projects.ts';
import { insertLink } from '../store/pull-request-issues.ts';
import {
  insertPullRequest,
  pullRequestAt,
  pullRequestOfRun,
  saveCommits,
  saveNumber,
} from '../store/pull-requests.ts';
import type { Tables } from '../store/tables.ts';
import { bringUnderReview, moveFixedIssues, type Telling } from './fixed-issues.ts';
import { demandRun } from './held-run.ts';
import { announceChanges, demandPullRequest } from './known-pull-request.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { nameOf } from './pull-request-words.ts';
import { stateOf, takeSighting } from './see-pull-request.ts';
import { demandIssue } from './status.ts';
import { takeEarlyFacts } from './take-facts.ts';

type Recorded = Omit<RouteBody<'recordPullRequest'>, 'by'>;

/**
 * Follows a pull request from now on, and moves its issues under review. Told again it is the same one, with what is new: by its
 * number, or where its forge gives none by its branch.
 * @throws {LifecycleError} `unknown-issue`, `unknown-run`, `pull-request-refused`
 */
export async function recordPullRequest(
  transaction: Transaction<Tables>,
  issue: string,
  { run, others, commit, seen }: Recorded,
  telling: Telling,
  now: Date,
): Promise<FollowedPullRequest> {
  const issues = await demandIssues(transaction, [issue, ...others]);
  const [{ id: own, project: slug }] = issues;
  const { issue: ran } = await demandRun(transaction, run);
  if ((await standsNow(transaction, ran)).id !== own) {
    throw new LifecycleError('pull-request-refused', `Run ${run} is of ${ran}, not of ${own}.`);
  }
  const project = await projectBySlug(transaction, slug);
  if (project === undefined) throw new Error(`Issue ${own} is of no project.`);
  const opened = { issues, run, commit, seen };
  const known = await followedAlready(transaction, project.id, run, seen);
  return known === undefined
    ? followAnew(transaction, project.id, opened, telling, now)
    : followOn(transaction, known, opened, telling, now);
}

type Opened = Omit<Recorded, 'others'> & { readonly issues: readonly [Issue, ...Issue[]] };

async function followAnew(
  transaction: Transaction<Tables>,
  project: number,
  { issues, run, commit, seen }: Opened,
  telling: Telling,
  now: Date,
): Promise<FollowedPullRequest> {
  const id = randomUUID();
  const opened = { id, project, run, commit, openedBy: telling.by };
  await insertPullRequest(transaction, opened, stateOf(seen), now);
  await link(transaction, id, issues, 0);
  const first = await demandPullRequest(transaction, id);
  await bring(transaction, first, issues, run, telling, now);
  await takeSighting(transaction, first, seen, telling, now);
  await takeEarlyFacts(transaction, first, now);
  const recorded = await demandPullRequest(transaction, id);
  await announcePullRequest(transaction, recorded);
  return recorded;
}

async function followOn(
  transaction: Transaction<Tables>,
  known: FollowedPullRequest,
  { issues, run, commit, seen }: Opened,
  telling: Telling,
  now: Date,
): Promise<FollowedPullRequest> {
  const { id } = known;
  await keepCommit(transaction, known, commit);
  const further = issues.filter(issue => !known.issues.some(link => link.issue === issue.id));
  await link(transaction, id, further, known.issues.length);
  const isNumberedNow = known.number === undefined && seen.number !== undefined;
  if (isNumberedNow) await saveNumber(transaction, id, stateOf(seen), now);
  const current = await demandPullRequest(transaction, id);
  if (current.number === seen.number) await takeSighting(transaction, current, seen, telling, now);
  const [own] = issues;
  const isTriedAgain = own.status === 'FIXING' && !further.includes(own);
  const joined = isTriedAgain ? [own, ...further] : further;
  await bring(transaction, await demandPullRequest(transaction, id), joined, run, telling, now);
  await takeEarlyFacts(transaction, current, now);
  return announceChanges(transaction, known);
}

/**
 * The pull request, if it is followed by now. A branch that stood for one becomes one when its run opens it; where branches stand
 * for pull requests, one that is taken again when that is over stands for another.
 */
async function followedAlready(
  transaction: Transaction<Tables>,
  project: number,
  run: string,
  seen: SeenPullRequest,
): Promise<FollowedPullRequest | undefined> {
  const { number, branch } = seen;
  const which = number === undefined ? { branch } : { number };
  const known = await pullRequestAt(transaction, project, seen, which);
  const isGoingOn = known?.number !== undefined || known?.state === 'open' || known?.run === run;
  if (known !== undefined && isGoingOn) return known;
  const own = await pullRequestOfRun(transaction, run, branch);
  return number === undefined || own?.number === undefined ? own : undefined;
}

/**
 * Puts another commit of ours on the record of a pull request.
 * @throws {LifecycleError} `unknown-pull-request`
 */
export async function addPullRequestCommit(
  transaction: Transaction<Tables>,
  id: string,
  commit: string,
  { by, token }: Telling,
  now: Date,
): Promise<FollowedPullRequest> {
  const known = await demandPullRequest(transaction, id);
  if (!(await keepCommit(transaction, known, commit))) return known;
  const reason = `Another commit of ours on ${nameOf(known)}.`;
  const change = { by, token, action: 'pull-request', to: commit, reason } as const;
  for (const { issue: subject } of known.issues) await insertAudit(transaction, { ...change, subject }, now);
  return announceChanges(transaction, known);
}

async function keepCommit(
  transaction: Transaction<Tables>,
  { id, commits }: FollowedPullRequest,
  commit: string,
): Promise<boolean> {
  if (commits.includes(commit)) return false;
  await saveCommits(transaction, id, [...commits, commit]);
  return true;
}

/** The issues as they stand now, each once. */
async function demandIssues(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<[Issue, ...Issue[]]> {
  const [first, ...rest] = ids;
  const own = await standsNow(transaction, String(first));
  const issues: [Issue, ...Issue[]] = [own];
  for (const id of rest) {
    const issue = await standsNow(transaction, id);
    if (issue.project !== own.project) {
      throw new LifecycleError('pull-request-refused', `${id} is not of the project ${own.project}.`);
    }
    if (!issues.some(known => known.id === issue.id)) issues.push(issue);
  }
  return issues;
}

/** The issue, or the one that it has become part of. */
async function standsNow(transaction: Transaction<Tables>, id: string): Promise<Issue> {
  const issue = await demandIssue(transaction, id);
  const into = await mergedInto(transaction, id);
  return into === undefined ? issue : standsNow(transaction, into);
}

async function link(
  transaction: Transaction<Tables>,
  id: string,
  issues: readonly Issue[],
  position: number,
): Promise<void> {
  for (const [index, issue] of issues.entries())
    await insertLink(transaction, id, issue.id, position + index);
}

/** Moves issues to where their pull request is by now. */
async function bring(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  issues: readonly Issue[],
  run: string,
  telling: Telling,
  now: Date,
): Promise<void> {
  for (const { id } of issues) await bringUnderReview(transaction, pullRequest, id, run, telling, now);
  if (pullRequest.state === 'open') return;
  const names = issues.map(({ id }) => id);
  await moveFixedIssues(transaction, pullRequest, names, 'open', telling, now);
}
