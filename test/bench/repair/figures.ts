import { z } from 'zod';
import { percentile } from '../latency.ts';

/** What confidence was judged on; see `facts.ts` of the agent. */
const factsSchema = z.object({
  verdict: z.enum(['proven', 'plausible', 'rejected']),
  reproduced: z.enum(['tests', 'request', 'captured', 'guessed', 'none']),
  tested: z.boolean(),
  label: z.enum(['root-cause', 'guard']),
  engine: z.enum(['templates', 'search', 'memory', 'model', 'command', 'revert', 'person']),
  hidesSymptom: z.boolean(),
  prior: z.number(),
  diagnosis: z.number(),
  rivals: z.int().nonnegative(),
  margin: z.number(),
  compared: z
    .object({
      inputs: z.int().nonnegative(),
      made: z.int().nonnegative(),
      alike: z.int().nonnegative(),
      apart: z.int().nonnegative(),
      strays: z.boolean(),
    })
    .optional(),
});

/** What came of one case. */
export const repairAnswerSchema = z.object({
  name: z.string(),
  /** Where the right candidate stands among those that held, from 1; 0 when none is right. */
  rank: z.int().nonnegative(),
  /** How many held in the sandbox. */
  held: z.int().nonnegative(),
  /** Of the first that held. */
  confidence: z.number().optional(),
  engine: z.string().optional(),
  /** Of the first that held. */
  facts: factsSchema.optional(),
  recommended: z.boolean(),
  /** With what the error came up again; absent when it did not. */
  reproduction: z.enum(['tests', 'request', 'captured', 'guessed']).optional(),
  crash: z.boolean(),
  tried: z.int().nonnegative(),
  milliseconds: z.number(),
});
export type RepairAnswer = z.infer<typeof repairAnswerSchema>;

export interface RepairFigures {
  readonly cases: number;
  readonly plausible: number;
  readonly right1: number;
  readonly right3: number;
  readonly crashes: number;
  readonly crashRight1: number;
  /** Of the first candidates those that are recommended, so that a person sees more than the diagnosis. */
  readonly firsts: { readonly offered: number; readonly right: number };
  /** Of those whose first candidate is so sure: how many, and how many of them are right. */
  readonly sure: Readonly<Record<'0.7' | '0.9', { readonly offered: number; readonly right: number }>>;
  readonly tried: number;
  readonly median: number;
  readonly p95: number;
}

export function repairFigures(answers: readonly RepairAnswer[]): RepairFigures {
  const times = answers.map(each => each.milliseconds).sort((a, b) => a - b);
  const tried = answers.map(each => each.tried).sort((a, b) => a - b);
  const count = (holds: (answer: RepairAnswer) => boolean) => answers.filter(holds).length;
  const sure = (least: number) => {
    const offered = answers.filter(each => each.recommended && (each.confidence ?? 0) >= least);
    return { offered: offered.length, right: offered.filter(each => each.rank === 1).length };
  };
  const at = (sorted: readonly number[], share: number) =>
    sorted.length === 0 ? 0 : percentile(sorted, share);
  return {
    cases: answers.length,
    plausible: count(each => each.held > 0),
    right1: count(each => each.rank === 1),
    right3: count(each => each.rank >= 1 && each.rank <= 3),
    crashes: count(each => each.crash),
    crashRight1: count(each => each.crash && each.rank === 1),
    firsts: sure(0),
    sure: { '0.7': sure(0.7), '0.9': sure(0.9) },
    tried: at(tried, 0.5),
    median: at(times, 0.5),
    p95: at(times, 0.95),
  };
}
