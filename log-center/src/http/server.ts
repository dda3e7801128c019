import websocket from '@fastify/websocket';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import type { HttpContext } from './context.ts';
import { deploymentRoutes } from './deployments.ts';
import { docsRoutes } from './docs/docs.ts';
import { effectRoutes } from './effects.ts';
import { eventRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { HookDirectory } from './hooks/hook-directory.ts';
import { hookDoors } from './hooks/hook-doors.ts';
import { hookRoutes } from './hooks/hooks.ts';
import { ingestRoutes } from './ingest.ts';
import { issueReportRoutes } from './issue-reports.ts';
import { issueRoutes } from './issues.ts';
import { modelCallRoutes } from './model-calls.ts';
import { operationRoutes } from './operations.ts';
import { answerNotFound, answerProblem } from './problem.ts';
import { projectRoutes } from './projects.ts';
import { pullRequestRoutes } from './pull-requests.ts';
import { quarantineRoutes } from './quarantine.ts';
import { releaseReadRoutes } from './releases.ts';
import { roundRoutes } from './rounds.ts';
import { runRoutes } from './runs.ts';
import { sentryApiRoutes } from './sentry-api/sentry-api.ts';
import { sourceMapRoutes } from './source-maps/source-maps.ts';
import { streamRoutes } from './stream.ts';

const mostStreamMessage = 64 * 1024;

/** Everything is parsed with the contract's own schemas: named here, Fastify's compilers are not loaded. */
const noSchemas = { buildValidator: unused, buildSerializer: unused };

function unused(): never {
  throw new Error('Routes have no JSON schemas; parse with those of the contract.');
}

/** The log center's HTTP server with all its routes, not yet listening. */
export async function buildServer(
  context: HttpContext,
  logger: NonNullable<FastifyServerOptions['logger']>,
): Promise<FastifyInstance> {
  const server = fastify({
    logger,
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    schemaController: { compilersFactory: noSchemas },
  });
  server.addHook('onRequest', async () => context.touched());
  server.setErrorHandler(answerProblem);
  server.setNotFoundHandler(answerNotFound);
  await server.register(websocket, { options: { maxPayload: mostStreamMessage } });
  healthRoutes(server, context);
  await server.register(async scope => docsRoutes(scope, context.url));
  await server.register(async scope => ingestRoutes(scope, context));
  const hooks = new HookDirectory(context.store);
  await server.register(async scope => hookDoors(scope, context, hooks), { prefix: '/hooks' });
  await server.register(
    async api => {
      projectRoutes(api, context);
      issueRoutes(api, context);
      issueReportRoutes(api, context);
      releaseReadRoutes(api, context);
      runRoutes(api, context);
      pullRequestRoutes(api, context);
      roundRoutes(api, context);
      effectRoutes(api, context);
      deploymentRoutes(api, context);
      modelCallRoutes(api, context);
      operationRoutes(api, context);
      quarantineRoutes(api, context);
      hookRoutes(api, context, hooks);
      streamRoutes(api, context);
      await api.register(async scope => eventRoutes(scope, context));
    },
    { prefix: '/api/v1' },
  );
  await server.register(async scope => sentryApiRoutes(scope, context), { prefix: '/api/0' });
  await server.register(async scope => sourceMapRoutes(scope, context), { prefix: '/api/0' });
  return server;
}
