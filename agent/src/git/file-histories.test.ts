import assert from 'node:assert/strict';
import { fileHistories } from './file-histories.ts';
import { GitError } from './git-error.ts';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';

describe('fileHistories', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  const text = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');

  before(async () => {
    scratch = await ScratchRepository.create();
    await scratch.commit({ message: 'make', author: 'Ann A', files: { 'old.c': text, 'ä "b".c': text } });
    await scratch.commit({ message: 'other', author: 'Cid C', files: { 'new.c': 'another\n' } });
    await scratch.commit({ message: 'remove', author: 'Cid C', files: { 'new.c': null } });
    await scratch.commit({ message: 'edit', author: 'Bo B', files: { 'old.c': `${text}\nmore` } });
    await scratch.commit({ message: 'move', author: 'Bo B', moves: { 'old.c': 'new.c' } });
    await scratch.commit({
      message: 'both',
      author: 'Bo B',
      files: { 'new.c': `${text}\nmore\n`, 'ä "b".c': `${text}!` },
    });
    repository = await Repository.open(scratch.root);
  });
  after(() => scratch.dispose());

  const histories = async (most: number, files = ['new.c', 'ä "b".c'], signal?: AbortSignal) => {
    const commit = await repository.head();
    return fileHistories(repository, { commit, files, most, milliseconds: 10_000, signal });
  };

  it('gives the commits of several files, through renames', async () => {
    const { changes, complete } = await histories(100);
    const told = [...changes].map(([file, infos]) => [file, infos.map(info => info.subject)]);
    assert.deepEqual(told, [
      ['new.c', ['both', 'move', 'edit', 'make']],
      ['ä "b".c', ['both', 'make']],
    ]);
    assert.equal(complete, true);
  });

  it('says when there may be more', async () => {
    const { changes, complete } = await histories(1);
    assert.deepEqual(
      changes.get('new.c')?.map(info => info.author),
      ['Bo B'],
    );
    assert.equal(complete, false);
  });

  it('gives nothing of files that never were, and stops when it is told to', async () => {
    assert.deepEqual((await histories(9, ['none.c'])).changes.get('none.c'), []);
    await assert.rejects(histories(9, ['new.c'], AbortSignal.abort()), error =>
      GitError.is(error, 'cancelled'),
    );
  });
});
