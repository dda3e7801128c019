import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerLives, ownerTag, sweepOwnedFolders } from './owner.ts';
import { chooseSandbox, createSandbox } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';

describe('choosing a sandbox', () => {
  const before = process.env['DOCKER_HOST'];
  afterEach(() => {
    if (before === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = before;
  });

  it('says what is wrong with one that was asked for, and takes no other', async () => {
    process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock';
    await assert.rejects(chooseSandbox({ kind: 'docker' }), error => {
      assert.ok(error instanceof SandboxError);
      assert.equal(error.reason, 'kind-unavailable');
      assert.match(error.message, /\/nowhere\/docker\.sock.*start the daemon/);
      return true;
    });
  });

  it('refuses a base that another kind prepared', async () => {
    const bubblewrap = await createSandbox('bubblewrap');
    const foreign = {
      kind: 'namespaces',
      dir: '/',
      workspace: '/workspace',
      runtimes: [],
      [Symbol.asyncDispose]: async () => {},
    } as const;
    const spec = { files: new Map(), command: ['true'] };
    await assert.rejects(bubblewrap.run(foreign, spec), { reason: 'prepare-failed' });
  });
});

describe('owner', () => {
  it('lives as long as its process, and no later process is taken for it', () => {
    assert.ok(ownerLives(ownerTag()));
    assert.ok(!ownerLives(`${process.pid}.1`));
    assert.ok(!ownerLives('4194305.1'));
    assert.ok(ownerLives('unreadable'));
  });

  it('loses its folders to the sweep only when it is dead', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'errata-sweep-'));
    const names = [
      `errata-sandbox-${ownerTag()}-a`,
      'errata-sandbox-4194305.1-b',
      'errata-sandbox-x-c',
      'other',
    ];
    for (const name of names) {
      await mkdir(join(parent, name));
      await writeFile(join(parent, name, 'file'), '');
    }
    await sweepOwnedFolders(parent);
    const { readdir } = await import('node:fs/promises');
    assert.deepEqual((await readdir(parent)).sort(), names.filter(name => !name.endsWith('-b')).sort());
    await rm(parent, { recursive: true });
  });
});
