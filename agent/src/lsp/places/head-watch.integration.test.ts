import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { HeadWatch } from './head-watch.ts';

describe('HeadWatch', () => {
  let scratch: ScratchRepository;
  let folder: string;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    await scratch.commit({ message: 'one', files: { 'a.ts': 'a\n' } });
    await scratch.commit({ message: 'two', files: { 'a.ts': 'b\n' } });
    folder = await mkdtemp(path.join(tmpdir(), 'errata-head-'));
  });
  afterEach(async () => {
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Waits until it tells of a move that something makes. */
  async function tells(root: string, work: () => Promise<unknown>): Promise<void> {
    const told = Promise.withResolvers<void>();
    using watch = new HeadWatch(await Repository.open(root), () => told.resolve());
    await watch.check();
    await work();
    await told.promise;
  }

  it('tells of a commit, a checkout and a reset by itself', async () => {
    for (const work of [
      () => scratch.git('commit', '-q', '--allow-empty', '-m', 'three'),
      () => scratch.git('switch', '-q', '--detach', 'HEAD~1'),
      () => scratch.git('reset', '-q', '--hard', 'HEAD~1'),
    ])
      await tells(scratch.root, work);
  });

  it('sees a linked working tree, and branches that are packed', async () => {
    const linked = path.join(folder, 'linked');
    await scratch.git('worktree', 'add', '-q', '-b', 'side', linked);
    await scratch.git('pack-refs', '--all');
    const work = () => scratch.git('-C', linked, 'commit', '-q', '--allow-empty', '-m', 'side');
    await tells(linked, work);
  });

  it('tells nothing where nothing moved', async () => {
    using watch = new HeadWatch(await Repository.open(scratch.root), () => assert.fail('nothing moved'));
    await watch.check();
    for (const args of [['status'], ['branch', 'other'], ['tag', 'v1']]) {
      await scratch.git(...args);
      await watch.check();
    }
  });
});
