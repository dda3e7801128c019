import { z } from 'zod';
import { diagnosisSchema, ownerSchema, suspectSchema } from './diagnosis.ts';
import { candidateSchema, verificationSchema } from './proposal.ts';
import { publicationSchema } from './run.ts';

/** `errata locate --json` */
export const locateReportSchema = diagnosisSchema.extend({
  suspects: z.array(suspectSchema),
  owners: z.array(ownerSchema),
  repository: z.string(),
  head: z.string(),
});
export type LocateReport = z.infer<typeof locateReportSchema>;

export const reportedCandidateSchema = candidateSchema
  .omit({ changes: true })
  .extend({ diff: z.string(), files: z.array(z.string()) });

/** `errata fix --json` */
export const fixReportSchema = z.object({
  status: z.enum(['published', 'proposed', 'no-fix', 'refused']),
  /** Why, for a person. */
  message: z.string(),
  issue: z.string(),
  run: z.string().optional(),
  diagnosis: diagnosisSchema.optional(),
  recommended: reportedCandidateSchema.optional(),
  candidates: z.array(reportedCandidateSchema),
  verification: verificationSchema.optional(),
  /** The regression test made from the event, as a diff. */
  reproduction: z.object({ path: z.string(), diff: z.string() }).optional(),
  published: publicationSchema.optional(),
});
export type FixReport = z.infer<typeof fixReportSchema>;
