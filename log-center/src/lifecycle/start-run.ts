import { randomUUID } from 'node:crypto';
import { finalRunStages, type Run } from '@errata/protocol/run';
import type { Transaction } from 'kysely';
import { announceRun } from '../store/outbox.ts';
import { insertRun, runsOfIssue, swapRun } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { demandIssue, moveIssue } from './status.ts';
import { abandonRun } from './sweep.ts';

/**
 * Gives an issue to a holder: a new run, or the one that was abandoned, with its snapshot and a higher fence. One that was
 * abandoned when its pull request was on record already goes on while that is under review.
 * @throws {LifecycleError} `unknown-issue`, `lease-held`, `transition-refused`
 */
export async function startRun(
  transaction: Transaction<Tables>,
  id: string,
  holder: string,
  now: Date,
  leaseMilliseconds: number,
  token?: string,
): Promise<{ run: Run; resumed: boolean }> {
  const runs = await runsOfIssue(transaction, id);
  const held = runs.find(run => run.lease === 'held');
  if (held !== undefined && Date.parse(held.leaseUntil) > now.getTime()) {
    throw new LifecycleError(
      'lease-held',
      `${held.holder} works on ${id} (run ${held.id}); its lease holds until ${held.leaseUntil}.`,
    );
  }
  if (held !== undefined) await abandonRun(transaction, held, now);
  const issue = await demandIssue(transaction, id);
  const abandoned = (await runsOfIssue(transaction, id)).find(run => run.lease === 'abandoned');
  const resumable =
    abandoned !== undefined && !finalRunStages.includes(abandoned.stage) ? abandoned : undefined;
  const change = { to: 'FIXING', by: holder, token, reason: 'A run started.' } as const;
  const isPublishing = issue.status === 'PENDING_REVIEW' && resumable !== undefined;
  if (!isPublishing) await moveIssue(transaction, issue, change, now);
  const lease = {
    holder,
    lease: 'held',
    fence: Math.max(0, ...runs.map(run => run.fence)) + 1,
    leaseUntil: new Date(now.getTime() + leaseMilliseconds).toISOString(),
    updatedAt: now.toISOString(),
  } as const;
  const run: Run =
    resumable === undefined
      ? { id: randomUUID(), issue: id, stage: 'locate', version: 0, startedAt: lease.updatedAt, ...lease }
      : { ...resumable, ...lease };
  if (resumable === undefined) await insertRun(transaction, run);
  else await swapRun(transaction, resumable, run);
  await announceRun(transaction, run);
  return { run, resumed: resumable !== undefined };
}
