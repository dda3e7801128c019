import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { missingDependencies } from '../dependencies/demands.ts';
import { chooseRuntime, describeChoice } from './choose.ts';
import { installedRuntimes } from './installed.ts';
import { projectRuntimes } from './project.ts';
import { type RuntimeName, wantedRuntime } from './wanted.ts';

describe('the runtime of a project', () => {
  let root: string;
  let dir: string;
  const write = async (files: Record<string, string>, folder = dir): Promise<void> => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-runtime-'));
    dir = join(root, 'project');
    await mkdir(dir);
  });
  afterEach(() => rm(root, { recursive: true }));

  for (const [runtime, file, text, range] of [
    ['node', '.nvmrc', 'lts/hydrogen\n', '18'],
    ['node', '.node-version', 'v22.1.0', 'v22.1.0'],
    ['node', '.tool-versions', 'python 3.12.1\nnodejs 20.11.1\n', '20.11.1'],
    ['python', '.tool-versions', 'nodejs 20.11.1\npython 3.12.1 3.11.0\n', '3.12.1'],
    ['node', 'mise.toml', '[env]\nnode = "1"\n[tools]\nnode = "22"\n', '22'],
    ['node', 'package.json', '{"volta":{"node":"20.1.0"},"engines":{"node":">=18"}}', '20.1.0'],
    ['node', 'package.json', '{"engines":{"node":">=18"}}', '>=18'],
    ['python', '.python-version', '# pyenv\n3.10\n', '3.10'],
    ['python', 'runtime.txt', 'python-3.9.18\n', '3.9.18'],
    ['python', 'Pipfile', '[requires]\npython_version = "3.8"\n', '3.8'],
    ['python', 'pyproject.toml', '[project]\nname = "x"\nrequires-python = ">=3.9,<3.12"\n', '>=3.9,<3.12'],
    [
      'python',
      'pyproject.toml',
      '[x]\npython = "1"\n[tool.poetry.dependencies]\npython = "^3.10"\n',
      '^3.10',
    ],
    [
      'node',
      '.devcontainer/devcontainer.json',
      '{ // here\n"image": "mcr.microsoft.com/devcontainers/javascript-node:1-20-bookworm" }',
      '20',
    ],
    [
      'node',
      'Dockerfile',
      'FROM nginx:1.25\nFROM --platform=linux/amd64 node:20.3-alpine AS build\n',
      '20.3',
    ],
    ['python', 'Dockerfile', 'from docker.io/library/python:3.11-slim\n', '3.11'],
  ] as [RuntimeName, string, string, string][]) {
    it(`is read from ${file}: ${runtime} ${range}`, async () => {
      await write({ [file]: text });
      assert.deepEqual(wantedRuntime(dir, runtime), { range, source: file });
    });
  }

  it('is not read through links, nor from what is no version', async () => {
    await writeFile(join(root, 'secret'), '20');
    await symlink('../secret', join(dir, '.nvmrc'));
    await write({
      '.node-version': '$(touch x)',
      Dockerfile: 'FROM node\n',
      'package.json': '{"engines":[]}',
    });
    assert.equal(wantedRuntime(dir, 'node'), undefined);
  });

  it('is the usual one where that fits, else the newest that is installed and fits', async () => {
    const home = join(root, 'home');
    for (const path of [
      '.nvm/versions/node/v18.2.0',
      '.nvm/versions/node/v20.1.0',
      '.asdf/installs/nodejs/20.9.0',
    ])
      await write({ 'bin/node': '' }, join(home, path));
    await write({ 'bin/other': '' }, join(home, '.nvm/versions/node/v20.99.0'));
    const installed = installedRuntimes('node', home, {});
    assert.deepEqual(
      installed.map(({ version }) => version.join('.')),
      ['20.9.0', '20.1.0', '18.2.0'],
    );
    const choose = (range: string) =>
      chooseRuntime('node', { version: '24.1.0' }, { range, source: '.nvmrc' }, installed);
    assert.equal(choose('>=18').version, '24.1.0');
    assert.equal(choose('20').installed?.prefix, join(home, '.asdf/installs/nodejs/20.9.0'));
    assert.equal(describeChoice(choose('18')), 'Node 18.2.0 (.nvmrc asks for 18)');
    assert.match(describeChoice(choose('16')), /^Node 24\.1\.0, although \.nvmrc asks for 16: no such one/);
    assert.equal(describeChoice(choose('stable')), 'Node 24.1.0');
  });

  it('is another one where the usual lacks what tests are run with', async () => {
    const [tested, bare] = [
      { version: [3, 11, 7], prefix: '/tested' },
      { version: [3, 13, 0], prefix: '/bare' },
    ];
    assert.ok(tested && bare);
    const choose = (range?: string) =>
      chooseRuntime(
        'python',
        { version: '3.11.2', usable: false },
        range === undefined ? undefined : { range, source: 'pyproject.toml' },
        [bare, tested],
        candidate => candidate === tested,
      );
    assert.equal(choose()?.installed, tested);
    assert.equal(choose('>=3.9')?.installed, tested);
    assert.equal(describeChoice(choose('3.11')), 'Python 3.11.7 (pyproject.toml asks for 3.11)');
    assert.deepEqual([choose('3.13').version, choose('3.13').fits], ['3.11.2', false]);
  });

  it('is the one that the project brings along', async () => {
    await write({
      '.nvmrc': '20',
      'node_modules/.bin/node': '',
      'node_modules/node/package.json': '{"name": "node", "version": "8.17.0"}',
      '.venv/pyvenv.cfg': 'home = /usr/bin\nversion = 3.9.1\n',
      'requirements.txt': 'flask\n',
    });
    const machine = { node: '24.1.0', home: root, environment: {} };
    assert.deepEqual((await projectRuntimes(dir, machine)).map(describeChoice), [
      'Node 8.17.0, although .nvmrc asks for 20: no such one is installed that could be used',
      'Python 3.9.1',
    ]);
  });

  it('is of no interest where nothing needs it', async () => {
    assert.deepEqual(await projectRuntimes(dir, { node: '24.1.0', home: root, environment: {} }), []);
  });

  it('misses what was never installed, and says how to install it', async () => {
    assert.deepEqual(missingDependencies(dir), []);
    await write({ 'package.json': '{"devDependencies":{"mocha":"1"}}', 'pnpm-lock.yaml': '', 'uv.lock': '' });
    const said = missingDependencies(dir);
    assert.match(said[0] ?? '', /node_modules is missing.*: `pnpm install --frozen-lockfile`\. .*--install$/);
    assert.match(said[1] ?? '', /no virtual environment.*: `uv sync`\.$/);
    await mkdir(join(root, 'node_modules'));
    await mkdir(join(dir, '.venv'));
    assert.deepEqual(missingDependencies(dir), []);
    await rm(join(root, 'node_modules'), { recursive: true });
    await write({ 'package.json': '{"dependencies":{}}' });
    assert.deepEqual(missingDependencies(dir), []);
  });
});
