import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Repository } from '../../git/repository.ts';
import type { ScratchRepository } from '../../git/scratch-repository.ts';
import { findFix } from './find-fix.ts';
import { scratchFix, withLines } from './scratch-fix.ts';

describe('a fix in the history of a commit', function () {
  this.timeout(60_000);
  let scratch: ScratchRepository;
  let commits: readonly string[];
  const parts = [{ 10: 'fixed ten' }, { 20: 'fixed twenty' }];

  beforeEach(async () => {
    ({ scratch, commits } = await scratchFix(parts));
    await scratch.git('branch', 'release');
    await edit('main', { 30: 'main thirty' });
  });
  afterEach(() => scratch.dispose());

  async function edit(branch: string, lines: Record<number, string>, message = 'more'): Promise<string> {
    await scratch.git('switch', '--quiet', branch);
    const now = await readFile(path.join(scratch.root, 'app.txt'), 'utf8');
    return scratch.commit({ files: { 'app.txt': withLines(lines, now) }, message });
  }
  const tip = async (branch: string) => (await scratch.git('rev-parse', branch)).trim();
  async function merged(style: 'merge' | 'squash' | 'rebase'): Promise<string> {
    await scratch.git('switch', '--quiet', 'main');
    if (style === 'merge') await scratch.git('merge', '--no-ff', '--no-edit', '--quiet', 'errata/fix');
    if (style === 'rebase') await scratch.git('cherry-pick', 'main..errata/fix');
    if (style === 'squash') {
      await scratch.git('merge', '--squash', '--quiet', 'errata/fix');
      await scratch.git('commit', '--quiet', '--message', 'fix: both (#1)');
    }
    return tip('main');
  }
  async function find(merge: string, commit: string) {
    const repository = await Repository.open(scratch.root);
    const letGo = repository.objects.hold();
    const found = await findFix(
      repository,
      { merge, head: commits.at(-1) ?? '', commits: [...commits] },
      commit,
    );
    await letGo();
    return found?.how;
  }

  for (const style of ['merge', 'squash', 'rebase'] as const) {
    it(`is known after a ${style}, and is not in what was there before`, async () => {
      const before = await tip('main');
      const merge = await merged(style);
      const later = await edit('main', { 31: 'later' });
      assert.equal(await find(merge, merge), 'ancestor');
      assert.equal(await find(merge, later), 'ancestor');
      assert.equal(await find(merge, before), 'absent');
      assert.equal(await find(merge, await tip('release')), 'absent');
    });

    it(`is known as a copy on another branch after a ${style}`, async () => {
      const merge = await merged(style);
      await edit('release', { 5: 'release five', 12: 'release twelve' });
      await scratch.git('switch', '--quiet', 'release');
      await scratch.git('cherry-pick', commits[0] ?? '');
      assert.equal(await find(merge, await tip('release')), 'absent', 'a part of it is not it');
      await scratch.git('cherry-pick', commits[1] ?? '');
      assert.equal(await find(merge, await edit('release', { 1: 'one' })), 'patch');
    });

    it(`is gone when it was reverted after a ${style}, and back when that was reverted`, async () => {
      const merge = await merged(style);
      const range = style === 'rebase' ? ['main~2..main'] : [merge];
      await scratch.git('revert', '--no-edit', ...(style === 'merge' ? ['-m', '1'] : []), ...range);
      assert.equal(await find(merge, await edit('main', { 1: 'one' })), 'reverted');
      const reverts = await Promise.all((style === 'rebase' ? ['main~1', 'main~2'] : ['main~1']).map(tip));
      for (const revert of reverts) await scratch.git('revert', '--no-edit', revert);
      assert.equal(await find(merge, await tip('main')), 'ancestor');
    });
  }

  it('is not the last part of it, also where it was rebased', async () => {
    const merge = await merged('rebase');
    await edit('release', { 1: 'one' });
    await scratch.git('switch', '--quiet', 'release');
    await scratch.git('cherry-pick', commits[1] ?? '');
    assert.equal(await find(merge, await tip('release')), 'absent');
  });

  it('is gone by what a revert says of itself where it had to be made to fit, and back by the next one', async () => {
    const merge = await merged('squash');
    await edit('main', { 10: 'fixed ten!', 20: 'fixed twenty!' });
    const back = await edit(
      'main',
      { 10: 'line 10!', 20: 'line 20!' },
      `undo\n\nThis reverts commit ${merge}.`,
    );
    assert.equal(await find(merge, back), 'reverted');
    const again = await edit(
      'main',
      { 10: 'fixed ten?' },
      `redo\n\nThis reverts commit ${back.slice(0, 12)}.`,
    );
    assert.equal(await find(merge, again), 'ancestor');
    const other = await edit('main', { 1: 'one' }, `undo\n\nThis reverts commit ${'0'.repeat(40)}.`);
    assert.equal(await find(merge, other), 'ancestor');
  });

  it('is known when the branch was squashed onto another one', async () => {
    const merge = await merged('merge');
    await scratch.git('switch', '--quiet', 'release');
    await scratch.git('cherry-pick', '-m', '1', merge);
    assert.equal(await find(merge, await tip('release')), 'patch');
  });

  it('is gone when somebody took it back by hand', async () => {
    const merge = await merged('squash');
    const gone = await edit('main', { 10: 'line 10', 20: 'line 20' }, 'no more of this');
    assert.equal(await find(merge, gone), 'reverted');
  });

  it('is known by what a copy says of itself where it had to be made to fit', async () => {
    const merge = await merged('squash');
    await edit('release', { 9: 'nine', 10: 'ten', 11: 'eleven', 20: 'twenty' });
    const message = `fix: for the release\n\n(cherry picked from commit ${merge})`;
    assert.equal(
      await find(merge, await edit('release', { 10: 'fixed 10', 20: 'fixed 20' }, message)),
      'patch',
    );
  });

  it('is known where the base was moved forward to the branch', async () => {
    await scratch.git('switch', '--quiet', 'release');
    await scratch.git('merge', '--ff-only', '--quiet', 'errata/fix');
    const merge = await tip('release');
    assert.equal(await find(merge, await tip('main')), 'absent');
    await scratch.git('switch', '--quiet', 'main');
    await scratch.git('cherry-pick', commits[0] ?? '');
    assert.equal(await find(merge, await tip('main')), 'absent');
    await scratch.git('cherry-pick', commits[1] ?? '');
    assert.equal(await find(merge, await tip('main')), 'patch');
  });
});
