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
  /** Other issues of the project that it fixes as well. */
  others: z.array(z.string()).max(50).optional(),
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
  /** What a person should know before it is pushed: what goes along, into whose fork it goes, what does not run. */
  notes: z.array(z.string()).optional(),
  /** Open issues of the project that the fix is likely to fix as well, with what speaks for it. */
  related: z.array(z.object({ issue: z.string(), title: z.string(), reason: z.string() })).optional(),
});
export type PullRequestForm = z.infer<typeof pullRequestFormSchema>;
