import assert from 'node:assert/strict';
import { centerRoutes } from '@errata/protocol/center-routes';
import type { Route } from '@errata/protocol/routes/route';
import { z } from 'zod';
import { startTestCenter } from '../../testing/center-client.ts';

const operation = z.object({
  summary: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']) })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.object({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

describe('the API page', () => {
  it('shows every operation of the contract, with its parameters, body and answer', async () => {
    await using test = await startTestCenter();
    const { url } = test.client.ready;
    const shown = document.parse(await (await fetch(`${url}/docs/openapi.json`)).json());
    assert.equal(shown.servers[0]?.url, url);
    for (const route of Object.values<Route>(centerRoutes)) {
      const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
      const found = shown.paths[path]?.[route.method.toLowerCase()] ?? assert.fail(`${route.method} ${path}`);
      assert.equal(found.summary, route.summary.replaceAll('`', ''));
      assert.ok(String(route.status ?? 200) in found.responses);
      const inPath = found.parameters.filter(parameter => parameter.in === 'path');
      assert.equal(inPath.length, route.path.split(':').length - 1);
    }
    const issues = shown.paths['/api/v1/issues']?.['get'];
    const names = issues?.parameters.map(({ name }) => name).sort();
    assert.deepEqual(names, ['cursor', 'limit', 'project', 'q', 'sort', 'status']);
    assert.ok(shown.paths['/api/{project}/envelope/']?.['post']);
  });

  it('is a page of its own that runs nothing from elsewhere', async () => {
    await using test = await startTestCenter();
    const { url } = test.client.ready;
    const page = await fetch(`${url}/docs`);
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'; script-src 'self'/);
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, file]) => file ?? '');
    assert.equal(files.length, 3);
    for (const file of files) {
      assert.ok(file.startsWith('/docs/'), file);
      const asset = await fetch(url + file);
      assert.equal(asset.status, 200, file);
      assert.ok((await asset.text()).length > 50, file);
    }
  });
});
