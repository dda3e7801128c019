import { streamQuerySchema } from '@errata/protocol/stream';
import type { FastifyInstance } from 'fastify';
import { demandReach } from './access.ts';
import type { HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';

export function streamRoutes(scope: FastifyInstance, context: HttpContext): void {
  scope.route({
    method: 'GET',
    url: '/stream',
    onRequest: async request => {
      await context.access.demand(request, 'read');
    },
    preValidation: async request => {
      const { project } = parseInput(streamQuerySchema, request.query);
      if (project !== undefined) demandReach(context.access.principal(request), project);
    },
    handler: () => {
      throw new RequestError(426, 'upgrade-required', 'The stream is a WebSocket; ask for an upgrade.');
    },
    wsHandler: (socket, request) => {
      const { after, project, status } = parseInput(streamQuerySchema, request.query);
      const own = context.access.principal(request).project;
      context.stream.add(socket, after, { project: project ?? own, statuses: status });
    },
  });
}
