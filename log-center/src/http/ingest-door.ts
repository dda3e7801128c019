import type { EnvelopeHeaders } from '@errata/protocol/sentry/envelope';
import type { Category } from '@errata/protocol/sentry/item-type';
import type { ReportOrigin } from '@errata/protocol/sentry/security';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey, demandKey } from '../collect/client-key.ts';
import { CollectError } from '../collect/collect-error.ts';
import type { Keeping } from '../collect/keep-item.ts';
import { backOffHeaders } from '../collect/rate-limit.ts';
import type { KnownProject } from '../store/project-directory.ts';
import type { HttpContext } from './context.ts';
import { demandRoom } from './room.ts';

type Parameter = string | string[] | undefined;

export type IngestRequest = FastifyRequest<{
  Params: { project: string };
  Querystring: { sentry_key?: Parameter; sentry_release?: Parameter; sentry_environment?: Parameter };
}>;

/** What a request of an SDK has to pass. */
export interface IngestDoor {
  readonly keeping: Keeping;
  readonly origin: ReportOrigin;
  /** Demands the key of the project. @throws {CollectError} `missing-key`, `wrong-key` */
  admit(headers: EnvelopeHeaders): void;
  wait(category: Category): number;
  /** Takes one of a kind. @throws {CollectError} `rate-limited` */
  demand(category: Category): void;
}

/** @throws {CollectError} `unknown-project`, `wrong-key`, `overloaded`, `disk-full` */
export async function openDoor(
  context: HttpContext,
  request: IngestRequest,
  reply: FastifyReply,
): Promise<IngestDoor> {
  const project = await demandProject(context, request.params.project);
  // Whoever shows a key before the body does not have it read for nothing.
  let key = sentKey(request);
  if (key !== undefined) demandKey(key, project.keys, project.id);
  await demandRoom(context, reply);
  const { store, collector, now, metrics } = context;
  const { rateLimit } = project.settings;
  const wait = (category: Category) =>
    rateLimit === undefined ? 0 : context.limiter.take(key ?? '', category, rateLimit);
  const { sentry_release: release, sentry_environment: environment } = request.query;
  return {
    keeping: {
      project,
      store,
      collector,
      now,
      heard: heard => context.traffic.add(project.id, heard),
      discarded: ({ reason, category, quantity }) => metrics.countDiscarded(reason, category, quantity),
    },
    origin: {
      release: oneOf(release),
      environment: oneOf(environment),
      agent: request.headers['user-agent'],
    },
    admit(headers) {
      key ??= sentKey(request, headers.dsn);
      demandKey(key, project.keys, project.id);
    },
    wait,
    demand(category) {
      const seconds = wait(category);
      if (seconds === 0) return;
      reply.headers(backOffHeaders(new Map([[category, seconds]])));
      throw new CollectError(
        'rate-limited',
        'The key sends more than its project allows. Send it again later.',
      );
    },
  };
}

async function demandProject(context: HttpContext, id: string): Promise<KnownProject> {
  const project = /^\d{1,15}$/.test(id) ? await context.projects.byId(Number(id)) : undefined;
  if (project !== undefined) return project;
  const detail = `There is no project ${id.slice(0, 50)}. Check the end of the DSN.`;
  throw new CollectError('unknown-project', detail);
}

function sentKey({ headers, query }: IngestRequest, dsn?: string): string | undefined {
  const { 'x-sentry-auth': sentryAuth, authorization } = headers;
  return clientKey({ sentryAuth: oneOf(sentryAuth), authorization, query: oneOf(query.sentry_key), dsn });
}

function oneOf(parameter: Parameter): string | undefined {
  return Array.isArray(parameter) ? parameter[0] : parameter || undefined;
}
