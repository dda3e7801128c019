import { z } from 'zod';
import { diagnosisSchema } from './diagnosis.ts';
import { candidateSchema, verificationSchema } from './proposal.ts';
import { publicationSchema, runStageSchema } from './run.ts';

/** One line of a hunk, as shown. Line numbers count from 1. */
export const hunkLineSchema = z.object({
  kind: z.enum(['context', 'added', 'removed']),
  text: z.string(),
  oldLine: z.int().optional(),
  newLine: z.int().optional(),
});

export const reviewHunkSchema = z.object({
  id: z.string(),
  header: z.string(),
  lines: z.array(hunkLineSchema),
  state: z.enum(['accepted', 'rejected', 'undecided']),
});
export type ReviewHunk = z.infer<typeof reviewHunkSchema>;

export const reviewFileSchema = z.object({
  path: z.string(),
  role: z.enum(['fix', 'reproduction']),
  hunks: z.array(reviewHunkSchema),
});

/** All that the review page shows. The extension host owns it; the page renders it and holds nothing. */
export const reviewSnapshotSchema = z.object({
  issue: z.object({
    id: z.string(),
    title: z.string(),
    culprit: z.string(),
    count: z.int(),
    lastSeen: z.string(),
  }),
  run: z.string(),
  stage: runStageSchema,
  message: z.string(),
  diagnosis: diagnosisSchema.optional(),
  /** Without their texts: the files below show the selected one. */
  candidates: z.array(candidateSchema.omit({ changes: true })),
  selected: z.string().optional(),
  files: z.array(reviewFileSchema),
  /** Verification of what is selected as it stands now, edits and rejected hunks included, if it was run. */
  verification: verificationSchema.optional(),
  busy: z.enum(['verifying', 'publishing']).optional(),
  publication: publicationSchema.optional(),
  failure: z.object({ reason: z.string(), message: z.string() }).optional(),
});
export type ReviewSnapshot = z.infer<typeof reviewSnapshotSchema>;

/** Extension host → page. Whole snapshots, never deltas. */
export const toWebviewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), snapshot: reviewSnapshotSchema }),
]);
export type ToWebview = z.infer<typeof toWebviewSchema>;

/** Page → extension host. */
export const fromWebviewSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('mark'),
    scope: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('hunk'), path: z.string(), hunk: z.string() }),
      z.object({ kind: z.literal('file'), path: z.string() }),
      /** Whatever has not been decided yet. */
      z.object({ kind: z.literal('undecided') }),
      z.object({ kind: z.literal('all') }),
    ]),
    state: z.enum(['accepted', 'rejected', 'undecided']),
  }),
  z.object({ type: z.literal('select'), candidate: z.string() }),
  z.object({ type: z.literal('open'), file: z.string(), line: z.int().positive().optional() }),
  z.object({ type: z.literal('openDiff'), path: z.string() }),
  z.object({ type: z.literal('showCommit'), commit: z.string() }),
  z.object({ type: z.literal('verify') }),
  z.object({ type: z.literal('apply') }),
  z.object({ type: z.literal('publish') }),
  z.object({ type: z.literal('reject') }),
]);
export type FromWebview = z.infer<typeof fromWebviewSchema>;
