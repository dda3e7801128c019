import assert from 'node:assert/strict';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { branchNow, withEdits } from './branch-now.ts';

describe('the branch of a pull request as it is now', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  let ground: string;
  let ours: string;

  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    ground = await scratch.commit({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' }, message: 'one' });
    await scratch.git('switch', '--quiet', '--create', 'errata/fix');
    ours = await scratch.commit({
      files: { 'a.txt': 'A\n', 'test/new.txt': 'new\n' },
      message: 'fix: it\n\nErrata-Issue: SHOP-1\nErrata-Round: r-1\nErrata-Candidate: c0ffee',
    });
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  async function now(tip: string) {
    const found = await branchNow(repository, { tip, base: 'main', ours: [ours] });
    assert.ok(found);
    return found;
  }

  it('is what it changes since it left its base, and what its commits say of themselves', async () => {
    const { changes, commits, foreign, ground: found } = await now(ours);
    assert.equal(found, ground);
    assert.deepEqual(changes, [
      { path: 'a.txt', before: 'a\n', after: 'A\n' },
      { path: 'test/new.txt', before: null, after: 'new\n' },
    ]);
    assert.deepEqual(commits, [
      { commit: ours, round: 'r-1', candidate: 'c0ffee', files: ['a.txt', 'test/new.txt'] },
    ]);
    assert.equal(foreign.size, 0);
  });

  it('knows what others have changed, and leaves out what has no text', async () => {
    const files = { 'a.txt': 'A!\n', 'c.bin': '\0', 'd e\n.txt': 'd\n', 'b.txt': null };
    const { foreign, changes } = await now(await scratch.commit({ files, message: 'theirs' }));
    assert.deepEqual([...foreign].sort(), ['a.txt', 'b.txt', 'c.bin', 'd e\n.txt']);
    assert.deepEqual(
      changes.map(({ path, after }) => [path, after]),
      [
        ['a.txt', 'A!\n'],
        ['b.txt', null],
        ['d e\n.txt', 'd\n'],
        ['test/new.txt', 'new\n'],
      ],
    );
  });

  it('is made on the newest commit of its base that was merged into it', async () => {
    await scratch.git('switch', '--quiet', 'main');
    const later = await scratch.commit({ files: { 'b.txt': 'B\n' }, message: 'two' });
    await scratch.git('switch', '--quiet', 'errata/fix');
    await scratch.git('merge', '--quiet', '--no-edit', 'main');
    const { ground: found, changes, foreign } = await now((await scratch.git('rev-parse', 'HEAD')).trim());
    assert.equal(found, later);
    assert.deepEqual(
      changes.map(({ path }) => path),
      ['a.txt', 'test/new.txt'],
    );
    assert.equal(foreign.size, 0);
  });

  it('would change this with other texts in it', async () => {
    const branch = await now(ours);
    const edits = [
      { path: 'a.txt', before: 'A\n', after: 'a\n' },
      { path: 'test/new.txt', before: 'new\n', after: 'newer\n' },
      { path: 'b.txt', before: 'b\n', after: 'B\n' },
    ];
    assert.deepEqual(withEdits(branch, edits), [
      { path: 'test/new.txt', before: null, after: 'newer\n' },
      { path: 'b.txt', before: 'b\n', after: 'B\n' },
    ]);
  });
});
