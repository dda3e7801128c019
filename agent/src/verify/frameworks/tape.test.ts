import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyContext } from '../context.ts';
import { detectTests } from '../test-command.ts';

describe('tests that tape runs', () => {
  const files = ['package.json', 'lib/a.js', 'test/a.js'];
  const test = "require('tape')('a', function (t) { t.end(); });\n";
  let dir: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'errata-tape-'));
  });

  after(() => rm(dir, { recursive: true, force: true }));

  function context(manifest: object): VerifyContext {
    const text = JSON.stringify(manifest);
    return {
      ...{ sandbox: 'namespaces', dir, workspace: '/workspace', base: new Map() },
      sources: { list: async () => files, read: async path => (path === 'package.json' ? text : test) },
      run: () => Promise.reject(new Error('Nothing is run here.')),
    };
  }

  const manifest = { scripts: { test: "nyc tape 'test/**/*.js' '$HOME'" }, devDependencies: { tape: '5' } };

  it('are said to lack their runner where it is not installed', async () => {
    const { plan, reason } = await detectTests(context(manifest), 'lib/a.js');
    assert.equal(plan, undefined);
    assert.match(reason ?? '', /use tape, which is not installed/);
  });

  it('are run with the tape that is installed, and one by itself with Node', async () => {
    await mkdir(join(dir, 'node_modules/tape'), { recursive: true });
    await writeFile(join(dir, 'node_modules/tape/package.json'), '{ "bin": { "tape": "bin/tape" } }');
    const { plan } = await detectTests(context(manifest), 'lib/a.js');
    const whole = plan?.invocation().command.join(' ') ?? '';
    assert.ok(whole.includes("'node' 'node_modules/tape/bin/tape' 'test/**/*.js' '$HOME'"), whole);
    assert.equal(plan?.framework, 'node:test');
    assert.ok(plan?.invocation(['test/a.js']).command.includes('--test'));
  });

  it('are not taken for none where another runner is declared that is not known', async () => {
    const { reason } = await detectTests(context({ devDependencies: { vows: '1' } }), 'lib/a.js');
    assert.match(reason ?? '', /use vows, which is not supported/);
  });
});
