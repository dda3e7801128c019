import assert from 'node:assert/strict';
import type { Proposed } from './attempts.ts';
import { proposed, tests } from './proposed-attempts.ts';

describe('attempts at a request', () => {
  const manifest = '{ "type": "module", "scripts": { "test": "node --test" } }';
  const request = {
    method: 'post',
    url: '/orders?dry=1',
    headers: { 'Content-Type': 'application/json', 'X-Tenant': 'north', 'X-Api-Key': 'k', Host: 'a' },
    body: '{"lines":[],"password":"hunter2"}',
  };

  it('take the arguments of a factory from an existing test', async () => {
    const found = await proposed(
      {
        'package.json': manifest,
        'src/app.js':
          "import express from 'express';\nexport function createApp(store) {\n  return express();\n}\n",
        'src/store.js': 'export class Store {}\n',
        'test/app.test.js': [
          "import assert from 'node:assert/strict';",
          "import { describe, it } from 'node:test';",
          "import { createApp } from '../src/app.js';",
          "import { Store } from '../src/store.js';",
          '',
          "describe('app', () => {",
          "  const store = new Store({ seed: ['a'] });",
          "  it('is made', () => assert.ok(createApp(store)));",
          '});',
          '',
        ].join('\n'),
      },
      [{ file: 'src/app.js', line: 3 }],
      request,
    );
    assert.equal(
      tests(found)[0]?.test.after,
      [
        "import assert from 'node:assert/strict';",
        "import { describe, it } from 'node:test';",
        "import { once } from 'node:events';",
        "import { createApp } from '../src/app.js';",
        "import { Store } from '../src/store.js';",
        '',
        "describe('POST /orders', () => {",
        "  it('does not fail with a server error', async () => {",
        "    const store = new Store({ seed: ['a'] });",
        '    const server = createApp(store).listen(0);',
        "    await once(server, 'listening');",
        '    try {',
        '      const { port } = server.address();',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of the test that is written
        '      const response = await fetch(`http://127.0.0.1:${port}/orders?dry=1`, {',
        "        method: 'POST',",
        "        headers: { 'content-type': 'application/json', 'x-tenant': 'north' },",
        "        body: JSON.stringify({ lines: [], password: 'redacted' }),",
        '      });',
        '      assert.ok(response.status < 500, await response.text());',
        '    } finally {',
        '      server.close();',
        '    }',
        '  });',
        '});',
        '',
      ].join('\n'),
    );
  });

  it('inject into fastify, and require in CommonJS', async () => {
    const found = await proposed(
      {
        'package.json': '{ "scripts": { "test": "node --test" } }',
        'app.js':
          "const fastify = require('fastify');\nasync function build() {\n  return fastify();\n}\nmodule.exports = { build };\n",
      },
      [{ file: 'app.js', line: 3 }],
      { ...request, method: 'PUT', headers: {} },
    );
    const text = tests(found)[0]?.test.after ?? '';
    assert.match(text, /^const \{ build \} = require\('\.\.\/app'\);$/m);
    assert.match(
      text,
      /const app = await build\(\);\n.*await app\.inject\(\{\n\s+method: 'PUT',\n\s+url: '\/orders\?dry=1',/,
    );
    assert.match(text, /payload: \{ lines: \[\], password: 'redacted' \},/);
  });

  it('say why there are none', async () => {
    const found = await proposed(
      { 'package.json': manifest, 'src/app.js': 'export const x = 1;\n' },
      [{ file: 'src/app.js', line: 1 }],
      request,
    );
    assert.deepEqual(found, [{ level: 'request', reason: 'no HTTP app is exported by the project' }]);
  });

  it('take nothing from a hostile request into code', async () => {
    const url = ['/`$', '{process.exit(1)}`?a=`\'"'].join('');
    const hostile = { method: 'GET', url, headers: { accept: "'+evil+'" } };
    const found = await proposed(
      {
        'package.json': manifest,
        'src/app.js': "import http from 'node:http';\nexport const server = http.createServer(() => {});\n",
      },
      [{ file: 'src/app.js', line: 2 }],
      hostile,
    );
    const made = tests(found)[0]?.test;
    assert.equal(made?.path, 'test/get-regression.test.js');
    assert.match(made?.after ?? '', /\$\{port\}\/%60\$%7Bprocess\.exit\(1\)%7D%60\?a=\\`%27%22`/);
    assert.match(made?.after ?? '', /accept: "'\+evil\+'"/);
    assert.deepEqual(await proposed({ 'package.json': manifest }, [], { method: 'A B', url: '/' }), []);
  });
});

describe('attempts at a whole program', () => {
  const lib = 'export function scale(points, by) {\n  return points.map(point => point * by);\n}\n';
  const manifest = '{ "type": "module", "scripts": { "start": "node jobs/nightly.js" } }';
  const files = {
    'package.json': manifest,
    'lib/scale.js': lib,
    'jobs/nightly.js': "import { scale } from '../lib/scale.js';\n\nscale(undefined, 2);\n",
  };
  const runs = (found: readonly Proposed[]) =>
    tests(found)
      .filter(entry => !entry.guessed)
      .map(entry => /spawnSync\(process.execPath, \['(.*)'\]/.exec(entry.test.after)?.[1]);

  it('run the script whose own code the trace began in', async () => {
    const found = await proposed({ ...files, 'tools/once.js': 'scale();\n' }, [
      { file: 'tools/once.js', line: 1 },
      { file: 'lib/scale.js', line: 2, function: 'scale' },
    ]);
    assert.deepEqual(runs(found), ['tools/once.js']);
  });

  it('run what npm start runs where the trace does not go back to a script', async () => {
    const found = await proposed(files, [{ file: 'lib/scale.js', line: 2, function: 'scale' }]);
    assert.deepEqual(runs(found), ['jobs/nightly.js']);
  });

  it('make the call of the outermost function first where its arguments are known', async () => {
    const found = await proposed(files, [
      { file: 'jobs/nightly.js', line: 3 },
      { file: 'lib/scale.js', line: 2, function: 'scale', variables: { by: 2, points: null } },
    ]);
    assert.deepEqual(runs(found), [undefined, 'jobs/nightly.js']);
  });

  it('run nothing that the repository does not hold', async () => {
    const found = await proposed({ 'package.json': manifest, 'lib/scale.js': lib }, [
      { file: 'lib/scale.js', line: 2, function: 'scale' },
    ]);
    assert.deepEqual(runs(found), []);
  });
});
