import { z } from 'zod';
import { fingerprintRuleSchema } from './grouping.ts';
import { scrubSettingsSchema } from './scrub-settings.ts';

/** How many events a key of the project may send; what is above is refused with 429. */
export const rateLimitSchema = z.object({
  perMinute: z.int().positive().max(10_000_000),
  /** How many may come at once. */
  burst: z.int().positive().max(10_000_000),
});

/** What of a project's events is kept; the first, the last and one per release of each issue always are. */
export const retentionSchema = z.object({
  /** Days after which an event may go. */
  days: z.int().positive().max(3650).default(90),
  /** Events of one issue above which the most redundant ones go. */
  eventsPerIssue: z.int().positive().max(1_000_000).default(1000),
});

/** What may be set for a project. Everything has a default. */
export const projectSettingsSchema = z.object({
  scrub: scrubSettingsSchema.prefault({}),
  fingerprintRules: z.array(fingerprintRuleSchema).max(100).default([]),
  /** Per key; absent: no limit. */
  rateLimit: rateLimitSchema.optional(),
  retention: retentionSchema.prefault({}),
  /**
   * Hours after which a fix that is deployed counts as one that holds, if the error was not seen meanwhile although what has the
   * fix was in use. A week: it has every day of one in it, and what runs once a week.
   */
  watchHours: z
    .int()
    .min(1)
    .max(24 * 90)
    .default(24 * 7),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;
