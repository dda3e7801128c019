import type { FastifyInstance } from 'fastify';
import type { HttpContext } from './context.ts';
import { RequestError } from './problem.ts';

/** What is asked of a server: whether it lives, whether it can work, and its figures. */
export function healthRoutes(scope: FastifyInstance, context: HttpContext): void {
  const { store, access, metrics, disk } = context;

  scope.get('/healthz', () => ({ status: 'ok' }));

  scope.get('/readyz', async () => {
    await store.reader.selectFrom('projects').select('id').limit(1).execute();
    if (!(await disk.hasRoom())) {
      throw new RequestError(503, 'storage-full', 'The disk is nearly full; no events are taken.');
    }
    return { status: 'ok' };
  });

  scope.route({
    method: 'GET',
    url: '/metrics',
    onRequest: async request => {
      if (!context.openMetrics) await access.demand(request, 'read');
    },
    handler: async (_request, reply) => {
      reply.type(metrics.registry.contentType);
      return metrics.exposition();
    },
  });
}
