import { z } from 'zod';

/** Full object name of a commit. */
export const commitNameSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

/** A commit with the files that it changed, against its first parent. */
export const commitDetailSchema = z.object({
  commit: commitNameSchema,
  /** Absent for a first commit. */
  parent: commitNameSchema.optional(),
  author: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }),
  subject: z.string(),
  /** Paths relative to the repository's root. `before` is absent for a file that was added, `after` for one deleted. */
  files: z.array(z.object({ before: z.string().optional(), after: z.string().optional() })),
  /** How many changed files are left out of `files`. */
  more: z.int().nonnegative(),
});
export type CommitDetail = z.infer<typeof commitDetailSchema>;
