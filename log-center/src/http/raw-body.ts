import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Makes a scope take bodies of any content type, or none, as bytes. */
export function takeRawBodies(scope: FastifyInstance, limit: number): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limit }, (_request, body, done) =>
    done(null, body),
  );
  // SDKs are not to be refused for what stands in a header that nobody reads.
  scope.addHook('onRequest', async request => {
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
}

/** The bytes of a request in such a scope. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
