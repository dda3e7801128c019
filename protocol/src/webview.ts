import { z } from 'zod';
import { diagnosisSchema } from './diagnosis.ts';
import { followedPullRequestSchema } from './followed-pull-request.ts';
import { modelSpendSchema, modelTroubleSchema } from './model.ts';
import { candidateSchema, verificationSchema } from './proposal.ts';
import { pullRequestFormSchema, pullRequestSchema } from './pull-request.ts';
import { publicationSchema, runStageSchema } from './run.ts';

/** One line of a hunk, as shown. Line numbers count from 1. */
export const hunkLineSchema = z.object({
  kind: z.enum(['context', 'added', 'removed']),
  text: z.string(),
  oldLine: z.int().optional(),
  newLine: z.int().optional(),
});

/** Lines of a text from `from` (from 1) up to, not including, `to`; an insertion has an empty span. */
export const lineSpanSchema = z.object({ from: z.int().positive(), to: z.int().positive() });

export const reviewHunkSchema = z.object({
  id: z.string(),
  header: z.string(),
  lines: z.array(hunkLineSchema),
  state: z.enum(['accepted', 'rejected', 'undecided']),
  /** The changed lines alone, without context: in `before` and in `after` of the file. */
  old: lineSpanSchema,
  new: lineSpanSchema,
});
export type ReviewHunk = z.infer<typeof reviewHunkSchema>;

export const reviewFileSchema = z.object({
  path: z.string(),
  role: z.enum(['fix', 'reproduction']),
  /** `null` where the file does not exist. */
  before: z.string().nullable(),
  /** The right side: the candidate's text with the person's edits, rejected hunks still in it. */
  after: z.string().nullable(),
  /** Grows whenever `after` changes; an edit names the one that it was made on. */
  revision: z.int().nonnegative(),
  /** The person changed the candidate's text. */
  edited: z.boolean(),
  hunks: z.array(reviewHunkSchema),
});

/** How the diff is laid out. */
export const layoutSchema = z.enum(['inline', 'side-by-side']);

/** Colours of the editor's theme for syntax, as CSS colours. What a theme does not name is left out. */
export const syntaxColorsSchema = z.partialRecord(
  z.enum([
    'comment',
    'constant',
    'function',
    'keyword',
    'number',
    'operator',
    'property',
    'string',
    'type',
    'variable',
  ]),
  z.string(),
);
export type SyntaxColors = z.infer<typeof syntaxColorsSchema>;

const { issues } = followedPullRequestSchema.shape;

/** What the page shows of a pull request, and how it ended for the issue of the review. */
export const shownPullRequestSchema = followedPullRequestSchema
  .pick({
    number: true,
    url: true,
    title: true,
    state: true,
    draft: true,
    branch: true,
    base: true,
    merge: true,
    checks: true,
    reviews: true,
    blocked: true,
    waits: true,
  })
  .extend({
    ...issues.element.omit({ issue: true }).shape,
    /** There is a branch alone, whose pull request can still be opened. */
    openable: z.boolean().optional(),
  });
export type ShownPullRequest = z.infer<typeof shownPullRequestSchema>;

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
  /** What models cost in this run so far. */
  spent: modelSpendSchema.optional(),
  modelTrouble: modelTroubleSchema.optional(),
  /** What follows words, as the settings are now: `PROVIDER:MODEL`, or a program. Without it words are kept, and nothing follows them. */
  writer: z.string().optional(),
  files: z.array(reviewFileSchema),
  /** Verification of what is selected as it stands now, edits and rejected hunks included, if it was run. */
  verification: verificationSchema.optional(),
  busy: z.enum(['verifying', 'publishing', 'changing']).optional(),
  /** May the last mark or edit be taken back, or done again. */
  canUndo: z.boolean(),
  canRedo: z.boolean(),
  /** What the person asked to be changed, in their words, oldest first; nothing in the first round. */
  requests: z.array(z.string()).optional(),
  /** The form of the pull request, once it was asked for. */
  pullRequest: pullRequestFormSchema.optional(),
  layout: layoutSchema,
  syntax: syntaxColorsSchema,
  /** Language tag of the editor's display language: `en`, `zh-cn`… */
  locale: z.string(),
  publication: publicationSchema.optional(),
  /** The pull request of what was pushed, or the branch that stands for it, as far as it is known. */
  followed: shownPullRequestSchema.optional(),
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
  /** The whole right side of a file after an edit. One made on an older revision is dropped, and a snapshot sent. */
  z.object({ type: z.literal('edit'), path: z.string(), revision: z.int().nonnegative(), after: z.string() }),
  /** Takes back the person's edits of a file. */
  z.object({ type: z.literal('restore'), path: z.string() }),
  z.object({ type: z.literal('undo') }),
  z.object({ type: z.literal('redo') }),
  z.object({ type: z.literal('select'), candidate: z.string() }),
  z.object({ type: z.literal('open'), file: z.string(), line: z.int().positive().optional() }),
  z.object({ type: z.literal('openDiff'), path: z.string() }),
  z.object({ type: z.literal('showCommit'), commit: z.string() }),
  z.object({ type: z.literal('verify') }),
  z.object({ type: z.literal('apply') }),
  /** Shows the change in the real file, with accept and reject above each hunk. */
  z.object({ type: z.literal('preview'), path: z.string() }),
  z.object({ type: z.literal('layout'), layout: layoutSchema }),
  /** Asks for the form of the pull request. */
  z.object({ type: z.literal('preparePullRequest') }),
  z.object({ type: z.literal('cancelPullRequest') }),
  z.object({ type: z.literal('publish'), pullRequest: pullRequestSchema }),
  /** What is to be done with the pull request that was pushed. */
  z.object({ type: z.literal('pullRequest'), action: z.enum(['request', 'checkout', 'merge', 'close']) }),
  /** What is to be done about models. */
  z.object({ type: z.literal('model'), action: z.enum(['choose', 'setKey', 'setBudget', 'showLog']) }),
  /** Asks for another round, in words. */
  z.object({ type: z.literal('askForChange'), request: z.string().min(1) }),
  /** Hands the run to a person, or ends it without a fix; the reason is asked for. */
  z.object({ type: z.literal('escalate') }),
  z.object({ type: z.literal('reject') }),
  /** Ends the run that is under way. */
  z.object({ type: z.literal('cancel') }),
  /** Starts over with a new run, once this one has ended. */
  z.object({ type: z.literal('fixAgain') }),
]);
export type FromWebview = z.infer<typeof fromWebviewSchema>;
