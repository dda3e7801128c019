import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';

const querySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

export function streamRoutes(scope: FastifyInstance, context: HttpContext): void {
  scope.route({
    method: 'GET',
    url: '/stream',
    preValidation: async request => {
      parseInput(querySchema, request.query);
    },
    handler: () => {
      throw new RequestError(426, 'upgrade-required', 'The stream is a WebSocket; ask for an upgrade.');
    },
    wsHandler: (socket, request) => {
      context.stream.add(socket, parseInput(querySchema, request.query).after);
    },
  });
}
