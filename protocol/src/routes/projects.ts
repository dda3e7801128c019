import { z } from 'zod';
import { projectKeySchema } from '../access.ts';
import { feedbackSchema } from '../feedback.ts';
import {
  createProjectSchema,
  decisionPageSchema,
  decisionQuerySchema,
  limitQuerySchema,
  projectListSchema,
  projectSchema,
} from '../log-center-api.ts';
import { projectSettingsSchema } from '../project-settings.ts';
import { releaseListSchema, releaseQuerySchema } from '../release.ts';
import { none, nothing } from './route.ts';

/** What is asked and told about projects and their releases, see center-routes.ts. */
export const projectRoutes = {
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
} as const;
