import { EventInputError } from '@errata/protocol/event-input';
import type { Problem } from '@errata/protocol/problem';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { CollectError, type CollectReason } from '../collect/collect-error.ts';
import { LifecycleError } from '../lifecycle/lifecycle-error.ts';
import { SearchError } from '../store/search-error.ts';

/** A request that is refused, with the status to answer. */
export class RequestError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.reason = reason;
  }
}

const collectStatus: Readonly<Partial<Record<CollectReason, number>>> = {
  'missing-key': 401,
  'wrong-key': 403,
  'unknown-project': 404,
  'too-large': 413,
  stalled: 408,
  'rate-limited': 429,
  overloaded: 429,
  'disk-full': 503,
};
const sqliteFull = 13;
/** To import it would have Node load all that fetch is made of, too: 10 MB. */
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** Answers every error as a problem document; what is our own fault is logged and not told. */
export function answerProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = problemOf(error);
  if (problem.status >= 500) request.log.error(error);
  reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  const detail = `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}.`;
  answerProblem(new RequestError(404, 'not-found', detail), request, reply);
}

export function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof RequestError) return problem(error.status, error.reason, error.message);
  if (error instanceof CollectError)
    return problem(collectStatus[error.reason] ?? 400, error.reason, error.message);
  if (error instanceof EventInputError || error instanceof SearchError) {
    return problem(400, error.reason, error.message);
  }
  if (error instanceof LifecycleError) {
    const isUnknown = error.reason.startsWith('unknown-');
    return problem(isUnknown ? 404 : 409, error.reason, error.message);
  }
  if ('errcode' in error && error.errcode === sqliteFull) {
    return problem(
      507,
      'storage-full',
      'The disk of the log center is full; nothing was stored. Send it again later.',
    );
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) return problem(413, 'too-large', 'The body is too large.');
  if (status >= 400 && status < 500) return problem(status, 'bad-request', error.message);
  return problem(500, 'internal', 'The log center failed at this; its log says why.');
}

function problem(status: number, reason: string, detail: string): Problem {
  return {
    type: `urn:errata:problem:${reason}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    reason,
  };
}
