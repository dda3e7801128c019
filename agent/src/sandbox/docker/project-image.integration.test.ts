import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import type { BaseSpec } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { NO_TOOLCHAIN } from '../toolchain.ts';
import { DockerSandbox } from './docker-sandbox.ts';
import { PrivateDaemon } from './private-daemon.ts';
import { makeImage } from './scratch-image.ts';

const DEVCONTAINER = '.devcontainer/devcontainer.json';

describe("a project's own image in Docker", function () {
  this.timeout(60_000);
  let daemon: PrivateDaemon | undefined;
  let docker: Docker;
  /** As on macOS and Windows, where the host's programs are of no use in a container. */
  let elsewhere: DockerSandbox;
  let root: string;
  let dir: string;

  before(async function () {
    const obstacle = PrivateDaemon.obstacle();
    if (obstacle !== undefined) {
      if (process.env['REQUIRE_SANDBOX'] === '1') throw new Error(obstacle);
      this['skipReason'] = obstacle;
      this.skip();
    }
    daemon = await PrivateDaemon.start();
    docker = new Docker({ socketPath: daemon.socketPath });
    elsewhere = new DockerSandbox({ socketPath: daemon.socketPath, platform: 'darwin' });
    const node = '#!/usr/bin/bash\necho node of the image "$@"\n';
    await makeImage(docker, 'own/node:8', {
      scripts: { 'opt/tools/node': node },
      env: ['NODE_VERSION=8.17'],
    });
    await makeImage(docker, 'own/node:8-alpine', { bash: false });
  });
  after(() => daemon?.[Symbol.asyncDispose]());

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'errata-own-image-'));
    dir = join(root, 'project');
    await write({
      '.git/config': 'top secret',
      'package.json': '{}',
      'src/main.js': 'original\n',
      'node_modules/dep/index.js': 'dependency\n',
      '.venv/pyvenv.cfg': 'home = /opt/homebrew/bin\n',
    });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(files: Readonly<Record<string, string>>, folder = dir): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }
  async function run(sandbox: DockerSandbox, script: string, base: Partial<BaseSpec> = {}, rounds = 1) {
    await using prepared = await sandbox.prepare({ dir, ...base });
    const outputs: string[] = [];
    const files = new Map([['src/main.js', 'patched\n']]);
    for (let round = 0; round < rounds; round++) {
      const result = await sandbox.run(prepared, { files, command: ['bash', '-c', script] });
      outputs.push(result.stdout);
      assert.equal(result.exitCode, 0, result.reason ?? result.output);
    }
    return { outputs, programs: prepared.programs };
  }
  const leftovers = async () => [
    ...(await docker.listContainers({ all: true })).map(({ Image }) => Image),
    ...(await docker.listImages({ filters: { reference: ['errata-sandbox'] } })).flatMap(
      image => image.RepoTags ?? [],
    ),
  ];

  it('is where its code runs, on a copy for each run, inside the same walls', async () => {
    await write({ [DEVCONTAINER]: '{ "image": "own/node:8" }' });
    assert.deepEqual((await elsewhere.probe()).holds.disk, 'soft');
    const script = `node --version; echo $NODE_VERSION $HOME; cat src/main.js node_modules/dep/index.js; ls -A; id -u
      rm -rf node_modules/dep; echo changed > new.txt; mkdir -p node_modules && echo x > node_modules/x
      touch /usr/x /etc/x /opt/tools/x 2> /dev/null && echo outside; ulimit -d -n -f | tr -s ' '; tail -n +3 /proc/net/dev | grep -v lo:; true`;
    const { outputs, programs } = await run(elsewhere, script, {}, 2);
    assert.equal(programs, `Docker image own/node:8 (${DEVCONTAINER})`);
    assert.match(
      outputs[0] ?? '',
      /^node of the image --version\n8\.17 \/tmp\/home\npatched\ndependency\n\.devcontainer\nnode_modules\npackage\.json\nsrc\n10001\ndata .* 2097152\nopen files .* 4096\nfile size .* 262144\n$/,
    );
    assert.equal(outputs[1], outputs[0]);
    assert.equal(await readFile(join(dir, 'src/main.js'), 'utf8'), 'original\n');
    assert.deepEqual(await readdir(join(dir, 'node_modules')), ['dep']);
    assert.deepEqual(await leftovers(), []);
  });

  it('shows dependencies that were installed apart', async () => {
    await write({ Dockerfile: 'FROM own/node:8\n' });
    await write({ 'apart/index.js': 'apart\n' }, join(root, 'layer/node_modules'));
    await write({ 'mod.txt': 'module\n' }, join(root, 'modules'));
    const layer = {
      about: '',
      overlays: new Map([['lib/node_modules', join(root, 'layer/node_modules')]]),
      binds: [{ from: join(root, 'modules'), to: '/opt/errata/dependencies/go' }],
      env: { GOMODCACHE: '/opt/errata/dependencies/go' },
    };
    await write({ 'lib/package.json': '{}' });
    const script =
      'cat lib/node_modules/apart/index.js $GOMODCACHE/mod.txt; echo x > lib/node_modules/apart/index.js';
    const { outputs } = await run(elsewhere, script, { layers: [layer] });
    assert.deepEqual(outputs, ['apart\nmodule\n']);
  });

  it('is passed over where runs cannot be made in it', async () => {
    await write({ Dockerfile: 'FROM own/node:8-alpine\n' });
    const { programs } = await run(elsewhere, 'true');
    assert.equal(programs, 'Docker image own/node:8 (Dockerfile, on Debian)');
  });

  it('is never fetched unasked, and it is said which command fetches it', async () => {
    await write({ [DEVCONTAINER]: '{ "image": "127.0.0.1:9/never/node:1" }' });
    const refused = elsewhere.prepare({ dir });
    await assert.rejects(refused, (error: unknown) => {
      assert.ok(error instanceof SandboxError && error.reason === 'image-missing');
      assert.match(error.message, /Fetch it once: docker pull 127\.0\.0\.1:9\/never\/node:1$/);
      return true;
    });
    const told: string[] = [];
    const mayPull = { report: (message: string) => told.push(message) };
    await assert.rejects(elsewhere.prepare({ dir, mayPull }), /could not be fetched: .*(?:refused|connect)/s);
    assert.deepEqual(told, ['Fetching the image 127.0.0.1:9/never/node:1']);
    assert.deepEqual(await leftovers(), []);
  });

  it('is used on Linux, too, where the host has not what the project asks for', async () => {
    assert.ok(daemon);
    await write({ '.nvmrc': '8\n', Dockerfile: 'FROM own/node:8\n' });
    const sandbox = (fits: boolean) =>
      new DockerSandbox({
        socketPath: daemon?.socketPath,
        platform: 'linux',
        toolchain: { ...NO_TOOLCHAIN, runtimes: [{ runtime: 'node', version: '24.0.0', fits }] },
      });
    const script = 'node 1; cat src/main.js node_modules/dep/index.js; echo x > node_modules/y; ls -A';
    const { outputs, programs } = await run(sandbox(false), script, {}, 2);
    assert.equal(programs, 'Docker image own/node:8 (Dockerfile)');
    assert.match(outputs[1] ?? '', /^node of the image 1\npatched\ndependency\n.*\nsrc\n$/s);
    assert.equal((await run(sandbox(true), 'cat src/main.js')).programs, '');
  });
});
