import type { IssueStatus } from '@errata/protocol/issue';
import type { endRunSchema, saveRunSchema } from '@errata/protocol/log-center-api';
import type { Run, RunStage } from '@errata/protocol/run';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { announceRun } from '../store/outbox.ts';
import { insertRunEvents, runById, swapRun } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { demandIssue, moveIssue } from './status.ts';

/** @throws {LifecycleError} `unknown-run` */
export async function demandRun(transaction: Transaction<Tables>, id: string): Promise<Run> {
  const run = await runById(transaction, id);
  if (run === undefined) throw new LifecycleError('unknown-run', `There is no run ${id}.`);
  return run;
}

/**
 * Stores a run's snapshot and steps, and renews its lease.
 * @throws {LifecycleError} `unknown-run`, `lease-lost`, `version-conflict`
 */
export async function saveRun(
  transaction: Transaction<Tables>,
  id: string,
  save: z.infer<typeof saveRunSchema>,
  now: Date,
  leaseMilliseconds: number,
): Promise<Run> {
  const run = await demandHeldRun(transaction, id, save.fence);
  if (run.version !== save.version) throw staleRun(run, save.version);
  const saved: Run = {
    ...run,
    stage: save.stage,
    version: run.version + 1,
    leaseUntil: new Date(now.getTime() + leaseMilliseconds).toISOString(),
    updatedAt: now.toISOString(),
    snapshot: save.snapshot,
  };
  await swap(transaction, run, saved);
  await insertRunEvents(transaction, id, save.events);
  await announceRun(transaction, saved);
  return saved;
}

/**
 * Keeps a run for another lease.
 * @throws {LifecycleError} `unknown-run`, `lease-lost`
 */
export async function renewLease(
  transaction: Transaction<Tables>,
  id: string,
  fence: number,
  now: Date,
  leaseMilliseconds: number,
): Promise<Run> {
  const run = await demandHeldRun(transaction, id, fence);
  const renewed: Run = { ...run, leaseUntil: new Date(now.getTime() + leaseMilliseconds).toISOString() };
  await swap(transaction, run, renewed);
  return renewed;
}

type Outcome = z.infer<typeof endRunSchema>['outcome'];
/** What becomes of the issue and the run. A released run keeps its stage: it is to be resumed. */
const outcomes: Readonly<Record<Outcome, { status: IssueStatus; stage?: RunStage }>> = {
  published: { status: 'PENDING_REVIEW', stage: 'published' },
  failed: { status: 'FAILED', stage: 'failed' },
  cancelled: { status: 'NEW', stage: 'cancelled' },
  released: { status: 'NEW' },
};

/**
 * Ends a run or gives it back, and moves its issue with it, unless its pull request has done so already: then it has published,
 * or may still be taken up to do what is left of that.
 * @throws {LifecycleError} `unknown-run`, `lease-lost`, `transition-refused`
 */
export async function endRun(
  transaction: Transaction<Tables>,
  id: string,
  end: z.infer<typeof endRunSchema>,
  now: Date,
  token?: string,
): Promise<Run> {
  const run = await demandHeldRun(transaction, id, end.fence);
  const issue = await demandIssue(transaction, run.issue);
  const hasPublished = issue.status !== 'FIXING';
  const isLeft = end.outcome === 'released' && (!hasPublished || issue.status === 'PENDING_REVIEW');
  const { status, stage } = outcomes[hasPublished && !isLeft ? 'published' : end.outcome];
  const ended: Run = {
    ...run,
    ...(stage !== undefined && { stage }),
    lease: stage === undefined ? 'abandoned' : 'ended',
    leaseUntil: now.toISOString(),
    updatedAt: now.toISOString(),
  };
  await swap(transaction, run, ended);
  await insertRunEvents(transaction, id, [{ at: ended.updatedAt, type: end.outcome, message: end.reason }]);
  const change = { to: status, by: run.holder, token, reason: end.reason };
  if (!hasPublished) await moveIssue(transaction, issue, change, now);
  await announceRun(transaction, ended);
  return ended;
}

/** The run, if this fence still owns it. A lease that ran out without anyone taking it is as good as held. */
async function demandHeldRun(transaction: Transaction<Tables>, id: string, fence: number): Promise<Run> {
  const run = await demandRun(transaction, id);
  if (run.lease === 'held' && run.fence === fence) return run;
  const now = run.lease === 'held' ? `${run.holder} works on it now` : `it is ${run.lease}`;
  throw new LifecycleError('lease-lost', `The lease on run ${id} is lost: ${now}.`);
}

async function swap(transaction: Transaction<Tables>, before: Run, after: Run): Promise<void> {
  if (!(await swapRun(transaction, before, after))) throw staleRun(before, before.version);
}

export function staleRun(run: Run, version: number): LifecycleError {
  return new LifecycleError(
    'version-conflict',
    `Run ${run.id} is at version ${run.version}, not ${version}: somebody was quicker. Read it again.`,
  );
}
