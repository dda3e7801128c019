import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBase, processesWith } from './contract-fixture.ts';
import { IMPLEMENTATIONS, usable } from './contract-implementations.ts';
import { DockerSandbox } from './docker/docker-sandbox.ts';
import { ownerTag } from './owner.ts';
import type { Holds, Prepared, RunOptions, RunSpec, Sandbox, SandboxResult } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';

const MiB = 1024 * 1024;
const ORPHAN_MAKER = fileURLToPath(new URL('./orphan-maker.ts', import.meta.url));

for (const [name, make] of IMPLEMENTATIONS) {
  describe(`sandbox contract: ${name}`, function () {
    this.timeout(30_000);
    let sandbox: Sandbox;
    let holds: Holds;
    let prepared: Prepared | undefined;
    let close: (() => Promise<void>) | undefined;
    let root: string;
    let dir: string;

    before(async function () {
      const made = await make();
      const sandboxOrReason = typeof made === 'string' ? made : await usable(made.sandbox);
      if (typeof made !== 'string') close = made.close;
      if (typeof sandboxOrReason === 'string') {
        if (process.env['REQUIRE_SANDBOX'] === '1') throw new Error(`${name}: ${sandboxOrReason}`);
        this['skipReason'] = sandboxOrReason;
        this.skip();
      }
      sandbox = sandboxOrReason;
      holds = (await sandbox.probe()).holds;
      root = await mkdtemp(join(tmpdir(), 'errata-contract-'));
      dir = join(root, 'it is, a:repo');
      await makeBase(root, dir);
      prepared = await sandbox.prepare({ dir });
    });

    after(async () => {
      await prepared?.[Symbol.asyncDispose]();
      await close?.();
      if (root) await rm(root, { recursive: true, force: true });
    });

    const run = (spec: Partial<RunSpec> & { command: readonly string[] }, options?: RunOptions) => {
      assert.ok(prepared);
      return sandbox.run(prepared, { files: new Map(), ...spec }, options);
    };
    const sh = (script: string, spec: Partial<RunSpec> = {}, options?: RunOptions) =>
      run({ ...spec, command: ['bash', '-c', script] }, options);

    it('reports exit codes and both streams', async () => {
      const result = await sh('echo out; sleep 0.1; echo err >&2; exit 7');
      assert.deepEqual(
        [result.status, result.exitCode, result.stdout, result.stderr, result.output],
        ['exited', 7, 'out\n', 'err\n', 'out\nerr\n'],
      );
    });

    it('runs node and python3, and reaches its own loopback', async () => {
      const script = `require('node:http').createServer((q, s) => s.end('pong')).listen(0, '127.0.0.1', function () {
        fetch('http://localhost:' + this.address().port).then(r => r.text()).then(t => { console.log(t); process.exit() }) })`;
      const node = await run({ command: ['node', '-e', script] });
      assert.deepEqual([node.exitCode, node.stdout], [0, 'pong\n'], node.output);
      const python = await run({
        command: ['python3', '-c', 'import os, multiprocessing as m; m.Lock(); print(os.getcwd())'],
      });
      assert.deepEqual([python.exitCode, python.stdout], [0, '/workspace\n'], python.output);
    });

    it('lets a program open its own output by name', async () => {
      const result = await sh(
        'echo out > /dev/stdout; echo err > /dev/stderr; echo more | cat > /proc/self/fd/1',
      );
      assert.deepEqual([result.stdout, result.stderr], ['out\nmore\n', 'err\n']);
    });

    it('tells a missing program from a sandbox that fails', async () => {
      const result = await run({ command: ['no-such-program'] });
      assert.deepEqual([result.status, result.exitCode], ['exited', 127]);
    });

    it('lays files over the base, deletes, and starts afresh each time', async () => {
      const files = new Map([
        ['src/main.js', 'patched\n'],
        ['a/new/file.txt', 'näw\n'],
        ['gone.txt', null],
      ]);
      const changed = await sh(
        'cat src/main.js a/new/file.txt; test ! -e gone.txt; echo $?; test -x tool.sh; echo $?',
        {
          files,
        },
      );
      assert.equal(changed.output, 'patched\nnäw\n0\n0\n');
      const fresh = await sh('cat src/main.js gone.txt; ls a');
      assert.match(fresh.output, /^original\nhere\nls: /);
    });

    it('leaves the repository as it was', async () => {
      await sh(
        'echo x >> src/main.js; rm -rf gone.txt node_modules src; echo y > new.txt; chmod 777 tool.sh; true',
      );
      assert.equal(await readFile(join(dir, 'src/main.js'), 'utf8'), 'original\n');
      assert.equal(await readFile(join(dir, 'gone.txt'), 'utf8'), 'here\n');
      await assert.rejects(readFile(join(dir, 'new.txt')));
    });

    it('offers untracked, linked and inherited dependencies, and no .git', async () => {
      const result = await sh('cat node_modules/dep/index.js linked.txt; touch node_modules/.cache && ls -A');
      assert.equal(result.exitCode, 0, result.output);
      assert.match(result.stdout, /^dependency\noriginal\n/);
      assert.doesNotMatch(result.stdout, /\.git/);
      await assert.rejects(readFile(join(root, 'elsewhere/node_modules/.cache')));
    });

    it('shows the dependencies of the folder above to a base that is part of something', async () => {
      const part = join(root, 'whole/packages/part');
      await mkdir(join(part, 'src'), { recursive: true });
      await mkdir(join(root, 'whole/node_modules/inherited'), { recursive: true });
      await writeFile(join(root, 'whole/node_modules/inherited/index.js'), 'module.exports = "from above"');
      const own = await sandbox.prepare({ dir: part });
      const command = ['node', '-p', 'require("inherited")'];
      const result = await sandbox.run(own, { files: new Map(), command, cwd: 'src' });
      await own[Symbol.asyncDispose]();
      assert.equal(result.stdout, 'from above\n', result.output);
    });

    it('keeps host files, the environment and privileges out', async () => {
      process.env['ERRATA_CANARY'] = 'canary-in-the-environment';
      const secret = join(root, 'secret.txt');
      const result = await sh(
        `cat '${secret}' /etc/shadow /root/* /home/*/.ssh/* 2>/dev/null; cat /proc/*/environ | tr '\\0' '\\n'; env
         find / -xdev -name secret.txt 2>/dev/null; ls -A /root /home 2>/dev/null; id -u; grep -E 'NoNewPrivs|CapEff' /proc/self/status`,
      );
      delete process.env['ERRATA_CANARY'];
      assert.doesNotMatch(result.output, /canary|top secret|secret\.txt|root:.*:\d/);
      assert.match(result.output, /CapEff:\t0+\n/);
      assert.match(result.output, /NoNewPrivs:\t1/);
      assert.doesNotMatch(result.stdout, /^0$/m);
    });

    it('refuses to write outside, to mount, to make namespaces and to change the kernel', async () => {
      const attempts = [
        'touch /x',
        'touch /usr/x',
        'touch /etc/x',
        'mount -t tmpfs x /tmp',
        'mount -o remount,rw /',
        'unshare --user true',
        'unshare --mount true',
        'mknod /tmp/disk b 254 0',
        'echo x > /proc/sys/kernel/core_pattern',
        'echo x > /proc/sys/kernel/hostname',
        'chroot / true',
        'su -c true',
      ];
      const result = await sh(
        attempts.map(line => `(${line}) </dev/null >/dev/null 2>&1 && echo 'did: ${line}'`).join('\n'),
      );
      assert.equal(result.output, '');
    });

    it('has no network, not even to the host', async () => {
      let asked = 0;
      const server = createServer((_, response) => {
        asked++;
        response.end();
      });
      await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
      const { port } = server.address() as AddressInfo;
      const result = await run({
        command: [
          'python3',
          '-c',
          `import socket
for host in ('127.0.0.1', '192.0.2.1', 'example.com'):
    try:
        socket.create_connection((host, ${port}), 2)
        print('connected', host)
    except OSError as error:
        print('refused')`,
        ],
      });
      server.close();
      assert.equal(result.output, 'refused\nrefused\nrefused\n');
      assert.equal(asked, 0);
    });

    it('ends everything when the time is up', async () => {
      const mark = `97${Math.trunc(Math.random() * 1e6)}`;
      const script = `trap '' TERM INT HUP; (setsid sleep ${mark} &) ; nohup sleep ${mark} & echo started; sleep ${mark}`;
      const result = await sh(script, { limits: { seconds: 1 } });
      assert.deepEqual([result.status, result.exitCode, result.stdout], ['timeout', null, 'started\n']);
      assert.ok(result.milliseconds < 8000, `${result.milliseconds} ms`);
      assert.deepEqual(await processesWith(mark), []);
    });

    it('does not wait for what a finished command left running', async () => {
      const mark = `98${Math.trunc(Math.random() * 1e6)}`;
      const result = await sh(`(setsid sleep ${mark} &); echo done`);
      assert.deepEqual([result.status, result.stdout], ['exited', 'done\n']);
      assert.ok(result.milliseconds < 8000);
      assert.deepEqual(await processesWith(mark), []);
    });

    it('can be cancelled, before and during', async () => {
      const during = new AbortController();
      const result = await sh(
        'echo up; sleep 30',
        {},
        { signal: during.signal, onOutput: () => during.abort() },
      );
      assert.equal(result.status, 'cancelled');
      assert.ok(result.milliseconds < 8000);
      const before = await sh('echo up', {}, { signal: AbortSignal.abort() });
      assert.deepEqual([before.status, before.output], ['cancelled', '']);
    });

    it('bounds processes', async () => {
      const script =
        'import os,time\nn=0\nfor _ in range(600):\n  try:\n    if os.fork()==0: time.sleep(20); os._exit(0)\n    n+=1\n  except OSError: break\nprint(n)';
      const result = await run({ command: ['python3', '-c', script], limits: { processes: 40 } });
      assert.equal(result.status, 'exited', result.reason);
      assert.ok(Number(result.stdout) > 5 && Number(result.stdout) < 41, result.output);
      const bomb = await sh('bomb() { bomb | bomb & }; bomb; sleep 1', {
        limits: { processes: 40, seconds: 5 },
      });
      assert.notEqual(bomb.status, 'infra-error', bomb.reason);
    });

    it('bounds the memory of a process and says so', async () => {
      const python = await run({
        command: ['python3', '-c', 'x = bytearray(400 << 20); print(len(x))'],
        limits: { memoryBytes: 256 * MiB },
      });
      assert.deepEqual([python.status, python.stdout], ['oom', '']);
      const node = await run({
        command: [
          'node',
          '--max-old-space-size=64',
          '-e',
          'const a = []; for (;;) a.push(new Array(1e5).fill({}))',
        ],
      });
      assert.equal(node.status, 'oom');
    });

    it('bounds the memory of all processes together, if it says so', async () => {
      const limits = { memoryBytes: 128 * MiB, diskBytes: 16 * MiB, tmpBytes: 16 * MiB };
      const script = `import os, time
for _ in range(4):
    if os.fork() == 0:
        x = bytearray(b'x') * (96 << 20)
        time.sleep(0.5)
        os._exit(0)
codes = [os.wait()[1] for _ in range(4)]
print(codes)
raise SystemExit(any(codes))`;
      const result = await run({ command: ['python3', '-c', script], limits });
      assert.equal(result.status, holds.memTotal === 'hard' ? 'oom' : 'exited', result.output);
    });

    it('bounds the share of the processors, if it says so', async () => {
      const script = `import os, time
for _ in range(2):
    if os.fork() == 0:
        end = time.monotonic() + 1.5
        while time.monotonic() < end: pass
        os._exit(0)
os.wait(); os.wait()
print(os.times().children_user + os.times().children_system)`;
      const result = await run({ command: ['python3', '-c', script], limits: { cpuPercent: 20 } });
      assert.equal(result.exitCode, 0, result.output);
      if (holds.cpu === 'hard') assert.ok(Number(result.stdout) < 0.7, result.stdout);
    });

    it('bounds the number of files', async () => {
      const script = `cd /tmp; mkdir many; i=0; while [ $i -lt 9000 ] && : > many/$i; do i=$((i + 1)); done 2> /dev/null; echo $i
        cd /workspace; i=0; while [ $i -lt 9000 ] && : > $i; do i=$((i + 1)); done 2> /dev/null; echo $i`;
      const limits = { tmpBytes: 16 * MiB, diskBytes: 16 * MiB };
      const result = await sh(script, { limits });
      const [tmp = 0, workspace = 0] = result.stdout.split('\n').map(Number);
      assert.ok(tmp > 1000 && tmp < 4200, result.output);
      if (sandbox.kind !== 'docker') assert.ok(workspace > 1000 && workspace < 4200, result.output);
    });

    it('bounds CPU time', async () => {
      const result = await sh('while :; do :; done', { limits: { cpuSeconds: 1, seconds: 20 } });
      assert.equal(result.status, 'timeout');
      assert.match(result.reason ?? '', /CPU/);
    });

    it('bounds what is written to /tmp, to the workspace and to one file', async () => {
      const limits = { tmpBytes: 16 * MiB, diskBytes: 32 * MiB, fileBytes: 64 * MiB, memoryBytes: 128 * MiB };
      const tmp = await sh('head -c 40M /dev/zero > /tmp/big; echo $?; stat -c %s /tmp/big', { limits });
      const [code, size] = tmp.stdout.split('\n').map(Number);
      assert.ok(code !== 0 && (size ?? 0) <= 16 * MiB, tmp.output);
      const disk = await sh('for i in 1 2 3 4 5 6 7 8; do head -c 40M /dev/zero > big$i || exit 9; done', {
        limits,
      });
      assert.ok(disk.status === 'oom' || disk.exitCode === 9, `${disk.status} ${disk.output}`);
      const file = await sh('head -c 2M /dev/zero > one; echo $?', { limits: { ...limits, fileBytes: MiB } });
      assert.notEqual(file.stdout, '0\n');
    });

    it('caps a flood of output', async () => {
      const result = await sh('yes flood', { limits: { outputBytes: 100_000 } });
      assert.equal(result.status, 'output-limit');
      assert.ok(result.output.length <= 100_000 && result.output.length > 50_000);
    });

    it('brings back artefacts, but no links, no folders and nothing too big', async () => {
      const result = await sh(
        `mkdir -p out; printf 'a\\0b' > out/report.json; ln -s /etc/passwd link; ln -s out through; head -c 300000 /dev/zero > big
         mkfifo pipe; ln -sf /proc/self/environ out/env`,
        {
          collect: [
            'out/report.json',
            'link',
            'through/report.json',
            'big',
            'pipe',
            'out',
            'missing',
            'out/env',
          ],
          limits: { artefactBytes: 100_000 },
        },
      );
      assert.deepEqual([...result.artefacts], [['out/report.json', 'a\0b']], result.reason);
    });

    it('brings artefacts back past an output that was left not to wait', async () => {
      const leave = 'import fcntl, os; fcntl.fcntl(1, fcntl.F_SETFL, os.O_WRONLY | os.O_NONBLOCK)';
      const result = await sh(`python3 -c '${leave}'; head -c 3000000 /dev/zero | tr '\\0' x > big`, {
        collect: ['big'],
        limits: { artefactBytes: 4_000_000 },
      });
      assert.equal(result.artefacts.get('big')?.length, 3_000_000, result.reason);
    });

    it('refuses paths and commands that lead elsewhere', async () => {
      const write = (path: string) => run({ command: ['true'], files: new Map([[path, 'x']]) });
      for (const path of [
        '/etc/x',
        '../x',
        'a/../../x',
        '.git/config',
        'src/.GIT/hooks/x',
        '',
        'a\0b',
        'outward/x',
        'outfile',
      ])
        await assert.rejects(write(path), rejectsWith('bad-path'), path);
      await assert.rejects(
        run({ command: ['true'], files: new Map([['outward/x', null]]) }),
        rejectsWith('bad-path'),
      );
      await assert.rejects(run({ command: ['true'], collect: ['../x'] }), rejectsWith('bad-path'));
      await assert.rejects(run({ command: ['true'], cwd: '..' }), rejectsWith('bad-path'));
      await assert.rejects(run({ command: [] }), rejectsWith('bad-command'));
      await assert.rejects(run({ command: ['true'], env: { 'A B': '1' } }), rejectsWith('bad-command'));
      await assert.rejects(run({ command: ['true'], limits: { seconds: 0 } }), rejectsWith('bad-limit'));
      assert.equal(await readFile(join(root, 'secret.txt'), 'utf8'), 'top secret');
    });

    it('passes arguments and environment as they are', async () => {
      const odd = ['$(id)', '`id`', '; echo x', '"quo\'te', 'two\nlines', '*', 'päth', ''];
      const result = await run({
        command: ['node', '-p', 'JSON.stringify([...process.argv.slice(1), process.env.ODD])', '--', ...odd],
        env: { ODD: '$HOME `x`' },
      });
      assert.deepEqual(JSON.parse(result.stdout), [...odd, '$HOME `x`']);
    });

    it('reports a base that is gone as its own failure', async () => {
      await assert.rejects(sandbox.prepare({ dir: join(root, 'nowhere') }), rejectsWith('prepare-failed'));
      const other = join(root, 'short-lived');
      await mkdir(other);
      const disposed = await sandbox.prepare({ dir: other });
      await disposed[Symbol.asyncDispose]();
      await disposed[Symbol.asyncDispose]();
      await assert.rejects(
        sandbox.run(disposed, { files: new Map(), command: ['true'] }),
        rejectsWith('prepare-failed'),
      );
    });

    it('leaves nothing behind when its owner is killed', async () => {
      const mark = `96${Math.trunc(Math.random() * 1e6)}`;
      const base = join(root, 'orphaned');
      await mkdir(base);
      const socket = sandbox instanceof DockerSandbox ? sandbox.socketPath : undefined;
      const owner = spawn(process.execPath, [ORPHAN_MAKER, sandbox.kind, base, mark], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: '/usr/bin:/bin', ...(socket === undefined ? {} : { DOCKER_HOST: `unix://${socket}` }) },
      });
      const [said] = await once(owner.stdout, 'data');
      assert.equal(String(said), 'up\n');
      assert.equal((await processesWith(mark, 0)).length, 1);
      const tag = ownerTag(owner.pid);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      if (sandbox.kind !== 'docker') assert.deepEqual(await processesWith(mark), []);
      await sandbox.sweep();
      assert.deepEqual(await processesWith(mark), []);
      for (const folder of [tmpdir(), '/dev/shm'])
        assert.deepEqual(
          (await readdir(folder)).filter(entry => entry.includes(tag)),
          [],
        );
    });

    it('runs several at once without mixing them', async () => {
      const results = await Promise.all([1, 2, 3].map(n => sh(`echo ${n} > mine; sleep 0.3; cat mine`)));
      assert.deepEqual(
        results.map((result: SandboxResult) => result.stdout),
        ['1\n', '2\n', '3\n'],
      );
    });
  });
}

function rejectsWith(reason: string): (error: unknown) => boolean {
  return error => error instanceof SandboxError && error.reason === reason;
}
