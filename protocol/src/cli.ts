import { z } from 'zod';
import { diagnosisSchema, ownerSchema, suspectSchema } from './diagnosis.ts';
import { modelSpendSchema, modelTroubleSchema } from './model.ts';
import { candidateSchema, verificationSchema } from './proposal.ts';
import { publicationSchema } from './run.ts';

/** Whether an error is one of the repository that it was looked for in, and what speaks for that, or against it, most of it first. */
export const belongingReportSchema = z.object({
  verdict: z.enum(['here', 'unsure', 'elsewhere']),
  reasons: z.array(z.string()),
});
export type BelongingReport = z.infer<typeof belongingReportSchema>;

/** `errata locate --json` */
export const locateReportSchema = diagnosisSchema.extend({
  belongs: belongingReportSchema.optional(),
  suspects: z.array(suspectSchema),
  owners: z.array(ownerSchema),
  repository: z.string(),
  head: z.string(),
});
export type LocateReport = z.infer<typeof locateReportSchema>;

export const reportedCandidateSchema = candidateSchema
  .omit({ changes: true })
  .extend({ diff: z.string(), files: z.array(z.string()) });

/** What `errata fix --tests` works on. */
export const failingTestsSchema = z.object({
  framework: z.string(),
  /** The tests that the fix has to turn. */
  failing: z.array(z.object({ name: z.string(), file: z.string().optional(), error: z.string() })),
  /** Other tests that fail, and may go on to. */
  others: z.array(z.string()),
});
export type FailingTests = z.infer<typeof failingTestsSchema>;

/** `errata fix --json` */
export const fixReportSchema = z.object({
  status: z.enum(['published', 'applied', 'proposed', 'no-fix', 'refused']),
  /** Why, for a person. */
  message: z.string(),
  /** Absent where failing tests are repaired. */
  issue: z.string().optional(),
  tests: failingTestsSchema.optional(),
  run: z.string().optional(),
  diagnosis: diagnosisSchema.optional(),
  recommended: reportedCandidateSchema.optional(),
  candidates: z.array(reportedCandidateSchema),
  /** How many candidates were run in the sandbox. */
  tried: z.int().nonnegative().optional(),
  verification: verificationSchema.optional(),
  /** The regression test made from the event, as a diff. */
  reproduction: z.object({ path: z.string(), diff: z.string() }).optional(),
  /** What models and other programs cost, and what went wrong with them. */
  spent: modelSpendSchema.optional(),
  modelTrouble: modelTroubleSchema.optional(),
  published: publicationSchema.optional(),
  /** Files of the working folder that the fix was written to. */
  applied: z.array(z.string()).optional(),
});
export type FixReport = z.infer<typeof fixReportSchema>;
