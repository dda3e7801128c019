import type { Explanation } from '@errata/protocol/diagnosis';
import type { ModelSpend, ModelTrouble } from '@errata/protocol/model';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import type { ModelContext } from '../../diagnose/context/context.ts';
import type { FailedFix } from '../../propose/model/propose-with-model.ts';
import type { Bench } from '../workbench.ts';

/** What a writer is asked for. */
export interface Question {
  readonly context: ModelContext;
  readonly room: Bench;
  readonly known: readonly Candidate[];
  readonly failures?: readonly FailedFix[] | undefined;
  /** How many answers. */
  readonly samples: number;
}

/** What it wrote, nothing of it run yet. */
export interface Answer {
  readonly candidates: readonly Candidate[];
  readonly tests: readonly ReproductionTest[];
  readonly troubles: readonly ModelTrouble[];
}

/** A model, or another program, that writes fixes of one run within its limits. */
export interface Writer {
  /** As people call it. */
  readonly name: string;
  /** Tokens that it takes, where that is known. */
  readonly window?: number | undefined;
  /** What it makes of the cause; missing where it cannot be asked for that alone. Throws `ModelError`. */
  explain?(context: ModelContext): Promise<Explanation>;
  write(question: Question): Promise<Answer>;
  /** Writes on its own, step by step, for what it could not write at once; missing where it may not. */
  writeInSteps?(question: Question): Promise<Answer>;
  /** What it was paid so far. */
  spent(): ModelSpend | undefined;
}

/** The regression test that there is already. */
export function testOf({ reproduction }: Bench): ReproductionTest | undefined {
  return 'test' in reproduction ? reproduction.test : undefined;
}
