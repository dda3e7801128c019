import { z } from 'zod';
import { commitIdSchema, repositoryPlaceSchema } from './followed-pull-request.ts';

const commitNameSchema = z.string().regex(/^[0-9a-f]{7,64}$/);

/** What a deploy pipeline says. `version` as clients name their release; at least one of it and `commit`. */
export const announceDeploymentSchema = z
  .object({
    project: z.string(),
    environment: z.string().trim().min(1).max(100).default('production'),
    version: z.string().trim().min(1).max(250).optional(),
    /** Full or shortened to seven digits or more. */
    commit: commitNameSchema.optional(),
    /** `acme/shop` or an address, where the project is made of several. */
    repository: z.string().max(500).optional(),
    status: z.enum(['started', 'succeeded', 'failed']).default('succeeded'),
    at: z.iso.datetime({ offset: true }).optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
  })
  .refine(({ version, commit }) => version !== undefined || commit !== undefined, {
    message: 'Say what was deployed: a version, a commit, or both.',
  });
export type AnnouncedDeployment = z.infer<typeof announceDeploymentSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  project: z.string(),
  environment: z.string(),
  version: z.string().optional(),
  commit: commitNameSchema.optional(),
  repository: z.string().optional(),
  status: z.enum(['started', 'succeeded', 'failed']),
  at: z.iso.datetime(),
  url: z.string().optional(),
  /** Who told: `api`, `hook`, `github`, `sentry`. */
  source: z.string(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/**
 * Is a fix in what was deployed, or in what an event came from? The log center has no repository: agents that have one answer. Once
 * answered it is known for all that is ever made from that commit, or called by that version.
 */
export const containmentQuestionSchema = repositoryPlaceSchema.extend({
  id: z.string(),
  project: z.string(),
  pullRequest: z.string(),
  commit: commitNameSchema.optional(),
  version: z.string().optional(),
  fix: z.object({
    base: z.string(),
    branch: z.string(),
    /** The commit by which the base came to hold the fix. */
    merge: commitIdSchema,
    /** Tip of its branch when it was merged. */
    head: commitIdSchema,
    /** Our own commits, oldest first. */
    commits: z.array(commitIdSchema),
  }),
  askedAt: z.iso.datetime(),
});
export type ContainmentQuestion = z.infer<typeof containmentQuestionSchema>;

export const containmentAnswerSchema = z.object({
  by: z.string(),
  contains: z.boolean(),
  /** `ancestor`: the merge commit is in its history; `patch`: the same change is; `reverted`: it was, and was taken back. */
  how: z.enum(['ancestor', 'patch', 'reverted', 'absent']),
  /** In words, for the record. */
  reason: z.string().max(1000),
});
export type ContainmentAnswer = z.infer<typeof containmentAnswerSchema>;
