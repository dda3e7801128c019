import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyContext } from './context.ts';

describe('what a proof is made with', () => {
  it('names the runtimes, where they are not what is asked for, and what is not installed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'errata-context-'));
    await writeFile(join(dir, 'package.json'), '{"dependencies": {"express": "5"}}');
    const runtimes = [
      { runtime: 'node', version: '24.1.0', fits: false, wanted: { range: '8', source: '.nvmrc' } } as const,
    ];
    const prepared = { dir, workspace: '/workspace', runtimes };
    const sandbox = { kind: 'bubblewrap', run: () => Promise.reject(new Error('not to be run')) } as const;
    const sources = { list: async () => [], read: async () => undefined };
    const { setup } = verifyContext({ sandbox, prepared, sources, base: new Map() });
    await rm(dir, { recursive: true });
    assert.deepEqual(setup, [
      'Node 24.1.0, although .nvmrc asks for 8: no such one is installed that could be used',
      'node_modules is missing, and a sandbox cannot install it. To install what package.json asks for, here: `npm install`. Or let Errata do it apart from the folder: errata fix --install',
    ]);
  });
});
