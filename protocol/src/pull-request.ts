import { z } from 'zod';

/** What the person says of the pull request before it is pushed. */
export const pullRequestSchema = z.object({
  title: z.string().trim().min(1),
  /** Markdown. */
  body: z.string(),
  branch: z.string().trim().min(1),
  /** The branch that it is to be merged into. */
  base: z.string().trim().min(1),
  reviewers: z.array(z.string()),
  draft: z.boolean(),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

/** The form of a pull request: what it is filled with, what may be chosen, and what this remote cannot do. */
export const pullRequestFormSchema = z.object({
  filled: pullRequestSchema,
  /** Branches of the remote, the likeliest base first. */
  bases: z.array(z.string()),
  /** Owners of what is changed, the likeliest reviewer first. */
  owners: z.array(z.string()),
  remote: z.string(),
  /** Why reviewers and draft cannot be set from here, when they cannot; the branch is pushed all the same. */
  limited: z.string().optional(),
});
export type PullRequestForm = z.infer<typeof pullRequestFormSchema>;
