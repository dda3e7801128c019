import { z } from 'zod';
import { eventSchema } from './event.ts';
import { followedPullRequestSchema } from './followed-pull-request.ts';
import { similarIssueSchema } from './grouping.ts';
import { issueSchema, issueSortSchema, issueStatusSchema } from './issue.ts';
import {
  decisionSchema,
  recordedDecisionSchema,
  runEventSchema,
  runSchema,
  runStageSchema,
  runSummarySchema,
} from './run.ts';

/* What is sent to the log center and answered by it; center-routes.ts says where. */

export const projectSchema = z.object({
  id: z.int().positive(),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/),
  /** What an SDK is configured with. */
  dsn: z.url(),
});
export type Project = z.infer<typeof projectSchema>;
export const projectListSchema = z.object({ projects: z.array(projectSchema) });
export const createProjectSchema = projectSchema.pick({ slug: true });

export const issueQuerySchema = z.object({
  status: issueStatusSchema.optional(),
  project: z.string().optional(),
  /** `status:new level:error release:1.2 environment:prod user-visible words`, all of which must hold. */
  q: z.string().max(1000).optional(),
  /** A cursor is of the sort that it was given with. */
  sort: issueSortSchema.default('lastSeen'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
/** How many issues a search finds. */
export const issueCountQuerySchema = issueQuerySchema.pick({ project: true, q: true });
export const issueCountsSchema = z.object({
  /** Statuses that none of them has are left out. */
  counts: z.array(z.object({ status: issueStatusSchema, count: z.int().positive() })),
});
export type IssueCounts = z.infer<typeof issueCountsSchema>['counts'];
export const limitQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });
export const auditQuerySchema = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const issuePageSchema = z.object({ issues: z.array(issueSchema), nextCursor: z.string().optional() });
export const issueDetailSchema = z.object({
  issue: issueSchema,
  /** The newest event. */
  event: eventSchema,
  /** The newest ones, newest first. */
  runs: z.array(runSummarySchema),
  /** Newest first, each with what became of it: a fix that did not hold is there to be undone. */
  pullRequests: z.array(followedPullRequestSchema).default([]),
});
export type IssueDetail = z.infer<typeof issueDetailSchema>;
export const eventPageSchema = z.object({ events: z.array(eventSchema) });

export const changeStatusSchema = z.object({
  to: issueStatusSchema,
  version: z.int().nonnegative(),
  by: z.string(),
  reason: z.string().optional(),
});

export const reasonedSchema = z.object({ by: z.string(), reason: z.string().optional() });
export const ignoreIssueSchema = reasonedSchema.extend({
  /** False takes it back. */
  ignored: z.boolean(),
});
export const mergeIssuesSchema = reasonedSchema.extend({
  /** Ids of those that become part of the other. */
  issues: z.array(z.string()).min(1).max(100),
});
export const splitIssueSchema = reasonedSchema.extend({
  /** Those of the issue's fingerprints that leave it; not all of them. */
  fingerprints: z.array(z.string()).min(1).max(100),
});
export const similarIssuesSchema = z.object({
  similar: z.array(z.object({ ...similarIssueSchema.shape, issue: issueSchema })),
});

export const acceptedEventSchema = z.object({ event: z.string(), issue: z.string() });

export const startRunSchema = z.object({
  /** Who works on it: `host:pid` or the like. Shown to others. */
  holder: z.string(),
});
/** `resumed` is true when an abandoned run of the issue was taken over, with its snapshot. */
export const startedRunSchema = z.object({ run: runSchema, resumed: z.boolean() });

export const saveRunSchema = z.object({
  fence: z.int().positive(),
  version: z.int().nonnegative(),
  stage: runStageSchema,
  snapshot: z.unknown(),
  events: z.array(runEventSchema),
});
export const renewLeaseSchema = z.object({ fence: z.int().positive() });
/** `released` gives the issue back (FIXING→NEW) and keeps the snapshot, so that the run can be resumed. */
export const endRunSchema = z.object({
  fence: z.int().positive(),
  outcome: z.enum(['published', 'failed', 'cancelled', 'released']),
  reason: z.string(),
});
export const decisionQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.coerce.number().int().positive().optional(),
});
export const decisionPageSchema = z.object({
  decisions: z.array(recordedDecisionSchema),
  nextCursor: z.int().positive().optional(),
});
export const decideRunSchema = z.object({ version: z.int().nonnegative(), decision: decisionSchema });
export const runDetailSchema = z.object({
  run: runSchema,
  events: z.array(runEventSchema),
  decisions: z.array(decisionSchema),
});
