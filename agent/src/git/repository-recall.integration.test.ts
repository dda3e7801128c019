import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';

describe('what is recalled of a repository', () => {
  const before = process.env['XDG_CACHE_HOME'];
  let cache: string;
  let scratch: ScratchRepository;
  let commit: string;
  const subjects = ['log', '--format=%aN: %s'];
  beforeEach(async () => {
    cache = await mkdtemp(path.join(tmpdir(), 'errata-recall-'));
    process.env['XDG_CACHE_HOME'] = cache;
    scratch = await ScratchRepository.create();
    commit = await scratch.commit({ message: 'one', files: { a: '1\n' } });
  });
  afterEach(async () => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    await scratch.dispose();
    await rm(cache, { recursive: true });
  });

  const recall = async () => (await Repository.open(scratch.root)).recall([...subjects, commit]);

  it('is said without git', async () => {
    const answer = { text: 'Ada Adams: one\n', cut: false };
    assert.deepEqual(await recall(), answer);
    const repository = await Repository.open(scratch.root);
    await repository.head();
    // An object that git would need is gone.
    await rm(path.join(scratch.root, '.git/objects', commit.slice(0, 2)), { recursive: true });
    assert.deepEqual(await recall(), answer);
    await assert.rejects(repository.recall(['log', '--format=%H', commit]));
  });

  it('is asked anew when people are called otherwise, or a commit is replaced', async () => {
    await recall();
    await scratch.write({ '.mailmap': 'Ada New <ada@example.com>\n' });
    assert.equal((await recall()).text, 'Ada New: one\n');
    const tree = (await scratch.git('rev-parse', 'HEAD^{tree}')).trim();
    const other = (await scratch.git('commit-tree', tree, '-m', 'two')).trim();
    await scratch.git('replace', commit, other);
    assert.equal((await recall()).text, 'Ada New: two\n');
    await scratch.git('pack-refs', '--all');
    assert.equal((await recall()).text, 'Ada New: two\n');
    await scratch.git('replace', '--delete', commit);
    assert.equal((await recall()).text, 'Ada New: one\n');
  });

  it('gives nothing of a walk for which there is no time, and keeps that not', async () => {
    const repository = await Repository.open(scratch.root);
    const none = await repository.recall([...subjects, commit], { enough: AbortSignal.abort() });
    assert.deepEqual(none, { text: '', cut: true });
    assert.deepEqual(await recall(), { text: 'Ada Adams: one\n', cut: false });
  });
});
