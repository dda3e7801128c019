import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../context.ts';
import { answerDetail } from '../sentry-api/detail.ts';
import { releaseChangeRoutes } from './releases.ts';
import { uploadRoutes } from './upload.ts';

/** Of commits with all the files that they touch. */
const mostJson = 16 * 1024 * 1024;

/** What Sentry's tools need to upload source maps, in the form that they know; to be registered under `/api/0`. */
export function sourceMapRoutes(scope: FastifyInstance, context: HttpContext): void {
  scope.setErrorHandler(answerDetail);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: mostJson },
    scope.getDefaultJsonParser('error', 'error'),
  );
  // Read where it is asked for, piece by piece.
  scope.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null));
  scope.addHook('onRequest', async request => {
    await context.access.demand(request, request.method === 'GET' ? 'read' : 'write');
  });
  uploadRoutes(scope, context);
  releaseChangeRoutes(scope, context);
}
