import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { issueTransitions, mayBecome } from '@errata/protocol/issue-transitions';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { issueById, swapStatus } from '../store/issues.ts';
import { announceIssue, announceRun } from '../store/outbox.ts';
import { saveLeftVersion } from '../store/pull-request-issues.ts';
import { runsOfIssue, swapRun } from '../store/runs.ts';
import { standingFix } from '../store/standing-fix.ts';
import type { Tables } from '../store/tables.ts';
import { endFix } from './end-fix.ts';
import { LifecycleError } from './lifecycle-error.ts';

export interface StatusChange {
  readonly to: IssueStatus;
  readonly by: string;
  /** Name of the token that was shown for it. */
  readonly token?: string | undefined;
  readonly reason?: string | undefined;
}

/** @throws {LifecycleError} `unknown-issue` */
export async function demandIssue(transaction: Transaction<Tables>, id: string): Promise<Issue> {
  const issue = await issueById(transaction, id);
  if (issue === undefined) throw new LifecycleError('unknown-issue', `There is no issue ${id}.`);
  return issue;
}

/**
 * A change of status that a person or another program asked for, by compare-and-swap on the issue's version. A run that
 * was working on the issue loses its lease.
 * @throws {LifecycleError} `unknown-issue`, `version-conflict`, `transition-refused`
 */
export async function changeStatus(
  transaction: Transaction<Tables>,
  id: string,
  change: StatusChange & { readonly version: number },
  now: Date,
): Promise<Issue> {
  const issue = await demandIssue(transaction, id);
  if (issue.version !== change.version) throw staleVersion(issue, change.version);
  const byHand = change.to === 'DEPLOYED' && issue.status !== 'MERGED';
  if (mayBecome(issue.status, change.to) && byHand && (change.reason ?? '').trim() === '') {
    throw new LifecycleError(
      'transition-refused',
      `${issue.id} was not merged by Errata; say in the reason how it was fixed.`,
    );
  }
  const fix = await standingFix(transaction, issue);
  const changed = await moveIssue(transaction, issue, change, now);
  await takeRunsAway(transaction, changed, now);
  if (fix !== undefined) await judgeFix(transaction, fix.pullRequest, changed, change, now);
  return changed;
}

/** What a person says of an issue, they say of the fix that made it what it was. */
async function judgeFix(
  transaction: Transaction<Tables>,
  fix: string,
  issue: Issue,
  { by, token, reason = `${by} says so.` }: StatusChange,
  now: Date,
): Promise<void> {
  if (issue.status === 'DEPLOYED') await saveLeftVersion(transaction, fix, issue.id, issue.version);
  if (issue.status !== 'NEW') return;
  const outcome = { kind: 'regressed', at: now.toISOString(), reason } as const;
  await endFix(transaction, fix, issue.id, { ...outcome, by, token }, now);
}

/**
 * Moves an issue to another status if the lifecycle allows it, with an audit entry and a message to the stream.
 * @throws {LifecycleError} `version-conflict`, `transition-refused`
 */
export async function moveIssue(
  transaction: Transaction<Tables>,
  issue: Issue,
  change: StatusChange,
  now: Date,
): Promise<Issue> {
  if (!mayBecome(issue.status, change.to)) {
    const allowed = issueTransitions[issue.status].join(', ');
    throw new LifecycleError(
      'transition-refused',
      `${issue.id} is ${issue.status} and cannot become ${change.to}, only ${allowed}.`,
    );
  }
  if (!(await swapStatus(transaction, issue, change.to))) throw staleVersion(issue, issue.version);
  const changed: Issue = { ...issue, status: change.to, version: issue.version + 1 };
  const record = {
    by: change.by,
    token: change.token,
    action: 'status',
    subject: issue.id,
    from: issue.status,
    to: change.to,
    version: changed.version,
    reason: change.reason,
  } as const;
  await insertAudit(transaction, record, now);
  await announceIssue(transaction, changed, issue.status);
  return changed;
}

/** Back at NEW a run may still be resumed; anywhere else its work is out of date. */
async function takeRunsAway(transaction: Transaction<Tables>, issue: Issue, now: Date): Promise<void> {
  for (const run of await runsOfIssue(transaction, issue.id)) {
    const lease = issue.status === 'NEW' && run.lease === 'held' ? 'abandoned' : 'ended';
    if (run.lease === 'ended' || (run.lease === 'abandoned' && issue.status === 'NEW')) continue;
    const changed = { ...run, lease, updatedAt: now.toISOString() } as const;
    if (await swapRun(transaction, run, changed)) await announceRun(transaction, changed);
  }
}

function staleVersion(issue: Issue, version: number): LifecycleError {
  return new LifecycleError(
    'version-conflict',
    `${issue.id} is at version ${issue.version} (${issue.status}), not ${version}. Read it again.`,
  );
}
