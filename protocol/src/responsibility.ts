import { z } from 'zod';

/** Who answers for one file, by its history. People are named `Name <mail>`, through the mailmap. */
export const responsibilitySchema = z.object({
  /** Relative to the repository root, `/`-separated. */
  file: z.string(),
  /** Who made most of the commits that changed it. */
  primaryAuthor: z.string(),
  /** Share of those commits, 0…1. */
  contribution: z.number().min(0).max(1),
  /** As CODEOWNERS has them. */
  codeOwners: z.array(z.string()),
  lastModified: z.object({
    date: z.iso.datetime({ offset: true }),
    by: z.string(),
    commit: z.string(),
    subject: z.string(),
  }),
  /** Commits that changed it, merges left out. */
  commits: z.int().positive(),
  /** Only the newest commits were counted. */
  bounded: z.boolean(),
});
export type Responsibility = z.infer<typeof responsibilitySchema>;
