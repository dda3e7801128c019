import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMPLEMENTATIONS, usableOrSkip } from './contract-implementations.ts';
import { ownedName } from './owner.ts';
import type { Prepared, RunSpec, Sandbox, SandboxStatus } from './sandbox.ts';

/** About an hour, by which the processes of this test are known. */
const HOUR = String(3600 + Math.trunc(Math.random() * 1e6) / 1e6);
const MiB = 1024 * 1024;
/** Room for a busy machine over the limit of a run. */
const PATIENCE_MILLISECONDS = 10_000;

interface BadProject {
  readonly what: string;
  readonly script: string;
  readonly limits?: RunSpec['limits'];
  /** Any of these. */
  readonly ends: readonly SandboxStatus[];
  readonly says?: RegExp;
  readonly prints?: RegExp;
}

const PROJECTS: readonly BadProject[] = [
  {
    what: 'take an hour',
    script: `sleep ${HOUR}`,
    limits: { seconds: 1 },
    ends: ['timeout'],
    says: /longer than 1 s/,
  },
  {
    what: 'hang and ignore every signal',
    script: `trap '' TERM INT HUP QUIT; (trap '' TERM; setsid sleep ${HOUR} &) ; while :; do sleep ${HOUR}; done`,
    limits: { seconds: 1 },
    ends: ['timeout'],
    says: /longer than 1 s/,
  },
  {
    what: 'print gigabytes',
    script: 'yes "$(head -c 60000 /dev/zero | tr "\\0" x)"',
    ends: ['output-limit'],
    says: /more than \d+ bytes/,
  },
  {
    what: 'fork without end',
    script: `bomb() { bomb | bomb & }; bomb 2> /dev/null; sleep ${HOUR}`,
    limits: { processes: 64, seconds: 2 },
    ends: ['timeout'],
    says: /longer than 2 s/,
  },
  {
    what: 'fill the disk',
    script:
      'for i in $(seq 99); do head -c 20M /dev/zero > fill$i 2> /dev/null || { echo full; exit 1; }; done',
    limits: { diskBytes: 32 * MiB, memoryBytes: 256 * MiB },
    // Docker counts what is written as memory.
    ends: ['exited', 'oom'],
    prints: /full/,
  },
  {
    what: 'kill whoever started them',
    script: 'kill -9 $PPID; kill -9 1; kill -9 -- -1; kill -STOP -1; echo alive',
    limits: { seconds: 5 },
    // A signal to all may take the whole run with it.
    ends: ['infra-error', 'exited'],
    says: /without a result/,
  },
  {
    what: 'look for secrets',
    script:
      'cat /proc/*/environ | tr "\\0" "\\n"; env; cat ~/.npmrc ~/.netrc /root/.ssh/* /home/*/.ssh/* /etc/shadow; true',
    ends: ['exited'],
    prints: /^(?![\s\S]*canary)/,
  },
];

for (const [name, make] of IMPLEMENTATIONS) {
  describe(`bad projects in ${name}`, function () {
    this.timeout(60_000);
    let sandbox: Sandbox;
    let close: (() => Promise<void>) | undefined;
    let root: string;
    let dir: string;
    let prepared: Prepared | undefined;
    let untouched: Traces;

    before(async function () {
      ({ sandbox, close } = await usableOrSkip(this, name, make));
      root = await mkdtemp(join(tmpdir(), 'errata-bad-'));
      dir = join(root, 'project');
      await mkdir(join(dir, '.git/hooks'), { recursive: true });
      await writeFile(join(dir, '.git/config'), '[core]\n');
      await writeFile(join(dir, 'main.js'), 'original\n');
      process.env['ERRATA_CANARY'] = 'canary-in-the-environment';
      untouched = await traces();
      prepared = await sandbox.prepare({ dir });
    });
    after(async () => {
      delete process.env['ERRATA_CANARY'];
      await prepared?.[Symbol.asyncDispose]();
      await close?.();
      if (root) await rm(root, { recursive: true, force: true });
    });

    const sh = (script: string, spec: Partial<RunSpec> = {}) => {
      assert.ok(prepared);
      return sandbox.run(prepared, { files: new Map(), ...spec, command: ['bash', '-c', script] });
    };

    for (const { what, script, limits = {}, ends, says = /^/, prints = /^/ } of PROJECTS) {
      it(`tests that ${what} end in time, and it is said how`, async () => {
        const bounded = { seconds: 20, ...limits };
        const result = await sh(script, { limits: bounded });
        const tell = `${result.status} ${result.reason} ${result.output.slice(-300)}`;
        assert.ok(ends.includes(result.status), tell);
        if (result.status !== 'exited') assert.match(result.reason ?? '', says);
        else assert.match(result.output, prints, tell);
        assert.ok(result.milliseconds < bounded.seconds * 1000 + PATIENCE_MILLISECONDS, tell);
      });
    }

    it('hooks and settings of git that they put there reach no repository', async () => {
      const result = await sh(
        `mkdir -p .git/hooks && echo 'touch /tmp/owned' > .git/hooks/post-checkout && chmod +x .git/hooks/post-checkout
         printf '[core]\\nfsmonitor = touch owned\\n' > .git/config; rm -rf .git; echo 'gitdir: /tmp/evil' > .git; cat .git`,
      );
      assert.equal(result.output, 'gitdir: /tmp/evil\n');
      assert.deepEqual(await readdir(join(dir, '.git/hooks')), []);
      assert.equal(await readFile(join(dir, '.git/config'), 'utf8'), '[core]\n');
    });

    it('links that they make lead nowhere', async () => {
      const secret = join(root, 'secret.txt');
      await writeFile(secret, 'canary of the host');
      const result = await sh(
        `ln main.js hard; echo changed > hard; ln -s '${secret}' soft; cat soft; echo x > soft
         ln '${secret}' stolen; ln -s / all; cat all${secret}; ln /etc/passwd here; echo x >> here; cat all/root/.bashrc; true`,
        { collect: ['soft', 'hard', 'stolen', 'all/etc/passwd'] },
      );
      assert.doesNotMatch(result.output, /canary of the host/);
      assert.deepEqual(
        [...result.artefacts].filter(([path]) => path !== 'hard'),
        [],
      );
      assert.equal(await readFile(secret, 'utf8'), 'canary of the host');
      assert.equal(await readFile(join(dir, 'main.js'), 'utf8'), 'original\n');
    });

    it('a read-only checkout can be edited inside', async () => {
      const sealed = join(root, 'sealed');
      await mkdir(join(sealed, 'src'), { recursive: true });
      await writeFile(join(sealed, 'src/a.js'), 'original\n', { mode: 0o444 });
      for (const folder of ['src', '.']) await chmod(join(sealed, folder), 0o555);
      await using base = await sandbox.prepare({ dir: sealed });
      const files = new Map([
        ['src/a.js', 'patched\n'],
        ['src/deep/b.js', 'new\n'],
      ]);
      const result = await sandbox.run(base, { files, command: ['cat', 'src/a.js', 'src/deep/b.js'] });
      assert.equal(result.output, 'patched\nnew\n', result.reason);
      assert.equal((await stat(join(sealed, 'src'))).mode & 0o777, 0o555);
    });

    it('odd texts arrive byte for byte, in the encoding that the file has', async () => {
      const mixed = '\ufeffa\r\nb\n\tc\r\nd\u2028é';
      await writeFile(join(dir, 'western.txt'), Buffer.from('caf\xe9\r\n', 'latin1'));
      await using base = await sandbox.prepare({ dir });
      const files = new Map([
        ['mixed.txt', mixed],
        ['western.txt', 'caf\xe9s\r\n'],
      ]);
      const command = ['od', '-An', '-v', '-tx1', 'mixed.txt', 'western.txt'];
      const result = await sandbox.run(base, { files, command });
      const expected = Buffer.concat([Buffer.from(mixed), Buffer.from('caf\xe9s\r\n', 'latin1')]);
      assert.equal(result.output.replaceAll(/\s/g, ''), expected.toString('hex'));
    });

    it('five gigabytes of dependencies are ready at once', async () => {
      const large = join(root, 'large');
      for (let made = 0; made < 50; made++) {
        const folder = join(large, `node_modules/package-${made}`);
        await mkdir(folder, { recursive: true });
        const file = await open(join(folder, 'blob.bin'), 'w');
        await file.truncate(100 * MiB);
        await file.close();
      }
      const began = performance.now();
      await using base = await sandbox.prepare({ dir: large });
      const files = new Map([['node_modules/.vite-temp/index.js', 'x']]);
      const script = 'ls node_modules/package-1 node_modules/.vite-temp; touch node_modules/.cache';
      const result = await sandbox.run(base, { files, command: ['bash', '-c', script] });
      assert.deepEqual(
        [result.output.match(/^\w+\.\w+$/gm), result.exitCode],
        [['index.js', 'blob.bin'], 0],
        result.reason,
      );
      // A copy of what lies there takes many times as long.
      assert.ok(performance.now() - began < 10_000);
    });

    it('leave the machine as it was', async () => {
      await prepared?.[Symbol.asyncDispose]();
      assert.deepEqual(await traces(), untouched);
      assert.equal(await readFile(join(dir, 'main.js'), 'utf8'), 'original\n');
      assert.deepEqual((await readdir(dir)).sort(), ['.git', 'main.js', 'western.txt']);
    });
  });
}

interface Traces {
  readonly mounts: number;
  readonly folders: readonly string[];
  readonly processes: readonly string[];
}

/** What a sandbox of this process could leave: mounts, folders, control groups, processes that are still sleeping. */
async function traces(): Promise<Traces> {
  const folders: string[] = [];
  const groups = (await readFile('/proc/self/cgroup', 'utf8').catch(() => '')).split('\n').flatMap(line => {
    const [, names = '', path = ''] = line.split(':');
    return names === '' ? [join('/sys/fs/cgroup', path)] : [join('/sys/fs/cgroup', names, path)];
  });
  for (const folder of [tmpdir(), '/dev/shm', ...groups]) {
    const names = await readdir(folder).catch(() => []);
    folders.push(...names.filter(entry => entry.startsWith(ownedName())));
  }
  const processes: string[] = [];
  for (const pid of (await readdir('/proc')).filter(entry => /^\d+$/.test(entry))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.startsWith('sleep') && line.includes(HOUR)) processes.push(line);
  }
  // What an engine for Docker has mounted ends with it, and another one may be at work beside.
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter(line => !line.includes('/errata-dockerd-')).length;
  return { mounts, folders, processes };
}
