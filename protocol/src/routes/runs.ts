import {
  decideRunSchema,
  endRunSchema,
  renewLeaseSchema,
  runDetailSchema,
  saveRunSchema,
  startedRunSchema,
  startRunSchema,
} from '../log-center-api.ts';
import { runSchema } from '../run.ts';
import { none, nothing } from './route.ts';

/** What is asked and told about runs, see center-routes.ts. */
export const runRoutes = {
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
} as const;
