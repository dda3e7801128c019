import { commitIdSchema } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import { instant, perhaps, url, words } from '../answer-fields.ts';

// Of what Gitea and Forgejo answer, what is used of it; versions differ in the rest.

const id = z.int().positive();
const flag = perhaps(z.boolean());

export const userSchema = z.object({
  /** Below 1 for programs of its own. */
  id: perhaps(z.int()),
  login: z.string().max(300),
  email: words(300),
});
const user = perhaps(userSchema);

/** A fork's name goes into an address to push to. */
const fullName = z
  .string()
  .max(1000)
  .regex(/^[\w.-]+\/[\w.-]+$/);

export const repositorySchema = z.object({
  full_name: fullName,
  owner: userSchema,
  default_branch: words(500),
  archived: flag,
  permissions: perhaps(z.object({ push: flag })),
  allow_merge_commits: flag,
  allow_squash_merge: flag,
  allow_rebase: flag,
  allow_fast_forward_only_merge: flag,
  parent: perhaps(z.object({ full_name: fullName })),
});
export type Repository = z.infer<typeof repositorySchema>;

export const pullSchema = z.object({
  number: id,
  html_url: url,
  title: words(1000),
  state: z.enum(['open', 'closed']),
  draft: flag,
  merged: flag,
  mergeable: flag,
  merge_commit_sha: perhaps(commitIdSchema),
  merged_at: perhaps(instant),
  merged_by: user,
  updated_at: instant,
  base: z.object({ ref: z.string().max(500) }),
  head: z.object({
    ref: z.string().max(500),
    label: z.string().max(500),
    sha: commitIdSchema,
    /** Nothing where the fork that it came from is gone. */
    repo: perhaps(z.object({ owner: userSchema })),
  }),
});
export type Pull = z.infer<typeof pullSchema>;

export const commitSchema = z.object({
  commit: z.object({ message: words(100_000) }),
  parents: z.array(z.unknown()),
});

export const statusSchema = z.object({
  context: words(300),
  status: words(100),
  /** Within Gitea itself without a host. */
  target_url: words(2000),
  description: words(2000),
  updated_at: perhaps(instant),
});
export type Status = z.infer<typeof statusSchema>;

export const combinedStatusSchema = z.object({ statuses: z.array(statusSchema).nullish() });

export const reviewSchema = z.object({
  id,
  user,
  state: words(100),
  body: words(100_000),
  html_url: url,
  /** The tip when it was sent. */
  commit_id: perhaps(commitIdSchema),
  submitted_at: instant,
  dismissed: flag,
  comments_count: perhaps(z.int()),
});
export type Review = z.infer<typeof reviewSchema>;

export const commentSchema = z.object({
  id,
  user,
  body: words(100_000),
  html_url: url,
  created_at: instant,
});

export const lineCommentSchema = commentSchema.extend({
  path: perhaps(z.string().min(1).max(1000)),
  /** A line of the new version; 0 where it is about the old one. */
  position: perhaps(z.int()),
});

export const labelSchema = z.object({ id, name: z.string().max(1000) });

export const permissionSchema = z.object({ permission: words(100) });

export const runsSchema = z.object({ workflow_runs: z.array(z.object({ id })).nullish() });

export const jobsSchema = z.object({
  jobs: z.array(z.object({ id, name: words(300), html_url: words(2000) })).nullish(),
});
