import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../context.ts';
import { parseManifest } from '../project.ts';
import { avaPlan } from './ava.ts';

const printed = (stdout: string): SandboxResult => ({
  ...{ status: 'exited', exitCode: 1, output: stdout, stdout, stderr: '', milliseconds: 1 },
  artefacts: new Map(),
});

describe('tests that AVA runs', () => {
  it('have the same name in a run of all files and of one', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'errata-ava-'));
    try {
      await mkdir(join(dir, 'node_modules/ava'), { recursive: true });
      await writeFile(join(dir, 'node_modules/ava/package.json'), '{ "bin": { "ava": "cli.mjs" } }');
      const files = ['package.json', 'test/a.test.js', 'test/sub/a.js'];
      const context: VerifyContext = {
        ...{ sandbox: 'namespaces', dir, workspace: '/workspace', base: new Map() },
        sources: { list: async () => files, read: async () => undefined },
        run: () => Promise.reject(new Error('Nothing is run here.')),
      };
      const manifest = parseManifest('{ "scripts": { "test": "ava --watch --serial test/**/*.js" } }');
      const project = { language: 'javascript', folder: '', manifest, files } as const;
      const plan = await avaPlan({ context, project });
      assert.deepEqual(plan?.invocation().command, [
        ...['node', 'node_modules/ava/cli.mjs', '--serial', '--tap', 'test/**/*.js'],
      ]);
      const names = (text: string, only?: readonly string[]) =>
        plan?.read(printed(`TAP version 13\n${text}`), only)?.map(test => test.name);
      assert.deepEqual(names('ok 1 - a › adds\nnot ok 2 - sub › a › adds › up\n'), [
        'test/a.test.js › adds',
        'test/sub/a.js › adds › up',
      ]);
      assert.deepEqual(names('not ok 1 - adds › up\n', ['test/sub/a.js']), ['test/sub/a.js › adds › up']);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
