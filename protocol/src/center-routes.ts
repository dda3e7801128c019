import { z } from 'zod';
import {
  createdTokenSchema,
  createTokenSchema,
  projectKeySchema,
  type Scope,
  tokenSchema,
} from './access.ts';
import { auditEntrySchema } from './audit.ts';
import { attachmentSchema, feedbackSchema } from './feedback.ts';
import { followRoutes } from './follow-routes.ts';
import { groupingExplanationSchema } from './grouping.ts';
import { issueSchema } from './issue.ts';
import {
  acceptedEventSchema,
  auditQuerySchema,
  changeStatusSchema,
  createProjectSchema,
  decideRunSchema,
  decisionPageSchema,
  decisionQuerySchema,
  endRunSchema,
  eventPageSchema,
  ignoreIssueSchema,
  issueCountQuerySchema,
  issueCountsSchema,
  issueDetailSchema,
  issuePageSchema,
  issueQuerySchema,
  limitQuerySchema,
  mergeIssuesSchema,
  projectListSchema,
  projectSchema,
  reasonedSchema,
  renewLeaseSchema,
  runDetailSchema,
  saveRunSchema,
  similarIssuesSchema,
  splitIssueSchema,
  startedRunSchema,
  startRunSchema,
} from './log-center-api.ts';
import { modelRoutes } from './model-ledger.ts';
import { projectSettingsSchema } from './project-settings.ts';
import { quarantinedSchema } from './quarantine.ts';
import { issueReleasesSchema, releaseListSchema, releaseQuerySchema } from './release.ts';
import { runSchema } from './run.ts';
import { issueStatsSchema, statsQuerySchema, tagFacetSchema } from './stats.ts';

/** One operation of the log center's own API, below `/api/v1`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: string;
  /** What a token must be allowed to. */
  readonly scope: Scope;
  readonly summary: string;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  /** Of a success, where it is not 200. */
  readonly status?: number;
}

const none = z.unknown();
const nothing = { query: none, body: none } as const;

/**
 * The log center's own API: method, path and the form of everything that is sent and answered. What the server accepts, what
 * clients parse and what `/docs` shows are all made of this. Errors are problem documents (problem.ts). Beside it stand
 * `POST /events` (an event in any form, see event-input.ts) and the stream (stream.ts).
 */
export const centerRoutes = {
  listProjects: {
    method: 'GET',
    path: '/projects',
    scope: 'read',
    summary: 'All projects, oldest first',
    ...nothing,
    answer: projectListSchema,
  },
  createProject: {
    method: 'POST',
    path: '/projects',
    scope: 'admin',
    summary: 'Make a project with its first key',
    query: none,
    body: createProjectSchema,
    answer: projectSchema,
    status: 201,
  },
  readSettings: {
    method: 'GET',
    path: '/projects/:slug/settings',
    scope: 'read',
    summary: 'What is set for a project',
    ...nothing,
    answer: projectSettingsSchema,
  },
  changeSettings: {
    method: 'PUT',
    path: '/projects/:slug/settings',
    scope: 'admin',
    summary: "Replace a project's settings: scrubbing, fingerprint rules, rate limit, retention",
    query: none,
    body: projectSettingsSchema,
    answer: projectSettingsSchema,
  },
  listKeys: {
    method: 'GET',
    path: '/projects/:slug/keys',
    scope: 'read',
    summary: 'The keys that SDKs of a project send with',
    ...nothing,
    answer: z.object({ keys: z.array(projectKeySchema) }),
  },
  createKey: {
    method: 'POST',
    path: '/projects/:slug/keys',
    scope: 'admin',
    summary: 'Make another key',
    query: none,
    body: z.object({ label: z.string().trim().min(1).max(100) }),
    answer: projectKeySchema,
    status: 201,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/projects/:slug/keys/:key',
    scope: 'admin',
    summary: 'Take nothing more from SDKs with this key',
    ...nothing,
    answer: projectKeySchema,
  },
  listFeedback: {
    method: 'GET',
    path: '/projects/:slug/feedback',
    scope: 'read',
    summary: 'What users of the app wrote, newest first',
    query: limitQuerySchema,
    body: none,
    answer: z.object({ feedback: z.array(feedbackSchema) }),
  },
  listDecisions: {
    method: 'GET',
    path: '/projects/:slug/decisions',
    scope: 'read',
    summary: 'What people said of the fixes of a project, newest first',
    query: decisionQuerySchema,
    body: none,
    answer: decisionPageSchema,
  },
  listReleases: {
    method: 'GET',
    path: '/releases',
    scope: 'read',
    summary: 'Releases with their commits and deploys, the newest first',
    query: releaseQuerySchema,
    body: none,
    answer: releaseListSchema,
  },
  listIssues: {
    method: 'GET',
    path: '/issues',
    scope: 'read',
    summary:
      'A page of issues, newest last-seen first or as `sort` says; `q` searches (`status:new level:error release:1.2 words`)',
    query: issueQuerySchema,
    body: none,
    answer: issuePageSchema,
  },
  countIssues: {
    method: 'GET',
    path: '/issues/counts',
    scope: 'read',
    summary: 'How many issues have each status; `q` searches',
    query: issueCountQuerySchema,
    body: none,
    answer: issueCountsSchema,
  },
  readIssue: {
    method: 'GET',
    path: '/issues/:id',
    scope: 'read',
    summary: 'An issue with its newest event and its runs',
    ...nothing,
    answer: issueDetailSchema,
  },
  listEvents: {
    method: 'GET',
    path: '/issues/:id/events',
    scope: 'read',
    summary: "An issue's events, newest first",
    query: limitQuerySchema,
    body: none,
    answer: eventPageSchema,
  },
  readStats: {
    method: 'GET',
    path: '/issues/:id/stats',
    scope: 'read',
    summary: 'How often it occurred by hour, release and environment, and to how many users',
    query: statsQuerySchema,
    body: none,
    answer: issueStatsSchema,
  },
  readIssueReleases: {
    method: 'GET',
    path: '/issues/:id/releases',
    scope: 'read',
    summary: 'The releases that an issue was seen in, and the last one before that was in use without it',
    ...nothing,
    answer: issueReleasesSchema,
  },
  readTags: {
    method: 'GET',
    path: '/issues/:id/tags',
    scope: 'read',
    summary: "The tags of an issue's newest events",
    ...nothing,
    answer: z.object({ tags: z.array(tagFacetSchema) }),
  },
  explainGrouping: {
    method: 'GET',
    path: '/issues/:id/grouping',
    scope: 'read',
    summary: 'Why its newest event belongs to it, component by component, and all its fingerprints',
    ...nothing,
    answer: z.object({ explanation: groupingExplanationSchema, fingerprints: z.array(z.string()) }),
  },
  similarIssues: {
    method: 'GET',
    path: '/issues/:id/similar',
    scope: 'read',
    summary: 'Issues of the project whose stack traces are alike',
    ...nothing,
    answer: similarIssuesSchema,
  },
  listAttachments: {
    method: 'GET',
    path: '/issues/:id/attachments',
    scope: 'read',
    summary: "The files that came with an issue's events",
    query: limitQuerySchema,
    body: none,
    answer: z.object({ attachments: z.array(attachmentSchema) }),
  },
  listIssueFeedback: {
    method: 'GET',
    path: '/issues/:id/feedback',
    scope: 'read',
    summary: 'What users of the app wrote about an issue, newest first',
    query: limitQuerySchema,
    body: none,
    answer: z.object({ feedback: z.array(feedbackSchema) }),
  },
  readIssueAudit: {
    method: 'GET',
    path: '/issues/:id/audit',
    scope: 'read',
    summary: 'Every change of an issue, oldest first',
    ...nothing,
    answer: z.object({ entries: z.array(auditEntrySchema) }),
  },
  changeStatus: {
    method: 'POST',
    path: '/issues/:id/status',
    scope: 'write',
    summary: 'Change the status, if the version is still this | 409 `transition-refused`, `version-conflict`',
    query: none,
    body: changeStatusSchema,
    answer: issueSchema,
  },
  ignoreIssue: {
    method: 'POST',
    path: '/issues/:id/ignore',
    scope: 'write',
    summary: 'Set an issue aside until it happens again, or take that back',
    query: none,
    body: ignoreIssueSchema,
    answer: issueSchema,
  },
  mergeIssues: {
    method: 'POST',
    path: '/issues/:id/merge',
    scope: 'write',
    summary: 'Take other issues into this one',
    query: none,
    body: mergeIssuesSchema,
    answer: issueSchema,
  },
  splitIssue: {
    method: 'POST',
    path: '/issues/:id/split',
    scope: 'write',
    summary: 'Make the events of some of its fingerprints an issue of their own',
    query: none,
    body: splitIssueSchema,
    answer: issueSchema,
    status: 201,
  },
  startRun: {
    method: 'POST',
    path: '/issues/:id/runs',
    scope: 'write',
    summary:
      'Start a run under a lease, or take over an abandoned one | 409 `lease-held`, `transition-refused`',
    query: none,
    body: startRunSchema,
    answer: startedRunSchema,
    status: 201,
  },
  readRun: {
    method: 'GET',
    path: '/runs/:id',
    scope: 'read',
    summary: 'A run with its steps and decisions',
    ...nothing,
    answer: runDetailSchema,
  },
  saveRun: {
    method: 'PUT',
    path: '/runs/:id',
    scope: 'write',
    summary: 'Store where a run stands | 409 `lease-lost`, `version-conflict`',
    query: none,
    body: saveRunSchema,
    answer: runSchema,
  },
  renewLease: {
    method: 'POST',
    path: '/runs/:id/lease',
    scope: 'write',
    summary: 'Keep a run for another lease | 409 `lease-lost`',
    query: none,
    body: renewLeaseSchema,
    answer: runSchema,
  },
  endRun: {
    method: 'POST',
    path: '/runs/:id/end',
    scope: 'write',
    summary: 'End a run or give it back | 409 `lease-lost`, `transition-refused`',
    query: none,
    body: endRunSchema,
    answer: runSchema,
  },
  decideRun: {
    method: 'POST',
    path: '/runs/:id/decisions',
    scope: 'write',
    summary:
      'Approve, reject or ask for a change; of many at one version exactly one wins | 409 `version-conflict`',
    query: none,
    body: decideRunSchema,
    answer: runSchema,
  },
  readAudit: {
    method: 'GET',
    path: '/audit',
    scope: 'admin',
    summary: 'Every change that was made, oldest first',
    query: auditQuerySchema,
    body: none,
    answer: z.object({ entries: z.array(auditEntrySchema) }),
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    scope: 'admin',
    summary: 'All tokens, without their secrets',
    ...nothing,
    answer: z.object({ tokens: z.array(tokenSchema) }),
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    scope: 'admin',
    summary: 'Make a token; its secret is told this once',
    query: none,
    body: createTokenSchema,
    answer: createdTokenSchema,
    status: 201,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/tokens/:token',
    scope: 'admin',
    summary: 'Accept a token no more',
    ...nothing,
    answer: tokenSchema,
  },
  listQuarantine: {
    method: 'GET',
    path: '/quarantine',
    scope: 'read',
    summary: 'What was received but could not be processed, newest first',
    query: limitQuerySchema,
    body: none,
    answer: z.object({ items: z.array(quarantinedSchema) }),
  },
  replayQuarantined: {
    method: 'POST',
    path: '/quarantine/:item/replay',
    scope: 'admin',
    summary: 'Process it again | 409 `still-failing`',
    query: none,
    body: reasonedSchema,
    answer: acceptedEventSchema,
  },
  ...followRoutes,
  ...modelRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof centerRoutes;
export type RouteQuery<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['query']>;
export type RouteBody<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['body']>;
export type RouteAnswer<N extends RouteName> = z.infer<(typeof centerRoutes)[N]['answer']>;
