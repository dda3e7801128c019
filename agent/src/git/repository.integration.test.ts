import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitError } from './git-error.ts';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';

describe('Repository', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  it('opens from a folder inside, and through a link', async () => {
    await scratch.commit({ message: 'one', files: { 'deep/er/a.txt': 'a\n' } });
    const link = `${scratch.root}-link`;
    await symlink(path.join(scratch.root, 'deep'), link);
    try {
      assert.equal((await Repository.open(path.join(link, 'er'))).root, scratch.root);
    } finally {
      await rm(link);
    }
  });

  it('says when a folder is no repository, does not exist, or is bare', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'errata-none-'));
    try {
      const none = (error: unknown) => GitError.is(error, 'not-a-repository');
      await assert.rejects(Repository.open(folder), none);
      await assert.rejects(Repository.open(path.join(folder, 'gone')), none);
      await scratch.git('init', '--quiet', '--bare', folder);
      await assert.rejects(Repository.open(folder), none);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says when there are no commits', async () => {
    const repository = await Repository.open(scratch.root);
    await assert.rejects(repository.head(), (error: unknown) => GitError.is(error, 'no-commits'));
    assert.deepEqual(await repository.changedFiles(), []);
  });

  it('resolves revisions, and only revisions', async () => {
    const one = await scratch.commit({ message: 'one', tag: 'v1.0.0' });
    const two = await scratch.commit({ message: 'two' });
    const repository = await Repository.open(scratch.root);
    assert.equal(await repository.head(), two);
    assert.equal(await repository.resolve('v1.0.0'), one);
    assert.equal(await repository.resolve(one.slice(0, 9)), one);
    const hostile = ['--help', '--batch-all-objects', 'a\nHEAD', '', 'v1\0', '$(id)', 'x'.repeat(1_000_000)];
    const resolved = await repository.resolveAll([...hostile, 'HEAD', 'none', 'v1.0.0']);
    assert.deepEqual(resolved, [...hostile.map(() => undefined), two, undefined, one]);
    assert.equal(await repository.isAncestor(one, two), true);
    assert.equal(await repository.isAncestor(two, one), false);
  });

  it('lists every kind of change', async () => {
    const files = { 'mod ified': '1\n', gone: '2\n', old: 'a long enough text\n', '.gitignore': 'no\n' };
    await scratch.commit({ message: 'one', files });
    await scratch.write({ 'mod ified': '2\n', gone: null, 'new\nline': '', no: '', staged: 's\n' });
    await scratch.git('add', 'staged');
    await scratch.git('mv', 'old', 'new');
    const repository = await Repository.open(scratch.root);
    const found = new Map((await repository.changedFiles()).map(file => [file.path, file.status]));
    assert.deepEqual(Object.fromEntries(found), {
      'mod ified': 'modified',
      gone: 'deleted',
      new: 'added',
      old: 'deleted',
      staged: 'added',
      'new\nline': 'untracked',
    });
  });

  it('lists conflicts and remotes', async () => {
    await scratch.commit({ message: 'one', files: { a: '1\n' } });
    await scratch.git('switch', '--quiet', '-c', 'other');
    await scratch.commit({ message: 'two', files: { a: '2\n' } });
    await scratch.git('switch', '--quiet', 'main');
    await scratch.commit({ message: 'three', files: { a: '3\n' } });
    await assert.rejects(scratch.git('merge', 'other'));
    await scratch.git('remote', 'add', 'origin', 'ssh://git@example.com/a b.git');
    const repository = await Repository.open(scratch.root);
    assert.deepEqual(await repository.changedFiles(), [{ path: 'a', status: 'conflicted' }]);
    assert.deepEqual(await repository.remotes(), [{ name: 'origin', url: 'ssh://git@example.com/a b.git' }]);
  });

  it('leaves the index as it was, byte for byte, even when it is stale', async () => {
    await scratch.commit({ message: 'one', files: { a: '1\n' } });
    execFileSync('touch', ['-d', '2001-01-01', path.join(scratch.root, 'a')]);
    const index = path.join(scratch.root, '.git/index');
    const before = await readFile(index);
    const repository = await Repository.open(scratch.root);
    await repository.changedFiles();
    assert((await readFile(index)).equals(before));
  });

  if (process.getuid?.() === 0) {
    it('reads a repository of another owner, since a person opened it', async () => {
      const one = await scratch.commit({ message: 'one', files: { a: '1\n' } });
      execFileSync('chown', ['-R', '54321', scratch.root]);
      const repository = await Repository.open(scratch.root);
      assert.equal(await repository.head(), one);
    });
  }
});
