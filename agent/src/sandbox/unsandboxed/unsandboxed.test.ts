import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseSandbox, type Prepared, SANDBOX_KINDS, type Sandbox } from '../sandbox.ts';
import { giveConsent, hasConsented, withdrawConsent } from './consent.ts';
import { Unsandboxed } from './unsandboxed.ts';

describe('without a sandbox', () => {
  const settings = process.env['XDG_CONFIG_HOME'];
  let root: string;
  let dir: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'errata-unsandboxed-')));
    dir = join(root, 'repo');
    process.env['XDG_CONFIG_HOME'] = join(root, 'config');
    await mkdir(join(dir, '.git'), { recursive: true });
    await writeFile(join(dir, 'main.js'), 'original\n');
  });
  afterEach(async () => {
    if (settings === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = settings;
    await rm(root, { recursive: true });
  });

  const within = async (work: (sandbox: Sandbox, prepared: Prepared) => Promise<void>): Promise<void> => {
    await giveConsent(dir);
    const sandbox = new Unsandboxed();
    await using prepared = await sandbox.prepare({ dir });
    await work(sandbox, prepared);
  };
  const sh = (script: string) => ({ files: new Map<string, string | null>(), command: ['sh', '-c', script] });

  it('nothing is prepared unless a person agreed, for exactly that folder', async () => {
    const { sandbox } = await chooseSandbox({ kind: 'none' });
    await assert.rejects(sandbox.prepare({ dir }), { reason: 'no-consent' });
    await giveConsent(root);
    await assert.rejects(sandbox.prepare({ dir }), {
      reason: 'no-consent',
      message: /can read and change all/,
    });
    await giveConsent(dir);
    await (await sandbox.prepare({ dir }))[Symbol.asyncDispose]();
    assert.ok(await hasConsented(root));
    await withdrawConsent(dir);
    await assert.rejects(sandbox.prepare({ dir }), { reason: 'no-consent' });
    assert.ok(await hasConsented(root));
  });

  it('consent is kept from other users, and a spoilt file is no consent', async () => {
    await giveConsent(dir);
    const file = join(root, 'config/errata/no-sandbox.json');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await writeFile(file, `{"folders": {${JSON.stringify(dir)}: true}}`);
    assert.ok(!(await hasConsented(dir)));
  });

  it('is never what is chosen by itself', async () => {
    await giveConsent(dir);
    assert.ok(!SANDBOX_KINDS.includes('none'));
    const chosen = await chooseSandbox().then(
      ({ sandbox }) => sandbox.kind,
      error => error.reason,
    );
    assert.notEqual(chosen, 'none');
  });

  it('lets no socket in, since what has no walls has no door', async () => {
    await within(async (sandbox, prepared) => {
      const run = sandbox.run(prepared, { ...sh('true'), socket: '/dev/shm/x' });
      await assert.rejects(run, { reason: 'no-socket' });
    });
  });

  it('claims to hold nothing but time, and that in part', async () => {
    const { holds } = await new Unsandboxed().probe();
    assert.deepEqual(
      Object.entries(holds).filter(([, hold]) => hold !== 'none'),
      [['time', 'soft']],
    );
  });

  it('works on a fresh copy each time and leaves the folder as it was', () =>
    within(async (sandbox, prepared) => {
      const files = new Map([
        ['main.js', 'patched\n'],
        ['new/one.txt', 'new\n'],
      ]);
      const first = await sandbox.run(prepared, {
        ...sh(
          'cat main.js new/one.txt; ls -A; echo x >> main.js; pwd; echo made > out.txt; ln -s out.txt link',
        ),
        files,
        collect: ['out.txt', 'link', 'missing'],
      });
      assert.equal(first.stdout, `patched\nnew\nmain.js\nnew\n${prepared.workspace}\n`);
      assert.deepEqual([...first.artefacts], [['out.txt', 'made\n']]);
      assert.equal((await sandbox.run(prepared, sh('cat main.js; ls -A'))).stdout, 'original\nmain.js\n');
      assert.equal(await readFile(join(dir, 'main.js'), 'utf8'), 'original\n');
      await prepared[Symbol.asyncDispose]();
      await assert.rejects(access(prepared.workspace));
    }));

  it('links dependencies, but copies those that lead back into the folder', () =>
    within(async (sandbox, prepared) => {
      await mkdir(join(dir, 'node_modules/plain'), { recursive: true });
      const link = () => sandbox.run(prepared, sh('test -L node_modules && echo linked'));
      assert.equal((await link()).stdout, 'linked\n');
      await mkdir(join(dir, 'node_modules/@own'));
      await symlink('../../packages/part', join(dir, 'node_modules/@own/part'));
      assert.equal((await link()).stdout, '');
    }));

  it('hands on no environment, and ends for time, output and cancellation', () =>
    within(async (sandbox, prepared) => {
      process.env['ERRATA_CANARY'] = 'canary';
      const seen = await sandbox.run(prepared, sh('env; exit 3'));
      delete process.env['ERRATA_CANARY'];
      assert.deepEqual([seen.status, seen.exitCode], ['exited', 3]);
      assert.doesNotMatch(seen.output, /canary/);
      const late = await sandbox.run(prepared, { ...sh('sleep 30 & sleep 30'), limits: { seconds: 1 } });
      assert.equal(late.status, 'timeout');
      const loud = await sandbox.run(prepared, { ...sh('yes'), limits: { outputBytes: 1000 } });
      assert.deepEqual([loud.status, loud.output.length], ['output-limit', 1000]);
      const stopped = await sandbox.run(prepared, sh('sleep 30'), { signal: AbortSignal.timeout(100) });
      assert.equal(stopped.status, 'cancelled');
      const missing = await sandbox.run(prepared, { files: new Map(), command: ['no-such-program'] });
      assert.deepEqual([missing.status, missing.exitCode], ['exited', 127]);
      await assert.rejects(sandbox.run(prepared, { ...sh('true'), files: new Map([['../x', '']]) }), {
        reason: 'bad-path',
      });
    }));
});
