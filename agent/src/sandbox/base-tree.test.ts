import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspectBase } from './base-tree.ts';
import { findToolchain } from './toolchain.ts';

describe('base tree', () => {
  let root: string;
  let dir: string;
  const file = async (path: string, content = ''): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content, { mode: 0o755 });
  };

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'errata-base-')));
    dir = join(root, 'repo');
    await mkdir(dir);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('follows a link to dependencies, but not one to just any folder', async () => {
    await file('home/.ssh/id');
    await file('shared/node_modules/dep/index.js');
    await symlink('../home/.ssh', join(dir, 'node_modules'));
    assert.deepEqual([...inspectBase(dir).dependencies], []);
    await rm(join(dir, 'node_modules'));
    await symlink('../shared/node_modules', join(dir, 'node_modules'));
    assert.deepEqual(
      [...inspectBase(dir).dependencies],
      [['node_modules', join(root, 'shared/node_modules')]],
    );
  });

  it('shows the interpreter of a virtual environment where the environment expects it', async () => {
    await file('tools/python/bin/python3.12');
    await file('tools/python/lib/python3.12/os.py');
    await file('repo/.venv/pyvenv.cfg', `home = ${root}/tools/current/bin\nversion = 3.12\n`);
    await symlink('python', join(root, 'tools/current'));
    await mkdir(join(dir, '.venv/bin'));
    await symlink(join(root, 'tools/current/bin/python3.12'), join(dir, '.venv/bin/python3'));
    const from = join(root, 'tools/python');
    assert.deepEqual(inspectBase(dir).binds, [
      { from, to: join(root, 'tools/current') },
      { from, to: from },
    ]);
  });

  it('does not take a folder with a python3 in its bin for an interpreter', async () => {
    await file('home/bin/python3');
    await file('repo/.venv/pyvenv.cfg', `home = ${root}/home/bin\n`);
    await mkdir(join(dir, '.venv/bin'));
    await symlink(join(root, 'home/bin/python3'), join(dir, '.venv/bin/python3'));
    assert.deepEqual(inspectBase(dir).binds, []);
  });

  it('offers a lone node binary alone, and a whole installation as a whole', async () => {
    await file('home/bin/node');
    const lone = await findToolchain({ execPath: join(root, 'home/bin/node'), searchPath: '' });
    assert.deepEqual(lone.binds, [{ from: join(root, 'home/bin/node'), to: '/opt/errata/node/bin/node' }]);
    await file('versions/24/bin/node');
    await file('versions/24/lib/node_modules/npm/package.json');
    const whole = await findToolchain({ execPath: join(root, 'versions/24/bin/node'), searchPath: '' });
    assert.deepEqual(whole.binds, [{ from: join(root, 'versions/24'), to: '/opt/errata/node' }]);
  });

  it('passes over a node on the PATH that is too old when it runs inside an editor', async () => {
    await file('old/node', '#!/bin/sh\necho "16.0.0 $0"\n');
    await file('new/node', '#!/bin/sh\necho "22.0.0 $0"\n');
    const searchPath = `${root}/old:${root}/none:${root}/new`;
    const found = await findToolchain({ execPath: '/opt/editor/code', searchPath });
    assert.deepEqual(found.binds, [{ from: join(root, 'new/node'), to: '/opt/errata/node/bin/node' }]);
  });

  it('offers Go and a JDK with what they downloaded, and nothing else of a home folder', async () => {
    await file('sdk/go/bin/go');
    await file('sdk/go/src/runtime/runtime.go');
    await file('home/go/pkg/mod/cache/lock');
    await file('home/go/bin/secret');
    await file('jdk/bin/javac');
    await file('jdk/lib/ct.sym');
    await file('home/.m2/settings.xml');
    await file('home/.m2/repository/junit/junit.jar');
    const home = join(root, 'home');
    const searchPath = `${root}/sdk/go/bin:${root}/jdk/bin`;
    const { binds, env } = await findToolchain({ execPath: '/usr/bin/node', searchPath, home });
    const own = binds.filter(({ from }) => from.startsWith(root));
    assert.deepEqual(own, [
      { from: join(root, 'sdk/go'), to: '/opt/errata/go' },
      { from: join(home, 'go/pkg/mod'), to: '/opt/errata/go-modules' },
      { from: join(root, 'jdk'), to: '/opt/errata/jdk' },
      { from: join(home, '.m2/repository'), to: '/opt/errata/maven-repository' },
    ]);
    assert.equal(env['JAVA_HOME'], '/opt/errata/jdk');
    assert.equal(env['GOMODCACHE'], '/opt/errata/go-modules');
    assert.equal(env['GOPROXY'], 'off');
  });

  it('takes no home folder for a tool because a program lies in its bin', async () => {
    await file('home/bin/go');
    await file('home/bin/javac');
    const searchPath = `${root}/home/bin`;
    const found = await findToolchain({ execPath: '/usr/bin/node', searchPath, home: join(root, 'home') });
    assert.deepEqual([found.binds, found.env], [[], {}]);
  });
});
