import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeContract, rejectsWith } from './contract-room.ts';

describeContract('workspace', room => {
  it('lays files over the base, deletes, and starts afresh each time', async () => {
    const files = new Map([
      ['src/main.js', 'patched\n'],
      ['a/new/file.txt', 'näw\n'],
      ['gone.txt', null],
    ]);
    const changed = await room.sh(
      'cat src/main.js a/new/file.txt; test ! -e gone.txt; echo $?; test -x tool.sh; echo $?',
      {
        files,
      },
    );
    assert.equal(changed.output, 'patched\nnäw\n0\n0\n');
    const fresh = await room.sh('cat src/main.js gone.txt; ls a');
    assert.match(fresh.output, /^original\nhere\nls: /);
  });

  it('leaves the repository as it was', async () => {
    await room.sh(
      'echo x >> src/main.js; rm -rf gone.txt node_modules src; echo y > new.txt; chmod 777 tool.sh; true',
    );
    assert.equal(await readFile(join(room.dir, 'src/main.js'), 'utf8'), 'original\n');
    assert.equal(await readFile(join(room.dir, 'gone.txt'), 'utf8'), 'here\n');
    await assert.rejects(readFile(join(room.dir, 'new.txt')));
  });

  it('offers untracked, linked and inherited dependencies, and no .git', async () => {
    const result = await room.sh(
      'cat node_modules/dep/index.js linked.txt; touch node_modules/.cache && ls -A',
    );
    assert.equal(result.exitCode, 0, result.output);
    assert.match(result.stdout, /^dependency\noriginal\n/);
    assert.doesNotMatch(result.stdout, /\.git/);
    await assert.rejects(readFile(join(room.root, 'elsewhere/node_modules/.cache')));
  });

  it('shows the dependencies of the folder above to a base that is part of something', async () => {
    const part = join(room.root, 'whole/packages/part');
    await mkdir(join(part, 'src'), { recursive: true });
    await mkdir(join(room.root, 'whole/node_modules/inherited'), { recursive: true });
    await writeFile(
      join(room.root, 'whole/node_modules/inherited/index.js'),
      'module.exports = "from above"',
    );
    const own = await room.sandbox.prepare({ dir: part });
    const command = ['node', '-p', 'require("inherited")'];
    const result = await room.sandbox.run(own, { files: new Map(), command, cwd: 'src' });
    await own[Symbol.asyncDispose]();
    assert.equal(result.stdout, 'from above\n', result.output);
  });

  it('brings back artefacts, but no links, no folders and nothing too big', async () => {
    const result = await room.sh(
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
    const result = await room.sh(`python3 -c '${leave}'; head -c 3000000 /dev/zero | tr '\\0' x > big`, {
      collect: ['big'],
      limits: { artefactBytes: 4_000_000 },
    });
    assert.equal(result.artefacts.get('big')?.length, 3_000_000, result.reason);
  });

  it('refuses paths and commands that lead elsewhere', async () => {
    const write = (path: string) => room.run({ command: ['true'], files: new Map([[path, 'x']]) });
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
      room.run({ command: ['true'], files: new Map([['outward/x', null]]) }),
      rejectsWith('bad-path'),
    );
    await assert.rejects(room.run({ command: ['true'], collect: ['../x'] }), rejectsWith('bad-path'));
    await assert.rejects(room.run({ command: ['true'], cwd: '..' }), rejectsWith('bad-path'));
    await assert.rejects(room.run({ command: [] }), rejectsWith('bad-command'));
    await assert.rejects(room.run({ command: ['true'], env: { 'A B': '1' } }), rejectsWith('bad-command'));
    await assert.rejects(room.run({ command: ['true'], limits: { seconds: 0 } }), rejectsWith('bad-limit'));
    assert.equal(await readFile(join(room.root, 'secret.txt'), 'utf8'), 'top secret');
  });
});
