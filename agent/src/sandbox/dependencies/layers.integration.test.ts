import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { processesWith } from '../contract-fixture.ts';
import { IMPLEMENTATIONS, usable } from '../contract-implementations.ts';
import type { Prepared, Sandbox } from '../sandbox.ts';
import { findToolchain } from '../toolchain.ts';
import { findLayers } from './find-layers.ts';
import { InstallError } from './install.ts';
import { LayerStore } from './layer-store.ts';

const WHEEL = `import sys, zipfile
name, folder = 'colours', sys.argv[1]
files = {
    'colours/__init__.py': "RED = 'red'\\n",
    'colours-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\\nName: colours\\nVersion: 1.0\\n',
    'colours-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
    'colours-1.0.dist-info/entry_points.txt': '[console_scripts]\\nred = colours:main\\n',
    'colours-1.0.dist-info/RECORD': '',
}
with zipfile.ZipFile(folder + '/colours-1.0-py3-none-any.whl', 'w') as wheel:
    for path, text in files.items(): wheel.writestr(path, text)
`;
const GO_MODULE = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + '/v1.0.0.zip', 'w') as module:
    module.writestr('example.org/Red@v1.0.0/go.mod', 'module example.org/Red\\n')
    module.writestr('example.org/Red@v1.0.0/red.go', 'package red\\n\\nconst Name = "red"\\n')
`;

describe('dependencies that are installed apart', function () {
  this.timeout(120_000);
  let root: string;
  let dir: string;
  let store: LayerStore;
  const { PATH } = process.env;

  const write = async (files: Readonly<Record<string, string>>, folder = dir): Promise<void> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  const find = async (install?: { signal?: AbortSignal; seconds?: number }, around?: string[]) =>
    findLayers({
      ...{ dir, store, toolchain: await findToolchain({ project: dir }) },
      ...(install ? { install } : {}),
      ...(around ? { around } : {}),
    });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-layers-'));
    dir = join(root, 'project');
    await mkdir(dir);
    store = new LayerStore(join(root, 'cache'));
  });
  afterEach(async () => {
    process.env['PATH'] = PATH;
    await rm(root, { recursive: true, force: true });
  });

  /** A package in a tarball of the project, with a script that would leave a trace. */
  async function useNpm(): Promise<void> {
    await write(
      {
        'package.json': `{ "name": "red", "version": "1.0.0", "scripts": { "postinstall": "touch '${root}/ran'" } }`,
        'index.js': "module.exports = 'red';\n",
      },
      join(root, 'package'),
    );
    await mkdir(join(dir, 'vendor'));
    execFileSync('tar', ['-czf', join(dir, 'vendor/red.tgz'), '-C', root, 'package']);
    await write({
      'package.json': '{ "dependencies": { "red": "file:vendor/red.tgz" } }',
      '.npmrc': `node-options=--require ${root}/evil.js\nregistry=http://127.0.0.1:9/\n//127.0.0.1:9/:_authToken=\${SECRET}\n`,
    });
    execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline'], {
      cwd: dir,
      stdio: 'ignore',
    });
  }
  const usePython = async (): Promise<void> => {
    await mkdir(join(dir, 'wheels'));
    execFileSync('python3', ['-c', WHEEL, join(dir, 'wheels')]);
    await write({
      'requirements.txt': '--no-index\n--find-links wheels\n-e .\ncolours==1.0  # the red one\n',
    });
  };

  it('are said to be missing as long as nobody wants them installed', async () => {
    await useNpm();
    await usePython();
    const { layers, missing } = await find();
    assert.deepEqual(layers, []);
    assert.match(missing[0] ?? '', /^node_modules is missing.*: `npm ci`\. Or let Errata .*--install$/);
    assert.match(
      missing[1] ?? '',
      /^There is no virtual environment.*`.*pip install -r requirements\.txt`\./,
    );
    assert.equal(existsSync(join(root, 'cache')), false);
  });

  it('are installed once, without running their scripts, and lie over the folder in each sandbox', async function () {
    await useNpm();
    await usePython();
    const { layers, missing } = await find({});
    assert.deepEqual(missing, []);
    assert.match(layers[0]?.about ?? '', /package-lock\.json.*; the install scripts of red were not run$/);
    assert.match(layers[1]?.about ?? '', /requirements\.txt.*; -e \. was left out/);
    assert.equal(existsSync(join(root, 'ran')), false);
    const modules = layers[0]?.overlays.get('node_modules') ?? '';
    assert.equal(await readFile(join(modules, '../.npmrc'), 'utf8'), 'registry=http://127.0.0.1:9/\n');
    // From here on there is no installer, so what is found is what was kept.
    process.env['PATH'] = '/nowhere';
    assert.deepEqual(await find(), { layers, missing: [] });
    process.env['PATH'] = PATH;
    let tried = 0;
    for (const [, make] of IMPLEMENTATIONS) {
      const made = await make();
      const sandbox = typeof made === 'string' ? made : await usable(made.sandbox);
      if (typeof made === 'string' || typeof sandbox === 'string') continue;
      tried += 1;
      await check(sandbox, await sandbox.prepare({ dir, layers })).finally(() => made.close?.());
    }
    if (tried > 0) return;
    this['skipReason'] = 'no sandbox works here';
    this.skip();
  });

  async function check(sandbox: Sandbox, prepared: Prepared): Promise<void> {
    const script = `node -p 'require("red")'; python -c 'import colours; print(colours.RED)'; head -1 .venv/bin/red
      echo spoilt > node_modules/red/index.js; touch node_modules/.cache .venv/x; pwd`;
    for (let round = 0; round < 2; round++) {
      const command = ['bash', '-c', script];
      const { stdout, output } = await sandbox.run(prepared, { files: new Map(), command });
      assert.match(
        stdout,
        /^red\nred\n#!\/workspace\/\.venv\/bin\/python[\d.]*\n/,
        `${sandbox.kind}: ${output}`,
      );
    }
    await prepared[Symbol.asyncDispose]();
    assert.deepEqual(
      (await readdir(dir)).filter(name => name === 'node_modules' || name === '.venv'),
      [],
    );
  }

  it('are missing again when what is asked for has changed, and only then', async () => {
    await usePython();
    await find({});
    await write({ 'requirements.txt': '# only\n--no-index\n--find-links wheels\ncolours==1.0\n' });
    assert.equal((await find()).layers.length, 1);
    await write({ 'requirements.txt': '--no-index\n--find-links wheels\ncolours>=1.0\n' });
    assert.equal((await find()).missing.length, 1);
  });

  it('belong to the folder that asks for them', async () => {
    await usePython();
    execFileSync('bash', ['-c', 'mkdir backend && mv wheels requirements.txt backend'], { cwd: dir });
    assert.deepEqual(await find({}), { layers: [], missing: [] });
    const { layers } = await find({}, ['backend/app/main.py']);
    assert.deepEqual([...(layers[0]?.overlays.keys() ?? [])], ['backend/.venv']);
  });

  it('are the modules that Go lacks', async function () {
    if (!existsSync('/usr/bin/go')) {
      this['skipReason'] = 'go is not installed';
      this.skip();
    }
    const proxy = join(root, 'proxy');
    const versions = join(proxy, 'example.org/!red/@v');
    await write(
      { list: 'v1.0.0\n', 'v1.0.0.mod': 'module example.org/Red\n', 'v1.0.0.info': '{"Version":"v1.0.0"}' },
      versions,
    );
    execFileSync('python3', ['-c', GO_MODULE, versions]);
    await write({
      'go.mod': 'module example.org/shop\n\ngo 1.19\n\nrequire example.org/Red v1.0.0\n',
      'main.go':
        'package main\n\nimport (\n\t"fmt"\n\n\t"example.org/Red"\n)\n\nfunc main() { fmt.Println(red.Name) }\n',
    });
    Object.assign(process.env, { GOPROXY: `file://${proxy}`, GOSUMDB: 'off' });
    try {
      const env = { ...process.env, GOMODCACHE: join(root, 'other'), GOFLAGS: '-modcacherw' };
      execFileSync('go', ['mod', 'tidy'], { cwd: dir, env, stdio: 'ignore' });
      assert.match((await find()).missing[0] ?? '', /^1 module of go\.mod .*: `go mod download`\./);
      const { layers, missing } = await find({});
      assert.deepEqual(missing, []);
      for (const [, make] of IMPLEMENTATIONS.slice(0, 2)) {
        const made = await make();
        const sandbox = typeof made === 'string' ? made : await usable(made.sandbox);
        if (typeof sandbox === 'string') continue;
        await using prepared = await sandbox.prepare({ dir, layers });
        const result = await sandbox.run(prepared, { files: new Map(), command: ['go', 'run', '.'] });
        assert.equal(result.output, 'red\n');
        return;
      }
    } finally {
      for (const name of ['GOPROXY', 'GOSUMDB']) delete process.env[name];
    }
  });

  it('that cannot be had are said to be missing, with what the installer said', async () => {
    await usePython();
    await write({ 'requirements.txt': '--no-index\n--find-links wheels\nnever-published==9.9\n' });
    const { layers, missing } = await find({});
    assert.deepEqual(layers, []);
    assert.match(missing[0] ?? '', /no virtual environment.*failed: .*never-published==9\.9.* By hand: /s);
    await useNpm();
    process.env['PATH'] = '/nowhere';
    assert.match(
      (await find({})).missing[0] ?? '',
      /^node_modules is missing.* npm is not on the PATH\. By hand: npm ci$/,
    );
    assert.deepEqual(await readdir(join(root, 'cache/dependencies')), []);
  });

  it('that take too long are given up, with all that was started, and so when a person says so', async () => {
    await useNpm();
    const slow = join(root, 'slow');
    const hour = `36${Math.trunc(Math.random() * 1e6)}`;
    await write({ npm: `#!/bin/sh\nsleep ${hour} &\necho working\nwait\n` }, slow);
    await chmod(join(slow, 'npm'), 0o755);
    process.env['PATH'] = `${slow}:${PATH}`;
    const { missing } = await find({ seconds: 1 });
    assert.match(missing[0] ?? '', /took longer than 1 s\. working/);
    assert.deepEqual(await processesWith(hour), []);
    const cancelled = find({ signal: AbortSignal.timeout(300) });
    await assert.rejects(cancelled, error => error instanceof InstallError && error.reason === 'cancelled');
  });
});
