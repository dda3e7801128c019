import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { announceRun } from '../store/outbox.ts';
import { hasOtherOpen, isLeftByClosing, saveLeftVersion, saveOutcome } from '../store/pull-request-issues.ts';
import { runsOfIssue, swapRun } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { reasonOf } from './pull-request-words.ts';
import { pullRequestMerged } from './settle-fix.ts';
import { demandIssue, moveIssue } from './status.ts';

/** Who tells something of a pull request. */
export interface Telling {
  readonly by: string;
  /** Name of the token that was shown for it. */
  readonly token?: string | undefined;
  /** Why they closed it. */
  readonly reason?: string | undefined;
}

/**
 * Moves an issue that a pull request was opened for under review. One that cannot be moved stays, and the record says so.
 * @param run whose work it is: another one's issue is left to it
 */
export async function bringUnderReview(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  id: string,
  run: string,
  telling: Telling,
  now: Date,
): Promise<void> {
  const issue = await demandIssue(transaction, id);
  const held = (await runsOfIssue(transaction, id)).find(({ lease }) => lease === 'held');
  const open = { ...pullRequest, state: 'open' as const };
  const path: IssueStatus[] =
    issue.status === 'NEW' || issue.status === 'FAILED'
      ? ['FIXING', 'PENDING_REVIEW']
      : issue.status === 'FIXING' && held?.id === run
        ? ['PENDING_REVIEW']
        : [];
  const moved = await go(transaction, open, issue, path, telling, now);
  // The run itself may be taken up again, to do what is left of publishing.
  await endAbandonedRuns(transaction, id, now, run);
  await tell(transaction, open, moved, { to: 'open' }, telling, now);
}

/**
 * Moves the issues of a pull request that was merged, closed or reopened. An issue that has gone another way meanwhile, by a
 * person, a run or a regression, stays where it is, and the record says so.
 */
export async function moveFixedIssues(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  issues: readonly string[],
  was: FollowedPullRequest['state'],
  telling: Telling,
  now: Date,
): Promise<void> {
  const { id, state, updatedAt } = pullRequest;
  for (const name of issues) {
    const issue = await demandIssue(transaction, name);
    const isLeft = issue.status === 'FAILED' && (await isLeftByClosing(transaction, name, issue.version));
    const again: IssueStatus[] = isLeft ? ['FIXING', 'PENDING_REVIEW'] : [];
    const isUnderReview = issue.status === 'PENDING_REVIEW' || isLeft;
    let path: IssueStatus[] = [];
    if (state === 'open') path = again;
    else if (state === 'merged') path = isUnderReview ? [...again, 'MERGED'] : [];
    else if (isUnderReview && !isLeft && !(await hasOtherOpen(transaction, name, id))) path = ['FAILED'];
    const closed = { kind: 'closed', at: updatedAt, reason: reasonOf(pullRequest, telling.reason) } as const;
    const wasClosed = pullRequest.issues.some(link => link.issue === name && link.outcome?.kind === 'closed');
    if (state === 'closed') await saveOutcome(transaction, id, name, closed);
    else if (wasClosed) await saveOutcome(transaction, id, name, undefined);
    const moved = await go(transaction, pullRequest, issue, path, telling, now);
    if (path.length > 0) await endAbandonedRuns(transaction, name, now);
    await tell(transaction, pullRequest, moved, { from: was, to: state }, telling, now);
  }
  if (state === 'merged') await pullRequestMerged(transaction, pullRequest, now);
}

/** Puts on record why a pull request was closed, where that is said afterwards. */
export async function sayWhyClosed(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  telling: Telling,
  now: Date,
): Promise<void> {
  const reason = reasonOf(pullRequest, telling.reason);
  for (const { issue: name, outcome } of pullRequest.issues) {
    if (outcome?.kind !== 'closed' || outcome.reason === reason) continue;
    await saveOutcome(transaction, pullRequest.id, name, { ...outcome, reason });
    const issue = await demandIssue(transaction, name);
    await tell(transaction, pullRequest, issue, { from: 'closed', to: 'closed' }, telling, now);
  }
}

async function go(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  issue: Issue,
  path: readonly IssueStatus[],
  { by, token, reason: why }: Telling,
  now: Date,
): Promise<Issue> {
  let moved = issue;
  const reason = reasonOf(pullRequest, why);
  for (const to of path) moved = await moveIssue(transaction, moved, { to, by, token, reason }, now);
  if (path.length === 0) return moved;
  await saveLeftVersion(transaction, pullRequest.id, issue.id, moved.version);
  return moved;
}

/** A run that somebody might resume would fix it once more. */
async function endAbandonedRuns(
  transaction: Transaction<Tables>,
  issue: string,
  now: Date,
  except?: string,
): Promise<void> {
  for (const run of await runsOfIssue(transaction, issue)) {
    if (run.lease !== 'abandoned' || run.id === except) continue;
    const ended = { ...run, lease: 'ended', updatedAt: now.toISOString() } as const;
    if (await swapRun(transaction, run, ended)) await announceRun(transaction, ended);
  }
}

async function tell(
  transaction: Transaction<Tables>,
  pullRequest: FollowedPullRequest,
  { id: subject, status }: Issue,
  change: { readonly from?: string; readonly to: string },
  { by, token, reason: why }: Telling,
  now: Date,
): Promise<void> {
  const usual = { open: 'PENDING_REVIEW', merged: 'MERGED', closed: 'FAILED' } as const;
  const stays = status === usual[pullRequest.state] ? '' : ` The issue stays ${status}.`;
  const reason = `${reasonOf(pullRequest, why)}${stays}`;
  await insertAudit(transaction, { by, token, action: 'pull-request', subject, ...change, reason }, now);
}
