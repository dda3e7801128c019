import type { ModelTroubleReason } from '@errata/protocol/model';
import type { Engines } from '../../../../agent/src/workflow/model/engines.ts';
import type { BrokenCase } from '../../locate/case.ts';
import type { RepairCase } from '../case.ts';
import { measureRepairs, type Repaired } from '../measure.ts';
import type { ModelAnswer } from './answer.ts';
import type { KeptAnswers } from './kept-answers.ts';

/** Who has one of these has it with every case: nothing is learned about the model by going on. */
const hopeless: ReadonlySet<ModelTroubleReason> = new Set([
  ...(['no-model', 'no-key', 'key-refused', 'forbidden', 'model-not-found'] as const),
  ...(['rate-limited', 'overloaded', 'unreachable', 'command-failed'] as const),
]);

/** A model that cannot be asked, or may not be asked any more. What was measured so far is kept. */
export class CannotGoOnError extends Error {
  override readonly name = 'CannotGoOnError';
  readonly reason: ModelTroubleReason;

  constructor(reason: ModelTroubleReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface ModelMeasuring {
  readonly engines: Engines;
  readonly kept: KeptAnswers;
  readonly commit: string;
  /** US dollars for all cases together, with those that were measured before. */
  readonly most: number | undefined;
  readonly jobs: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Repairs the cases that were not yet, and keeps each answer as soon as it is there. Throws `CannotGoOnError`. */
export async function measureModel(
  cases: readonly RepairCase[],
  { engines, kept, commit, most, jobs, signal, progress }: ModelMeasuring,
): Promise<BrokenCase[]> {
  const stopping = new AbortController();
  const demandMoney = () => {
    const used = kept.all.reduce((sum, { spent }) => sum + (spent?.cost ?? 0), 0);
    if (most === undefined || used < most) return;
    throw new CannotGoOnError(
      'budget-used-up',
      `$${used.toFixed(2)} are used, of $${most.toFixed(2)} at most.`,
    );
  };
  const { broken } = await measureRepairs(
    cases.filter(({ name }) => !kept.has(name)),
    {
      engines,
      jobs,
      signal: AbortSignal.any([signal, stopping.signal]),
      progress,
      starting: demandMoney,
      measured: async result => {
        const { trouble } = result.repair;
        if (trouble === undefined || !hopeless.has(trouble.reason)) {
          await kept.add(answerOf(result, commit));
          return;
        }
        const error = new CannotGoOnError(trouble.reason, trouble.message);
        stopping.abort(error);
        throw error;
      },
    },
  );
  return broken;
}

function answerOf({ case: { name, truth }, repair, failure }: Repaired, commit: string): ModelAnswer {
  const { offered, reproduction, milliseconds, spent, trouble } = repair;
  const first = offered[0]?.candidate;
  return {
    ...{ name, commit, date: new Date().toISOString(), held: offered.length },
    resolved: first?.verification?.verdict === 'proven' && repair.recommended === first.id,
    ...(truth && { rank: offered.findIndex(({ right }) => right) + 1 }),
    ...(first && { engine: first.engine, confidence: first.confidence }),
    ...(typeof reproduction === 'string' && { reproduction }),
    milliseconds: Math.round(milliseconds),
    ...{ spent, trouble, failure },
  };
}
