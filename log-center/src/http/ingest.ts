import type { FastifyInstance, FastifyRequest } from 'fastify';
import { clientKey, demandKey } from '../collect/client-key.ts';
import { CollectError } from '../collect/collect-error.ts';
import { collectEvent } from '../collect/collect-event.ts';
import { inflateBody } from '../collect/inflate.ts';
import { eventsOfEnvelope, readEnvelope, readEvent } from '../collect/sentry.ts';
import { type ProjectRow, projectById } from '../store/projects.ts';
import type { HttpContext } from './context.ts';
import { rawBody, takeRawBodies } from './raw-body.ts';

/** Bytes of a body as it is sent, and when it is unpacked. */
export const mostSent = 8 * 1024 * 1024;
const mostUnpacked = 20 * 1024 * 1024;

type IngestRequest = FastifyRequest<{ Params: { project: string }; Querystring: { sentry_key?: string } }>;

/** What Sentry's SDKs send to. Answers when the event is on disk. */
export function ingestRoutes(scope: FastifyInstance, context: HttpContext): void {
  takeRawBodies(scope, mostSent);
  // Browsers' SDKs send from the pages of others; the key is all that is needed and all that is given.
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
  });
  for (const path of ['/api/:project/envelope', '/api/:project/store']) {
    scope.options(path, async (_request, reply) => {
      reply.header('access-control-allow-methods', 'POST');
      reply.header(
        'access-control-allow-headers',
        'content-type, content-encoding, x-sentry-auth, authorization',
      );
      return reply.code(204).send();
    });
  }

  scope.post('/api/:project/envelope', async (request: IngestRequest) => {
    const project = await demandProject(context, request);
    const envelope = readEnvelope(await unpacked(request));
    demandKey(sentKey(request, envelope.headers.dsn), project.key, project.id);
    const events = eventsOfEnvelope(envelope);
    await context.store.write(async transaction => {
      for (const event of events) await collectEvent(transaction, project, event, context.now());
    });
    const id = events[0]?.id ?? envelope.headers.event_id;
    return id === undefined ? {} : { id };
  });

  scope.post('/api/:project/store', async (request: IngestRequest) => {
    const project = await demandProject(context, request);
    demandKey(sentKey(request), project.key, project.id);
    const event = readEvent(await unpacked(request));
    await context.store.write(transaction => collectEvent(transaction, project, event, context.now()));
    return { id: event.id };
  });
}

async function demandProject(context: HttpContext, request: IngestRequest): Promise<ProjectRow> {
  const { project } = request.params;
  const row = /^\d{1,15}$/.test(project)
    ? await projectById(context.store.reader, Number(project))
    : undefined;
  if (row === undefined) {
    throw new CollectError(
      'unknown-project',
      `There is no project ${project.slice(0, 50)}. Check the end of the DSN.`,
    );
  }
  return row;
}

function unpacked(request: IngestRequest): Promise<Buffer> {
  return inflateBody(rawBody(request), request.headers['content-encoding'], mostUnpacked);
}

function sentKey(request: IngestRequest, dsn?: string): string | undefined {
  const auth = request.headers['x-sentry-auth'] ?? request.headers.authorization;
  return clientKey({ header: String(auth ?? ''), query: request.query.sentry_key, dsn });
}
