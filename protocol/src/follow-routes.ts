import { z } from 'zod';
import {
  announceDeploymentSchema,
  containmentAnswerSchema,
  containmentQuestionSchema,
  deploymentSchema,
} from './deployment.ts';
import { effectSchema } from './effect.ts';
import { fixReportSchema } from './fix-report.ts';
import { commitIdSchema, followedPullRequestSchema, seenPullRequestSchema } from './followed-pull-request.ts';
import { createdHookSchema, hookSchema, hookSourceSchema } from './hook.ts';
import { askedRoundSchema, roundSchema, roundStateSchema } from './round.ts';

const none = z.unknown();
const nothing = { query: none, body: none } as const;

/** What is asked and told about fixes from their pull request on, see center-routes.ts. */
export const followRoutes = {
  listPullRequests: {
    method: 'GET',
    path: '/pull-requests',
    scope: 'read',
    summary: 'Pull requests of ours, the newest first',
    query: z.object({
      project: z.string().optional(),
      issue: z.string().optional(),
      /** `open`: those that may still change, and merged ones whose fix is not deployed or not yet known to have held. */
      state: z.enum(['open', 'all']).default('all'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
    answer: z.object({ pullRequests: z.array(followedPullRequestSchema) }),
  },
  readPullRequest: {
    method: 'GET',
    path: '/pull-requests/:id',
    scope: 'read',
    summary: 'A pull request with what was asked for on it',
    ...nothing,
    answer: z.object({ pullRequest: followedPullRequestSchema, rounds: z.array(roundSchema) }),
  },
  recordPullRequest: {
    method: 'POST',
    path: '/issues/:id/pull-requests',
    scope: 'write',
    summary: 'Follow a pull request that fixes this issue and perhaps others; again, it is the same one',
    query: none,
    body: z.object({
      run: z.string(),
      by: z.string(),
      /** Other issues of the project that it fixes as well. */
      others: z.array(z.string()).max(50).default([]),
      commit: commitIdSchema,
      seen: seenPullRequestSchema,
    }),
    answer: followedPullRequestSchema,
  },
  seePullRequest: {
    method: 'PUT',
    path: '/pull-requests/:id/seen',
    scope: 'write',
    summary: 'Tell how its forge shows it now; what is older than what is known changes nothing',
    query: none,
    body: z.object({
      by: z.string(),
      seen: seenPullRequestSchema,
      /** Why whoever tells it closed it. */
      reason: z.string().trim().min(1).max(2000).optional(),
    }),
    answer: followedPullRequestSchema,
  },
  addPullRequestCommit: {
    method: 'POST',
    path: '/pull-requests/:id/commits',
    scope: 'write',
    summary: 'Tell of another commit of ours on its branch',
    query: none,
    body: z.object({ commit: commitIdSchema }),
    answer: followedPullRequestSchema,
  },
  askRound: {
    method: 'POST',
    path: '/pull-requests/:id/rounds',
    scope: 'write',
    summary: 'Ask for another version of it; again with the same key, it is the same round',
    query: none,
    body: askedRoundSchema,
    answer: roundSchema,
  },
  listRounds: {
    method: 'GET',
    path: '/rounds',
    scope: 'read',
    summary: 'What was asked for on pull requests, oldest first',
    query: z.object({
      project: z.string().optional(),
      pullRequest: z.string().optional(),
      state: roundStateSchema.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
    answer: z.object({ rounds: z.array(roundSchema) }),
  },
  claimRound: {
    method: 'POST',
    path: '/rounds/:id/claim',
    scope: 'write',
    summary: 'Take a round under a lease, or keep it for another one (with its fence) | 409 `lease-held`',
    query: none,
    body: z.object({ holder: z.string(), fence: z.int().positive().optional() }),
    answer: roundSchema,
  },
  leaveRound: {
    method: 'POST',
    path: '/rounds/:id/leave',
    scope: 'write',
    summary:
      'Say why a round that waits cannot be taken by who looked at it; the first word stands until somebody can',
    query: none,
    body: z.object({ by: z.string(), message: z.string().min(1).max(1000) }),
    answer: roundSchema,
  },
  endRound: {
    method: 'POST',
    path: '/rounds/:id/end',
    scope: 'write',
    summary: 'Say what came of a round | 409 `lease-lost`',
    query: none,
    body: z.object({
      fence: z.int().positive(),
      state: z.enum(['done', 'refused']),
      message: z.string().max(5000),
      commit: commitIdSchema.optional(),
    }),
    answer: roundSchema,
  },
  listQuestions: {
    method: 'GET',
    path: '/containment',
    scope: 'read',
    summary: 'Which commits or versions are not known to hold a fix or not, oldest first',
    query: z.object({
      project: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
    answer: z.object({ questions: z.array(containmentQuestionSchema) }),
  },
  answerQuestion: {
    method: 'POST',
    path: '/containment/:id',
    scope: 'write',
    summary: 'Say whether a fix is in it; the first answer holds',
    query: none,
    body: containmentAnswerSchema,
    answer: z.object({ accepted: z.boolean() }),
  },
  announceDeployment: {
    method: 'POST',
    path: '/deployments',
    scope: 'write',
    summary: 'Tell that a version or commit was deployed; told again, it is the same deployment',
    query: none,
    body: announceDeploymentSchema,
    answer: deploymentSchema,
    status: 201,
  },
  listDeployments: {
    method: 'GET',
    path: '/deployments',
    scope: 'read',
    summary: 'Deployments, the newest first',
    query: z.object({
      project: z.string().optional(),
      environment: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
    answer: z.object({ deployments: z.array(deploymentSchema) }),
  },
  beginEffect: {
    method: 'PUT',
    path: '/effects',
    scope: 'write',
    summary: 'Begin something that is to be done once; answers what is known of it, if it was begun before',
    query: none,
    body: z.object({ ...effectSchema.pick({ key: true, kind: true }).shape, issue: z.string() }),
    answer: effectSchema,
  },
  endEffect: {
    method: 'POST',
    path: '/effects',
    scope: 'write',
    summary: 'Say that it is done, and what came of it; the first answer holds',
    query: none,
    body: z.object({
      ...effectSchema.pick({ key: true }).shape,
      issue: z.string(),
      result: z.unknown(),
    }),
    answer: effectSchema,
  },
  readReport: {
    method: 'GET',
    path: '/issues/:id/report',
    scope: 'read',
    summary: 'How an issue was fixed, from its first event to its end, with a version in Markdown',
    ...nothing,
    answer: fixReportSchema,
  },
  listHooks: {
    method: 'GET',
    path: '/projects/:slug/hooks',
    scope: 'admin',
    summary: 'The webhooks that a project takes, without their secrets',
    ...nothing,
    answer: z.object({ hooks: z.array(hookSchema) }),
  },
  createHook: {
    method: 'POST',
    path: '/projects/:slug/hooks',
    scope: 'admin',
    summary: 'Take webhooks of a forge or a deploy pipeline; the secret is told this once',
    query: none,
    body: z.object({ source: hookSourceSchema }),
    answer: createdHookSchema,
    status: 201,
  },
  removeHook: {
    method: 'DELETE',
    path: '/projects/:slug/hooks/:hook',
    scope: 'admin',
    summary: 'Take nothing more that is signed with its secret',
    ...nothing,
    answer: hookSchema,
  },
} as const;
