import { z } from 'zod';
import { eventSchema } from './event.ts';
import { issueSchema, issueStatusSchema } from './issue.ts';
import { decisionSchema, runEventSchema, runSchema, runStageSchema } from './run.ts';

/*
 * The log center's HTTP contract. All under /api/v1 with `Authorization: Bearer <token>`; errors are problem documents.
 *
 * GET  /projects                    → projectList
 * POST /projects                    createProject → project
 * GET  /issues?status&project&limit&cursor → issuePage (newest last-seen first)
 * GET  /issues/:id                  → issueDetail
 * GET  /issues/:id/events?limit     → eventPage (newest first)
 * POST /issues/:id/status           changeStatus → issue | 409 `transition-refused`, `version-conflict`
 * POST /issues/:id/runs             startRun → startedRun | 409 `lease-held`, `transition-refused`
 * POST /events?project=slug         text/plain raw trace, or application/json in Sentry's event form → acceptedEvent
 * GET  /runs/:id                    → runDetail
 * PUT  /runs/:id                    saveRun → run | 409 `lease-lost`, `version-conflict`
 * POST /runs/:id/lease              renewLease → run | 409 `lease-lost`
 * POST /runs/:id/end                endRun → run | 409
 * POST /runs/:id/decisions          decideRun → run | 409 `version-conflict`
 * GET  /stream?after=N              WebSocket, see stream.ts
 */

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
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});
export const issuePageSchema = z.object({ issues: z.array(issueSchema), nextCursor: z.string().optional() });
export const issueDetailSchema = z.object({
  issue: issueSchema,
  /** The newest event. */
  event: eventSchema,
  runs: z.array(runSchema.omit({ snapshot: true })),
});
export type IssueDetail = z.infer<typeof issueDetailSchema>;
export const eventPageSchema = z.object({ events: z.array(eventSchema) });

export const changeStatusSchema = z.object({
  to: issueStatusSchema,
  version: z.int().nonnegative(),
  by: z.string(),
  reason: z.string().optional(),
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
export const decideRunSchema = z.object({ version: z.int().nonnegative(), decision: decisionSchema });
export const runDetailSchema = z.object({
  run: runSchema,
  events: z.array(runEventSchema),
  decisions: z.array(decisionSchema),
});
