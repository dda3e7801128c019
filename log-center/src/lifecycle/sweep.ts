import type { Run } from '@errata/protocol/run';
import type { Transaction } from 'kysely';
import { announceRun } from '../store/outbox.ts';
import { expiredRuns, swapRun } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { demandIssue, moveIssue } from './status.ts';

/** Gives back the issues of all runs whose lease has run out. Gives the number of these runs. */
export async function sweep(transaction: Transaction<Tables>, now: Date): Promise<number> {
  const expired = await expiredRuns(transaction, now.toISOString());
  for (const run of expired) await abandonRun(transaction, run, now);
  return expired.length;
}

/**
 * Marks a run as abandoned and its issue as NEW. One whose pull request is on record has published: as long as that is under
 * review, it may be taken up to do what is left.
 */
export async function abandonRun(transaction: Transaction<Tables>, run: Run, now: Date): Promise<void> {
  const issue = await demandIssue(transaction, run.issue);
  const isOver = issue.status !== 'FIXING' && issue.status !== 'PENDING_REVIEW';
  const end = isOver ? ({ lease: 'ended', stage: 'published' } as const) : ({ lease: 'abandoned' } as const);
  const abandoned: Run = { ...run, ...end, updatedAt: now.toISOString() };
  await swapRun(transaction, run, abandoned);
  const reason = `The lease of ${run.holder} ran out at ${run.leaseUntil}.`;
  const change = { to: 'NEW', by: 'log-center', reason } as const;
  if (issue.status === 'FIXING') await moveIssue(transaction, issue, change, now);
  await announceRun(transaction, abandoned);
}
