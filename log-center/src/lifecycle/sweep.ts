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

/** Marks a run as abandoned and its issue as NEW. */
export async function abandonRun(transaction: Transaction<Tables>, run: Run, now: Date): Promise<void> {
  const abandoned: Run = { ...run, lease: 'abandoned', updatedAt: now.toISOString() };
  await swapRun(transaction, run, abandoned);
  const issue = await demandIssue(transaction, run.issue);
  const reason = `The lease of ${run.holder} ran out at ${run.leaseUntil}.`;
  await moveIssue(transaction, issue, { to: 'NEW', by: 'log-center', reason }, now);
  await announceRun(transaction, abandoned);
}
