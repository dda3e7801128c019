import websocket from '@fastify/websocket';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import { demandBearer } from './bearer.ts';
import type { HttpContext } from './context.ts';
import { eventRoutes } from './events.ts';
import { ingestRoutes } from './ingest.ts';
import { issueRoutes } from './issues.ts';
import { answerNotFound, answerProblem } from './problem.ts';
import { projectRoutes } from './projects.ts';
import { runRoutes } from './runs.ts';
import { streamRoutes } from './stream.ts';

const mostStreamMessage = 64 * 1024;

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
  });
  server.addHook('onRequest', async () => context.touched());
  server.setErrorHandler(answerProblem);
  server.setNotFoundHandler(answerNotFound);
  await server.register(websocket, { options: { maxPayload: mostStreamMessage } });
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async () => {
    await context.store.reader.selectFrom('projects').select('id').limit(1).execute();
    return { status: 'ok' };
  });
  await server.register(async scope => ingestRoutes(scope, context));
  await server.register(
    async api => {
      demandBearer(api, context.token);
      projectRoutes(api, context);
      issueRoutes(api, context);
      runRoutes(api, context);
      streamRoutes(api, context);
      await api.register(async scope => eventRoutes(scope, context));
    },
    { prefix: '/api/v1' },
  );
  return server;
}
