import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { wholeBody } from '../collect/body.ts';
import type { Collected } from '../collect/collect-event.ts';
import { demandProject, type HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { demandRoom } from './room.ts';
import { takeUnreadBodies } from './unread-body.ts';

const most = 8 * 1024 * 1024;
const limits = { sent: most, unpacked: most, stallMilliseconds: 30_000 };
const querySchema = z.object({ project: z.string().optional() });
const usualProject = 'default';

/** The native door: an event in any form that is known. */
export function eventRoutes(scope: FastifyInstance, context: HttpContext): void {
  takeUnreadBodies(scope);
  scope.route({
    method: 'POST',
    url: '/events',
    onRequest: async (request, reply) => {
      await context.access.demand(request, 'ingest');
      await demandRoom(context, reply);
    },
    handler: async (request, reply): Promise<Collected | { quarantined: true }> => {
      const principal = context.access.principal(request);
      const named = parseInput(querySchema, request.query).project ?? principal.project ?? usualProject;
      const project = await demandProject(context, named, principal);
      const bytes = await wholeBody(request.raw, limits);
      const received = { type: 'text', bytes };
      const collected = await context.collector.collect(project, received);
      reply.code(collected === undefined ? 202 : 201);
      return collected ?? { quarantined: true };
    },
  });
}
