import { z } from 'zod';
import { followedPullRequestSchema } from './followed-pull-request.ts';
import { issueSchema } from './issue.ts';

/** One thing that happened on the way from the first event to the end. */
export const reportEntrySchema = z.object({
  at: z.iso.datetime(),
  what: z.enum([
    'first-event',
    'run-started',
    'proposed',
    'decided',
    'not-published',
    'published',
    'round',
    'checks',
    'merged',
    'closed',
    'deployed',
    'withdrawn',
    'resolved',
    'regressed',
    'reverted',
    'status',
  ]),
  by: z.string().optional(),
  /** In words. May hold hostile text. */
  detail: z.string(),
});

/** How an issue was fixed, from its first event on. */
export const fixReportSchema = z.object({
  issue: issueSchema,
  timeline: z.array(reportEntrySchema),
  pullRequests: z.array(followedPullRequestSchema),
  /** Releases by what is known of the fix in them. */
  releases: z.object({ lastBad: z.string().optional(), firstGood: z.string().optional() }),
  /** From the first event to the deployment of the fix that stands, in seconds; absent until then. */
  secondsToRepair: z.number().nonnegative().optional(),
  /** The same for people. */
  markdown: z.string(),
});
export type FixReport = z.infer<typeof fixReportSchema>;
