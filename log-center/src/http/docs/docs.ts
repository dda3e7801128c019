import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { openApiDocument } from './openapi.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Errata log center: API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#api', deepLinking: true, tryItOutEnabled: true });
`;

/** Files of swagger-ui-dist: as a package when run from source, beside the bundle otherwise. */
const assets = { 'swagger-ui-bundle.js': 'text/javascript', 'swagger-ui.css': 'text/css' } as const;

function assetFile(name: string): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(
    isSource ? import.meta.resolve(`swagger-ui-dist/${name}`) : new URL(`./docs/${name}`, import.meta.url),
  );
}

/** The API page and the OpenAPI document that it shows. */
export function docsRoutes(scope: FastifyInstance, url: () => string): void {
  scope.addHook('onSend', async (_request, reply) => {
    const policy =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";
    reply.header('content-security-policy', policy);
  });
  let document: string | undefined;
  scope.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  scope.get('/docs/start.js', (_request, reply) => reply.type('text/javascript').send(start));
  scope.get('/docs/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(url()));
    return reply.type('application/json').send(document);
  });
  for (const [name, type] of Object.entries(assets)) {
    scope.get(`/docs/${name}`, (_request, reply) => reply.type(type).send(createReadStream(assetFile(name))));
  }
}
