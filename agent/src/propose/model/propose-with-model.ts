import type { ModelTrouble, ModelTroubleReason } from '@errata/protocol/model';
import type { Candidate, FileChange, ReproductionTest } from '@errata/protocol/proposal';
import type { ModelContext } from '../../diagnose/context/context.ts';
import type { Sources } from '../../diagnose/sources.ts';
import type { Model } from '../../model/model.ts';
import { ChangeFinisher } from '../changes.ts';
import { EditableFiles } from './editable-files.ts';
import { requestFor } from './request.ts';
import { takeSample } from './sample.ts';

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

/** That other answers come to the same makes one more likely to be right. */
const priorOfAgreement = 0.1;
const highestPrior = 0.8;
/** From answer to answer it rises to this, so that they differ; a model that knows no temperature differs by itself. */
const highestTemperature = 0.8;
/** After one of these the next answer would be no better. */
const final: readonly ModelTroubleReason[] = [
  ...(['no-model', 'no-key', 'key-refused', 'forbidden', 'model-not-found'] as const),
  ...([
    'context-too-long',
    'rate-limited',
    'overloaded',
    'unreachable',
    'timeout',
    'budget-used-up',
  ] as const),
];

/**
 * Asks a model for fixes, and once more where an answer cannot be used. What it writes is checked and held against the checkout's texts.
 * Throws when cancelled, and when the checkout cannot be read.
 */
export async function proposeWithModel(input: ProposeWithModelInput): Promise<Proposed> {
  const { context, sources, samples, words, signal, known } = input;
  signal.throwIfAborted();
  const files = await EditableFiles.of(sources, context.files, words);
  const request = await requestFor(input, files);
  const finisher = new ChangeFinisher(sources, known, signal);
  const sample = (at: number) => {
    const temperature = samples > 1 ? (highestTemperature * at) / (samples - 1) : 0;
    return takeSample({ ...request, temperature }, { ...input, files, finisher });
  };
  // The first alone: a provider then has the prompt in its cache, and what is in the way of one is in the way of all.
  const taken = [await sample(0)];
  if (!taken[0]?.troubles.some(({ reason }) => final.includes(reason)))
    taken.push(...(await Promise.all(Array.from({ length: samples - 1 }, (_, at) => sample(at + 1)))));
  return {
    candidates: agreed(taken.flatMap(({ candidate }) => candidate ?? [])),
    tests: distinct(
      taken.flatMap(({ test }) => test ?? []),
      ({ path, after }) => path + after,
    ),
    troubles: distinct(
      taken.flatMap(({ troubles }) => troubles),
      ({ reason }) => reason,
    ),
  };
}

/** Each candidate once, those first that most answers came to. */
function agreed(candidates: readonly Candidate[]): Candidate[] {
  const votes = new Map<string, number>();
  for (const { id } of candidates) votes.set(id, (votes.get(id) ?? 0) + 1);
  return distinct(candidates, ({ id }) => id)
    .map(candidate => {
      const others = (votes.get(candidate.id) ?? 1) - 1;
      return { ...candidate, prior: Math.min(highestPrior, candidate.prior + priorOfAgreement * others) };
    })
    .sort((a, b) => b.prior - a.prior);
}

function distinct<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter(one => !seen.has(keyOf(one)) && seen.add(keyOf(one)));
}
