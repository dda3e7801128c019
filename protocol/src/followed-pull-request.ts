import { z } from 'zod';

/** What a remote speaks beside git; `git`: nothing that is known, so that a branch stands for its pull request. */
export const forgeKindSchema = z.enum(['github', 'gitlab', 'gitea', 'git']);
export type ForgeKind = z.infer<typeof forgeKindSchema>;

/** A full object name of git. */
export const commitIdSchema = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** Where a repository is, as its forge names it. */
export const repositoryPlaceSchema = z.object({
  forge: forgeKindSchema,
  /** `github.com`, with its port where that is not the usual one; empty for a folder on a disk. Lower case. */
  host: z.string().max(300),
  /** `acme/shop`; the path of a folder. */
  repository: z.string().min(1).max(1000),
});
export type RepositoryPlace = z.infer<typeof repositoryPlaceSchema>;

export const mergeStyleSchema = z.enum(['merge', 'squash', 'rebase']);
export type MergeStyle = z.infer<typeof mergeStyleSchema>;

export const checkSchema = z.object({
  name: z.string().max(300),
  state: z.enum(['pending', 'passed', 'failed']),
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** When it came to be so, by the forge's clock: of two tellings the later holds. */
  at: z.iso.datetime().optional(),
});
export type Check = z.infer<typeof checkSchema>;

/** What a reviewer of a pull request says: the last word of theirs that is more than a comment. */
export const reviewSchema = z.object({
  /** As the forge calls them. */
  by: z.string().max(300),
  state: z.enum(['approved', 'changes-requested']),
});
export type Review = z.infer<typeof reviewSchema>;

/** A pull request as it is at one moment, whoever looked: an agent that asked its forge, or a webhook that told. */
export const seenPullRequestSchema = repositoryPlaceSchema.extend({
  /** On its forge; nothing where the remote speaks git alone. */
  number: z.int().positive().optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** Hostile text. */
  title: z.string().max(1000),
  state: z.enum(['open', 'merged', 'closed']),
  draft: z.boolean(),
  branch: z.string().max(500),
  /** The tip of its branch. */
  head: commitIdSchema,
  /** The branch that it is to be merged into. */
  base: z.string().max(500),
  /** Once it is merged: the commit by which the base came to hold it, see `mergeStyleSchema`. */
  merge: z
    .object({
      commit: commitIdSchema,
      how: mergeStyleSchema.optional(),
      by: z.string().max(300).optional(),
      at: z.iso.datetime().optional(),
    })
    .optional(),
  /** Absent where they were not looked at. */
  checks: z.array(checkSchema).max(200).optional(),
  reviews: z.array(reviewSchema).max(100).optional(),
  /** Why the forge would not merge it now, in words; absent where it would, or does not say. */
  blocked: z.string().max(1000).optional(),
  /** By the forge's clock: of two looks the later holds. */
  updatedAt: z.iso.datetime(),
});
export type SeenPullRequest = z.infer<typeof seenPullRequestSchema>;

/** How a fix ended for one issue. `closed`: its pull request was closed unmerged. */
export const outcomeSchema = z.object({
  kind: z.enum(['resolved', 'regressed', 'reverted', 'closed']),
  at: z.iso.datetime(),
  release: z.string().optional(),
  reason: z.string(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** A pull request of ours, as the log center follows it. */
export const followedPullRequestSchema = seenPullRequestSchema.extend({
  id: z.string(),
  /** Slug. */
  project: z.string(),
  /** The run that opened it. */
  run: z.string(),
  /** All issues that it fixes, that of the run first. */
  issues: z
    .array(
      z.object({
        issue: z.string(),
        /** Since when the fix is deployed, and in which release, as far as that has a name. */
        deployed: z.object({ at: z.iso.datetime(), release: z.string().optional() }).optional(),
        outcome: outcomeSchema.optional(),
      }),
    )
    .min(1),
  /** Our own commits on its branch, oldest first. */
  commits: z.array(commitIdSchema),
  /** Why something that was asked for on it is not worked on, see `answer` of a round. */
  waits: z.string().optional(),
  openedBy: z.string(),
  openedAt: z.iso.datetime(),
  /** When it was looked at last. */
  seenAt: z.iso.datetime(),
});
export type FollowedPullRequest = z.infer<typeof followedPullRequestSchema>;
