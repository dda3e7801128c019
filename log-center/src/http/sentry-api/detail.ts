import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, RequestError } from '../problem.ts';

/** Answers an error as Sentry does; `reason` is ours, for those who know it. */
export function answerDetail(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, detail, reason } = problemOf(error);
  if (status >= 500) request.log.error(error);
  reply.code(status).send({ detail, reason });
}

export function answerUnknownPath(request: FastifyRequest, reply: FastifyReply): void {
  const detail = `The log center has no ${request.method} ${request.url.split('?', 1)[0]} of Sentry's API.`;
  answerDetail(new RequestError(404, 'not-found', detail), request, reply);
}
