import { mostOfEnvelope } from '@errata/protocol/sentry/item-type';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { bodyPieces, wholeBody } from '../collect/body.ts';
import { CollectError } from '../collect/collect-error.ts';
import { EnvelopeIntake } from '../collect/envelope-intake.ts';
import { keepIntake } from '../collect/keep-intake.ts';
import { keepReports, keepStored } from '../collect/keep-item.ts';
import { backOffHeaders } from '../collect/rate-limit.ts';
import { storeBody } from '../collect/store-body.ts';
import type { HttpContext } from './context.ts';
import { type IngestRequest, openDoor } from './ingest-door.ts';
import { takeUnreadBodies } from './unread-body.ts';

const stallMilliseconds = 30_000;
const mebi = 1024 * 1024;
const ofEnvelope = { ...mostOfEnvelope, stallMilliseconds };
/** Of one event, which an old client may have packed and made base64 of. */
const ofEvent = { sent: 2 * mebi, unpacked: 2 * mebi, stallMilliseconds };

const paths = ['envelope', 'store', 'security', 'csp-report', 'nel'].map(name => `/api/:project/${name}`);

/** What Sentry's SDKs, and browsers on their own, send to. Answers when everything is on disk. */
export function ingestRoutes(scope: FastifyInstance, context: HttpContext): void {
  takeUnreadBodies(scope);
  allowEveryOrigin(scope);
  countAnswers(scope, context);

  scope.post('/api/:project/envelope', async (request: IngestRequest, reply) => {
    const door = await openDoor(context, request, reply);
    await using intake = new EnvelopeIntake({ ...door, spoolDirectory: context.spoolDirectory });
    await intake.take(bodyPieces(request.raw, ofEnvelope));
    for (const [type, count] of intake.counts) context.metrics.items.inc({ type }, count);
    const id = await keepIntake(intake, door.keeping);
    for (const { reason } of intake.faults) context.metrics.refused.inc({ reason });
    if (intake.waits.size > 0) {
      reply.headers(backOffHeaders(intake.waits));
      throw new CollectError(
        'rate-limited',
        'The key sends more than its project allows. Send it again later.',
      );
    }
    return id === undefined ? {} : { id };
  });

  scope.post('/api/:project/store', async (request: IngestRequest, reply) => {
    const door = await openDoor(context, request, reply);
    door.admit({});
    door.demand('error');
    const payload = await storeBody(await wholeBody(request.raw, ofEvent), mebi);
    return { id: await keepStored(payload, door.keeping) };
  });

  for (const name of ['security', 'csp-report', 'nel']) {
    scope.post(`/api/:project/${name}`, async (request: IngestRequest, reply) => {
      const door = await openDoor(context, request, reply);
      door.admit({});
      door.demand('security');
      const id = await keepReports(await wholeBody(request.raw, ofEvent), door.origin, door.keeping);
      return id === undefined ? {} : { id };
    });
  }
}

/** Browsers' SDKs send from the pages of others; the key is all that is needed and all that is given. */
function allowEveryOrigin(scope: FastifyInstance): void {
  scope.addHook('onSend', async (_request, reply: FastifyReply) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'retry-after, x-sentry-error, x-sentry-rate-limits',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });
  for (const path of paths) {
    scope.options(path, async (_request, reply) => {
      reply.headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type, content-encoding, x-sentry-auth, authorization',
        'access-control-max-age': '3600',
      });
      return reply.code(204).send();
    });
  }
}

function countAnswers(scope: FastifyInstance, { metrics }: HttpContext): void {
  scope.addHook('onError', async (_request, reply, error) => {
    const reason = error instanceof CollectError ? error.reason : 'internal';
    metrics.refused.inc({ reason });
    reply.header('x-sentry-error', reason);
  });
  scope.addHook('onResponse', async (request, reply) => {
    const isTaken = request.method === 'POST' && reply.statusCode === 200;
    if (isTaken) metrics.acknowledgement.observe(reply.elapsedTime / 1000);
  });
}
