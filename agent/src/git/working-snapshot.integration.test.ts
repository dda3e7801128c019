import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';
import { SourceTree } from './source-tree.ts';
import { snapshotOf } from './working-snapshot.ts';

describe('a snapshot of the working folder', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    const files = { '.gitignore': 'out/\n', 'a.py': 'a = 1\n', 'b.py': 'b = 1\n', 'c.py': 'c = 1\n' };
    await scratch.commit({ message: 'Begin', files });
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  it('is HEAD where nothing differs', async () => {
    await scratch.write({ 'out/made.py': 'x\n', 'node_modules/a/index.js': 'x\n' });
    assert.deepEqual(await snapshotOf(repository), { commit: await repository.head(), changed: [] });
  });

  it('holds edits, new files and deletions, staged or not, and touches nothing', async () => {
    await scratch.write({ 'a.py': 'a = 2\n' });
    await scratch.git('add', 'a.py');
    await scratch.write({ 'a.py': 'a = 3\n', 'b.py': null, 'new/ü d.py': 'd = 1\n' });
    const status = await scratch.git('status', '--porcelain');
    const index = await readFile(path.join(scratch.root, '.git/index'));
    const head = await repository.head();

    const { commit, changed } = await snapshotOf(repository);
    const tree = new SourceTree(repository, commit);
    assert.deepEqual([...(await tree.list())].sort(), ['.gitignore', 'a.py', 'c.py', 'new/ü d.py']);
    assert.equal(await tree.read('a.py'), 'a = 3\n');
    assert.equal(await tree.read('new/ü d.py'), 'd = 1\n');
    assert.deepEqual(
      changed.map(({ path, status }) => [path, status]),
      [
        ['a.py', 'modified'],
        ['b.py', 'deleted'],
        ['new/ü d.py', 'untracked'],
      ],
    );
    await tree.dispose();
    assert.equal(await repository.head(), head);
    assert.equal((await scratch.git('rev-parse', `${commit}^`)).trim(), head);
    assert.ok(index.equals(await readFile(path.join(scratch.root, '.git/index'))));
    assert.equal(await scratch.git('status', '--porcelain'), status);
    assert.equal(await scratch.git('for-each-ref', '--format=%(refname)'), 'refs/heads/main\n');
  });

  it('holds line ends that git would refuse to commit, as it would keep them', async () => {
    await scratch.git('config', 'core.autocrlf', 'true');
    await scratch.git('config', 'core.safecrlf', 'true');
    await scratch.write({ 'a.py': 'a = 2\n' });
    const { commit } = await snapshotOf(repository);
    const tree = new SourceTree(repository, commit);
    assert.equal(await tree.read('a.py'), 'a = 2\n');
    await tree.dispose();
  });

  it('holds a folder that took the place of a file', async () => {
    await scratch.write({ 'a.py': null });
    await scratch.write({ 'a.py/inner.py': 'x = 1\n' });
    const { commit } = await snapshotOf(repository);
    const tree = new SourceTree(repository, commit);
    assert.deepEqual([...(await tree.list())].sort(), ['.gitignore', 'a.py/inner.py', 'b.py', 'c.py']);
    await tree.dispose();
  });
});
