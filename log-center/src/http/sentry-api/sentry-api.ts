import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../context.ts';
import { answerDetail, answerUnknownPath } from './detail.ts';
import { eventRoutes } from './event-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { projectRoutes } from './project-routes.ts';
import { releaseRoutes } from './release-routes.ts';
import { reportRoutes } from './report-routes.ts';

/**
 * A part of Sentry's web API, for clients that were made for it: what they read, in the form that they know, and an issue's
 * status. Paths that Sentry has and we have not are answered with 404.
 */
export function sentryApiRoutes(scope: FastifyInstance, context: HttpContext): void {
  scope.setErrorHandler(answerDetail);
  scope.addHook('onRequest', async request => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    await context.access.demand(request, isReading ? 'read' : 'write');
  });
  scope.setNotFoundHandler(answerUnknownPath);
  organizationRoutes(scope, context);
  projectRoutes(scope, context);
  issueRoutes(scope, context);
  eventRoutes(scope, context);
  reportRoutes(scope, context);
  releaseRoutes(scope, context);
}
