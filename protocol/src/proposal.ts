import { z } from 'zod';
import { modelSpendSchema, modelTroubleSchema } from './model.ts';

/** The whole text of a file before and after; `null` where it does not exist. Paths relative to the repository root. */
export const fileChangeSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FileChange = z.infer<typeof fileChangeSchema>;

/** What happened in the sandbox when something was run. */
export const reproductionOutcomeSchema = z.object({
  /** `raised`: the event's exception; `other`: another failure; `passed`; `not-run`. */
  result: z.enum(['raised', 'other', 'passed', 'not-run']),
  output: z.string(),
});
export type ReproductionOutcome = z.infer<typeof reproductionOutcomeSchema>;

export const testOutcomeSchema = z.object({
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Names of the failing tests. */
  failures: z.array(z.string()),
  /** False when the suite could not be run at all; `output` then says why. */
  ran: z.boolean(),
  output: z.string(),
});
export type TestOutcome = z.infer<typeof testOutcomeSchema>;

/** The regression test that was made from the event. */
export const reproductionTestSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string(),
});
export type ReproductionTest = z.infer<typeof reproductionTestSchema>;

export const verificationSchema = z.object({
  /** `none` where a person agreed to do without. */
  sandbox: z.string(),
  /** What it ran on, whether the project asks for something else, and what is not installed. */
  setup: z.array(z.string()).optional(),
  reproduction: z.object({
    before: reproductionOutcomeSchema,
    after: reproductionOutcomeSchema,
    /** Why there is no reproduction, when there is none. */
    reason: z.string().optional(),
  }),
  /** The regression test that goes with this fix, where it is not the proposal's: the fix raises an exception of the program's own. */
  test: reproductionTestSchema.optional(),
  tests: z.object({ before: testOutcomeSchema, after: testOutcomeSchema }),
  /** `proven`: reproduction flips and no test got worse; `plausible`: no test got worse, no reproduction; `rejected`. */
  verdict: z.enum(['proven', 'plausible', 'rejected']),
  reason: z.string(),
  /** What a person is to look at before this goes out: what reaches outside, or touches what a fix should not. */
  cautions: z.array(z.string()).optional(),
  milliseconds: z.number().nonnegative(),
});
export type Verification = z.infer<typeof verificationSchema>;

/** What made a candidate; `person` for what was edited in a review. */
export const engineSchema = z.enum(['templates', 'search', 'memory', 'model', 'command', 'revert', 'person']);
export const labelSchema = z.enum(['root-cause', 'guard']);

/** One possible patch from one engine. */
export const candidateSchema = z.object({
  id: z.string(),
  engine: engineSchema,
  /** Name of the template, for engine `templates`. */
  template: z.string().optional(),
  label: labelSchema,
  /** What it changes and why, one sentence. */
  explanation: z.string(),
  /** The fix alone, without the reproduction test. */
  changes: z.array(fileChangeSchema).min(1),
  /** Prior of its engine or template, 0…1. */
  prior: z.number().min(0).max(1),
  verification: verificationSchema.optional(),
  confidence: z.number().min(0).max(1).optional(),
  /** What raised and lowered the confidence, in words. */
  confidenceReasons: z.array(z.string()).optional(),
  /** What it cost, for engines `model` and `command`. */
  spent: modelSpendSchema.optional(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** The candidates, best first, of which the first is recommended if `recommended` names it. */
export const proposalSchema = z.object({
  issue: z.string(),
  run: z.string(),
  /** The commit that `before` texts belong to. */
  base: z.string(),
  /** How many candidates were run in the sandbox. */
  tried: z.int().nonnegative().optional(),
  candidates: z.array(candidateSchema),
  recommended: z.string().optional(),
  reproduction: reproductionTestSchema.optional(),
  /** What models cost in this run so far, with everything that came to nothing. */
  spent: modelSpendSchema.optional(),
  /** Why no model took part although one was wanted, or what went wrong with it. */
  modelTrouble: modelTroubleSchema.optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** The regression test that goes with a candidate. */
export function reproductionFor(
  proposal: Proposal,
  candidate: Pick<Candidate, 'verification'>,
): ReproductionTest | undefined {
  return candidate.verification?.test ?? proposal.reproduction;
}

export function recommendedCandidate(proposal: Proposal): Candidate | undefined {
  return proposal.candidates.find(candidate => candidate.id === proposal.recommended);
}

/** The candidate that a person looked at, by its id; the recommended one where none is named. */
export function lookedAtCandidate(
  proposal: Proposal | undefined,
  id: string | undefined,
): Candidate | undefined {
  return (
    proposal?.candidates.find(candidate => candidate.id === id) ??
    (proposal && recommendedCandidate(proposal))
  );
}

/** The recommended fix with its regression test, as it would be published; empty where nothing is recommended. */
export function recommendedChanges(proposal: Proposal | undefined): FileChange[] {
  const candidate = proposal && recommendedCandidate(proposal);
  if (proposal === undefined || candidate === undefined) return [];
  const test = reproductionFor(proposal, candidate);
  return test ? [...candidate.changes, test] : candidate.changes;
}
