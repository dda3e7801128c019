import type { ModelTrouble } from '@errata/protocol/model';
import type { Candidate, FileChange, ReproductionTest } from '@errata/protocol/proposal';
import type { ModelContext } from '../../diagnose/context/context.ts';
import type { Sources } from '../../diagnose/sources.ts';
import type { Model } from '../../model/model.ts';

/** A fix that did not hold, with what was printed when it was tried: in the sandbox, or by a check of the forge. */
export interface FailedFix {
  readonly explanation: string;
  readonly changes: readonly FileChange[];
  readonly output: string;
}

/** A fix that a person looked at. */
export interface ReviewedFix {
  readonly offered: readonly FileChange[];
  /** As they left it, with what they edited and without what they rejected; left out where that is all of it as it was. */
  readonly left?: readonly FileChange[] | undefined;
}

export interface ProposeWithModelInput {
  readonly model: Model;
  readonly context: ModelContext;
  /** The checkout that the context was made from: edits are of its texts. */
  readonly sources: Sources;
  /** How many answers are asked for. */
  readonly samples: number;
  /** What a person asked for. */
  readonly words?: string | undefined;
  readonly before?: ReviewedFix | undefined;
  readonly failures?: readonly FailedFix[] | undefined;
  /** A test that raises the event's exception already: it is shown, and none is asked for. */
  readonly reproduction?: ReproductionTest | undefined;
  /** Of these none is made again. */
  readonly known?: readonly Candidate[] | undefined;
  readonly signal: AbortSignal;
}

export interface Proposed {
  /** What most answers agree on first. */
  readonly candidates: Candidate[];
  /** Regression tests that came along, none of them run yet. */
  readonly tests: ReproductionTest[];
  /** What came to nothing, each reason once. */
  readonly troubles: ModelTrouble[];
}

/** Asks a model for fixes. What it writes is checked and held against the checkout's texts. Throws only when cancelled. */
export async function proposeWithModel(input: ProposeWithModelInput): Promise<Proposed> {
  input.signal.throwIfAborted();
  return { candidates: [], tests: [], troubles: [] };
}
