import { z } from 'zod';

/** A version of a project as it was announced (by a deploy pipeline) or named by events. */
export const releaseSchema = z.object({
  version: z.string(),
  /** Slug. */
  project: z.string(),
  /** What it was built from, as announced: the newest commit of each repository. */
  commits: z.array(z.object({ commit: z.string(), repository: z.string().optional() })),
  /** Oldest first. */
  deploys: z.array(z.object({ environment: z.string(), at: z.iso.datetime() })),
  releasedAt: z.iso.datetime().optional(),
  /** Hours of its first and last event. */
  firstEvent: z.iso.datetime().optional(),
  lastEvent: z.iso.datetime().optional(),
});
export type Release = z.infer<typeof releaseSchema>;

export const releaseQuerySchema = z.object({
  project: z.string().optional(),
  /** Exactly as clients name it. */
  version: z.string().min(1).max(250).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const releaseListSchema = z.object({ releases: z.array(releaseSchema) });

/** Where an issue was seen, the newest release that was in use before without it, and the oldest that has its fix. */
export const issueReleasesSchema = z.object({
  seen: z.array(releaseSchema),
  lastGood: releaseSchema.optional(),
  firstGood: releaseSchema.optional(),
});
export type IssueReleases = z.infer<typeof issueReleasesSchema>;
