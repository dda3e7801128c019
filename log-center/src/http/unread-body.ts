import type { FastifyInstance } from 'fastify';

/** Leaves the body where it is, of whatever content type it is said to be: it is read as it arrives. */
export function takeUnreadBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  // SDKs are not to be refused for what stands in a header that nobody reads.
  scope.addHook('onRequest', async request => {
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
}
