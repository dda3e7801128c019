import type { Decision, Run } from '@errata/protocol/run';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { insertDecision } from '../store/decisions.ts';
import { announceRun } from '../store/outbox.ts';
import { insertRunEvents, swapRun } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { demandRun, staleRun } from './held-run.ts';
import { LifecycleError } from './lifecycle-error.ts';

/**
 * Stores a decision by compare-and-swap on the run's version: of many at the same version exactly one wins. Whoever
 * decides need not hold the lease.
 * @throws {LifecycleError} `unknown-run`, `version-conflict`, `run-ended`
 */
export async function decideRun(
  transaction: Transaction<Tables>,
  id: string,
  version: number,
  decision: Decision,
  now: Date,
  token?: string,
): Promise<Run> {
  const run = await demandRun(transaction, id);
  if (run.version !== version) throw staleRun(run, version);
  if (run.lease === 'ended') {
    throw new LifecycleError(
      'run-ended',
      `Run ${id} has ended (${run.stage}); there is nothing left to decide.`,
    );
  }
  const at = now.toISOString();
  const decided: Run = { ...run, version: run.version + 1, updatedAt: at };
  if (!(await swapRun(transaction, run, decided))) throw staleRun(run, version);
  await insertDecision(transaction, id, decision, at);
  const reason = decision.reason === undefined ? '' : `: ${decision.reason}`;
  const message = `${decision.by} decided to ${decision.verdict}${reason}`;
  await insertRunEvents(transaction, id, [{ at, type: `decision-${decision.verdict}`, message }]);
  const { by, verdict: to } = decision;
  const change = { by, token, action: 'decision', subject: run.issue, to, version: decided.version } as const;
  await insertAudit(transaction, { ...change, reason: decision.reason }, now);
  await announceRun(transaction, decided);
  return decided;
}
