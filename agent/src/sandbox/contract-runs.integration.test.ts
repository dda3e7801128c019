import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processesWith } from './contract-fixture.ts';
import { describeContract, rejectsWith } from './contract-room.ts';
import { DockerSandbox } from './docker/docker-sandbox.ts';
import { ownerTag } from './owner.ts';
import type { SandboxResult } from './sandbox.ts';

const ORPHAN_MAKER = fileURLToPath(new URL('./orphan-maker.ts', import.meta.url));

describeContract('runs', room => {
  it('reports exit codes and both streams', async () => {
    const result = await room.sh('echo out; sleep 0.1; echo err >&2; exit 7');
    assert.deepEqual(
      [result.status, result.exitCode, result.stdout, result.stderr, result.output],
      ['exited', 7, 'out\n', 'err\n', 'out\nerr\n'],
    );
  });

  it('runs node and python3, and reaches its own loopback', async () => {
    const script = `require('node:http').createServer((q, s) => s.end('pong')).listen(0, '127.0.0.1', function () {
      fetch('http://localhost:' + this.address().port).then(r => r.text()).then(t => { console.log(t); process.exit() }) })`;
    const node = await room.run({ command: ['node', '-e', script] });
    assert.deepEqual([node.exitCode, node.stdout], [0, 'pong\n'], node.output);
    const python = await room.run({
      command: ['python3', '-c', 'import os, multiprocessing as m; m.Lock(); print(os.getcwd())'],
    });
    assert.deepEqual([python.exitCode, python.stdout], [0, '/workspace\n'], python.output);
  });

  it('lets a program open its own output by name', async () => {
    const result = await room.sh(
      'echo out > /dev/stdout; echo err > /dev/stderr; echo more | cat > /proc/self/fd/1',
    );
    assert.deepEqual([result.stdout, result.stderr], ['out\nmore\n', 'err\n']);
  });

  it('tells a missing program from a sandbox that fails', async () => {
    const result = await room.run({ command: ['no-such-program'] });
    assert.deepEqual([result.status, result.exitCode], ['exited', 127]);
  });

  it('passes arguments and environment as they are', async () => {
    const odd = ['$(id)', '`id`', '; echo x', '"quo\'te', 'two\nlines', '*', 'päth', ''];
    const result = await room.run({
      command: ['node', '-p', 'JSON.stringify([...process.argv.slice(1), process.env.ODD])', '--', ...odd],
      env: { ODD: '$HOME `x`' },
    });
    assert.deepEqual(JSON.parse(result.stdout), [...odd, '$HOME `x`']);
  });

  it('can be cancelled, before and during', async () => {
    const during = new AbortController();
    const result = await room.sh(
      'echo up; sleep 30',
      {},
      { signal: during.signal, onOutput: () => during.abort() },
    );
    assert.equal(result.status, 'cancelled');
    assert.ok(result.milliseconds < 8000);
    const before = await room.sh('echo up', {}, { signal: AbortSignal.abort() });
    assert.deepEqual([before.status, before.output], ['cancelled', '']);
  });

  it('does not wait for what a finished command left running', async () => {
    const mark = `98${Math.trunc(Math.random() * 1e6)}`;
    const result = await room.sh(`(setsid sleep ${mark} &); echo done`);
    assert.deepEqual([result.status, result.stdout], ['exited', 'done\n']);
    assert.ok(result.milliseconds < 8000);
    assert.deepEqual(await processesWith(mark), []);
  });

  it('runs several at once without mixing them', async () => {
    const results = await Promise.all([1, 2, 3].map(n => room.sh(`echo ${n} > mine; sleep 0.3; cat mine`)));
    assert.deepEqual(
      results.map((result: SandboxResult) => result.stdout),
      ['1\n', '2\n', '3\n'],
    );
  });

  it('reports a base that is gone as its own failure', async () => {
    await assert.rejects(
      room.sandbox.prepare({ dir: join(room.root, 'nowhere') }),
      rejectsWith('prepare-failed'),
    );
    const other = join(room.root, 'short-lived');
    await mkdir(other);
    const disposed = await room.sandbox.prepare({ dir: other });
    await disposed[Symbol.asyncDispose]();
    await disposed[Symbol.asyncDispose]();
    await assert.rejects(
      room.sandbox.run(disposed, { files: new Map(), command: ['true'] }),
      rejectsWith('prepare-failed'),
    );
  });

  it('leaves nothing behind when its owner is killed', async () => {
    const mark = `96${Math.trunc(Math.random() * 1e6)}`;
    const base = join(room.root, 'orphaned');
    await mkdir(base);
    const socket = room.sandbox instanceof DockerSandbox ? room.sandbox.socketPath : undefined;
    const owner = spawn(process.execPath, [ORPHAN_MAKER, room.sandbox.kind, base, mark], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: '/usr/bin:/bin', ...(socket === undefined ? {} : { DOCKER_HOST: `unix://${socket}` }) },
    });
    const [said] = await once(owner.stdout, 'data');
    assert.equal(String(said), 'up\n');
    assert.equal((await processesWith(mark, 0)).length, 1);
    const tag = ownerTag(owner.pid);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    if (room.sandbox.kind !== 'docker') assert.deepEqual(await processesWith(mark), []);
    await room.sandbox.sweep();
    assert.deepEqual(await processesWith(mark), []);
    for (const folder of [tmpdir(), '/dev/shm'])
      assert.deepEqual(
        (await readdir(folder)).filter(entry => entry.includes(tag)),
        [],
      );
  });
});
