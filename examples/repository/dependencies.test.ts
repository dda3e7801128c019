import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DependencyError, installDependencies } from './dependencies.ts';

describe('the dependencies of a package', () => {
  let folder: string;
  let app: string;
  let to: string;

  const install = async (at: string, manifest: object) => {
    await mkdir(path.join(folder, at), { recursive: true });
    await writeFile(
      path.join(folder, at, 'package.json'),
      JSON.stringify({ name: path.basename(at), ...manifest }),
    );
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-dependencies-'));
    app = path.join(folder, 'examples', 'app');
    to = path.join(folder, 'made');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('come with what they need in turn, and nothing else', async () => {
    await install('examples/app', { dependencies: { '@scope/a': '1' }, devDependencies: { tester: '1' } });
    await install('node_modules/@scope/a', { dependencies: { b: '1' }, devDependencies: { unwanted: '1' } });
    await install('node_modules/b', { peerDependencies: { '@scope/a': '1', absent: '1' } });
    await install('node_modules/tester', { bin: { test: 'bin/test.js' } });
    await install('node_modules/unwanted', {});
    await installDependencies(app, to);
    assert.deepEqual((await readdir(path.join(to, 'node_modules'))).toSorted(), [
      '.bin',
      '@scope',
      'b',
      'tester',
    ]);
    assert.equal(await readlink(path.join(to, 'node_modules/.bin/test')), '../tester/bin/test.js');
  });

  it('keep a version of their own', async () => {
    await install('examples/app', { dependencies: { a: '1', b: '2' } });
    await install('node_modules/a', { dependencies: { b: '1' } });
    await install('node_modules/a/node_modules/b', { version: '1', dependencies: { c: '1' } });
    await install('node_modules/b', { version: '2' });
    await install('node_modules/c', {});
    await installDependencies(app, to);
    const version = async (at: string) =>
      JSON.parse(await readFile(path.join(to, at, 'package.json'), 'utf8')).version as string;
    assert.equal(await version('node_modules/a/node_modules/b'), '1');
    assert.equal(await version('node_modules/b'), '2');
    assert.ok((await readdir(path.join(to, 'node_modules'))).includes('c'));
  });

  it('are named when they are not installed', async () => {
    await install('examples/app', { dependencies: { 'not-there-at-all': '1' } });
    await assert.rejects(
      installDependencies(app, to),
      error =>
        error instanceof DependencyError &&
        error.reason === 'not-installed' &&
        error.message.includes('app needs not-there-at-all'),
    );
  });

  it('cannot be two versions in one place', async () => {
    await install('examples/app', { dependencies: { a: '1', b: '2' } });
    await install('examples/app/node_modules/b', {});
    await install('node_modules/a', { dependencies: { b: '1' } });
    await install('node_modules/b', {});
    await assert.rejects(installDependencies(app, to), { reason: 'two-versions' });
  });
});
