import { z } from 'zod';

/** Events of an issue in one hour (its beginning, ISO 8601 in UTC). Hours without events are left out. */
export const hourCountSchema = z.object({ hour: z.iso.datetime(), count: z.int().positive() });

/** How often an issue occurred: by hour, by release and by environment ('' where the event named none). */
export const issueStatsSchema = z.object({
  issue: z.string(),
  count: z.int().nonnegative(),
  users: z.int().nonnegative(),
  hours: z.array(hourCountSchema),
  releases: z.array(z.object({ release: z.string(), count: z.int().positive() })),
  environments: z.array(z.object({ environment: z.string(), count: z.int().positive() })),
});
export type IssueStats = z.infer<typeof issueStatsSchema>;

export const statsQuerySchema = z.object({
  /** How many hours back, this one included. */
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(24),
});

/** Values of one tag over the newest events of an issue, most frequent first. */
export const tagFacetSchema = z.object({
  key: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.int().positive() })),
});
export type TagFacet = z.infer<typeof tagFacetSchema>;
