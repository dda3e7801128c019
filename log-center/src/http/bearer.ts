import type { FastifyInstance } from 'fastify';
import { equals } from '../collect/client-key.ts';
import { RequestError } from './problem.ts';

/** Demands `Authorization: Bearer <token>` of every request of a scope, before anything of it is read. */
export function demandBearer(scope: FastifyInstance, token: string): void {
  scope.addHook('onRequest', async (request, reply) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given !== undefined && equals(given, token)) return;
    reply.header('www-authenticate', 'Bearer');
    const detail =
      given === undefined
        ? 'The request has no token (Authorization: Bearer …).'
        : 'The token is not that of this log center.';
    throw new RequestError(401, given === undefined ? 'missing-token' : 'wrong-token', detail);
  });
}
