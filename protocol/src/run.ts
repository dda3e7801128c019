import { z } from 'zod';
import { engineSchema, labelSchema } from './proposal.ts';

/** The stage a run is in, in the order of DESIGN §3. */
export const runStageSchema = z.enum([
  'locate',
  'diagnose',
  'propose',
  'verify',
  'decide',
  'awaiting-approval',
  'publish',
  'published',
  'failed',
  'cancelled',
]);
export type RunStage = z.infer<typeof runStageSchema>;

export const finalRunStages: readonly RunStage[] = ['published', 'failed', 'cancelled'];

/** One journey of an issue through the workflow. */
export const runSchema = z.object({
  id: z.string(),
  issue: z.string(),
  stage: runStageSchema,
  /** Grows by one with every stored snapshot or decision. */
  version: z.int().nonnegative(),
  /** Fencing token of the lease: a writer with an older one is refused. */
  fence: z.int().positive(),
  holder: z.string(),
  /** `held`: an agent works on it; `abandoned`: its lease ran out or was given back; `ended`. */
  lease: z.enum(['held', 'abandoned', 'ended']),
  leaseUntil: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** The state machine's persisted snapshot; opaque to the log center. */
  snapshot: z.unknown().optional(),
});
export type Run = z.infer<typeof runSchema>;

/** A run without what it found. */
export const runSummarySchema = runSchema.omit({ snapshot: true }).extend({
  /** Its last step, in words. */
  message: z.string().optional(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** One step of a run, kept for ever. */
export const runEventSchema = z.object({
  at: z.iso.datetime(),
  type: z.string(),
  message: z.string(),
});
export type RunEvent = z.infer<typeof runEventSchema>;

/** What was pushed. */
export const publicationSchema = z.object({
  branch: z.string(),
  commit: z.string(),
  remote: z.string(),
  /** Where the pull request is, or can be opened, if the remote's form is known. */
  url: z.string().optional(),
  /** The pull request that was opened. */
  pullRequest: z.object({ id: z.string(), number: z.int().positive().optional() }).optional(),
  /** What was not done, such as opening a pull request, why not, and what the person can do. */
  notes: z.array(z.string()).optional(),
});
export type Publication = z.infer<typeof publicationSchema>;

/** The fix that a decision was about, as far as something can be learned from it for other errors. */
export const decidedFixSchema = z.object({
  engine: engineSchema,
  /** Name of the template, for engine `templates`. */
  template: z.string().optional(),
  label: labelSchema,
  /** What kind of error it is for, see `family` of a diagnosis. */
  family: z.string(),
  /** How many hunks of it were offered, and how many of these were kept as they are. */
  offered: z.int().nonnegative(),
  kept: z.int().nonnegative(),
  /** What is published is more or something else than those. */
  edited: z.boolean(),
});
export type DecidedFix = z.infer<typeof decidedFixSchema>;

/** What a person, or the policy on their behalf, said of a run's proposal. */
export const decisionSchema = z.object({
  /** `escalate`: a person takes it from here. */
  verdict: z.enum(['approve', 'reject', 'change', 'escalate']),
  by: z.string(),
  reason: z.string().optional(),
  about: decidedFixSchema.optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** A decision as it is found again among those of a project. */
export const recordedDecisionSchema = decisionSchema.extend({
  run: z.string(),
  issue: z.string(),
  at: z.iso.datetime(),
});
export type RecordedDecision = z.infer<typeof recordedDecisionSchema>;
