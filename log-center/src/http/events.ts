import { eventFromBytes } from '@errata/protocol/event-input';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Collected, collectEvent } from '../collect/collect-event.ts';
import { inflateBody } from '../collect/inflate.ts';
import { projectBySlug } from '../store/projects.ts';
import type { HttpContext } from './context.ts';
import { parseInput } from './input.ts';
import { RequestError } from './problem.ts';
import { rawBody, takeRawBodies } from './raw-body.ts';

const mostSent = 8 * 1024 * 1024;
const querySchema = z.object({ project: z.string().default('default') });

/** The native door: an event in any form that is known. */
export function eventRoutes(scope: FastifyInstance, context: HttpContext): void {
  takeRawBodies(scope, mostSent);
  scope.post('/events', async (request, reply): Promise<Collected> => {
    const { project: slug } = parseInput(querySchema, request.query);
    const project = await projectBySlug(context.store.reader, slug);
    if (project === undefined) {
      throw new RequestError(404, 'unknown-project', `There is no project ${slug.slice(0, 50)}.`);
    }
    const body = await inflateBody(rawBody(request), request.headers['content-encoding'], mostSent);
    const event = eventFromBytes(body);
    const collected = await context.store.write(transaction =>
      collectEvent(transaction, project, event, context.now()),
    );
    reply.code(201);
    return collected;
  });
}
