import assert from 'node:assert/strict';
import { blame } from './blame.ts';
import { blobHunks } from './diff.ts';
import { commitInfos, rangeHistory, renames } from './history.ts';
import { ignoredRevisions } from './ignored-revisions.ts';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';
import { SourceTree } from './source-tree.ts';

describe('blame and history', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  let first: string;
  let bug: string;
  let format: string;
  let moved: string;
  let removed: string;
  const source = (body: string[]) =>
    ['function total(cart) {', ...body, '}', '', 'exports.total = total;', ''].join('\n');

  before(async () => {
    scratch = await ScratchRepository.create();
    const body = ['  let sum = 0;', '  for (const item of cart.items) sum += item.price;', '  return sum;'];
    first = await scratch.commit({ message: 'Add totals', files: { 'a b.js': source(body) } });
    const buggy = body.toSpliced(2, 1, '  return sum - cart.discount.amount;');
    bug = await scratch.commit({
      message: 'Take off the discount',
      files: { 'a b.js': source(buggy) },
      author: 'Bob Bee',
      date: '2026-02-01T10:00:00+05:30',
    });
    const formatted = buggy.toSpliced(2, 1, '  return (sum - cart.discount.amount);');
    format = await scratch.commit({ message: 'Reformat', files: { 'a b.js': source(formatted) } });
    moved = await scratch.commit({ message: 'Move', moves: { 'a b.js': 'lib/"total".js' } });
    const shorter = formatted.toSpliced(0, 1);
    const ignore = `# style\n${format}\n${'0'.repeat(40)}\n`;
    removed = await scratch.commit({
      message: 'Drop a line',
      files: { 'lib/"total".js': source(shorter), '.git-blame-ignore-revs': ignore },
    });
    repository = await Repository.open(scratch.root);
  });
  after(() => scratch.dispose());

  it('names the commit, the author and where the line stood, through a move', async () => {
    const lines = await blame(repository, { commit: moved, file: 'lib/"total".js', ranges: [[4, 4]] });
    assert.equal(lines[0]?.commit, format);
    const tree = new SourceTree(repository, removed);
    try {
      const ignoreRevs = await ignoredRevisions(repository, tree);
      assert.deepEqual(ignoreRevs, [format]);
      const found = await blame(repository, {
        commit: moved,
        file: 'lib/"total".js',
        ranges: [[4, 4]],
        ignoreRevs,
      });
      assert.deepEqual(found[0], {
        line: 4,
        text: '  return (sum - cart.discount.amount);',
        commit: bug,
        originalFile: 'a b.js',
        originalLine: 4,
        author: 'Bob Bee',
        email: 'bob@example.com',
        date: '2026-02-01T10:00:00+05:30',
        subject: 'Take off the discount',
        boundary: false,
        previous: { commit: first, file: 'a b.js' },
      });
    } finally {
      await tree.dispose();
    }
  });

  it('cuts ranges past the end', async () => {
    const ranges: [number, number][] = [
      [6, 90],
      [80, 90],
      [1, 1],
    ];
    const lines = await blame(repository, { commit: first, file: 'a b.js', ranges });
    assert.deepEqual(
      lines.map(line => line.line),
      [1, 6, 7],
    );
    assert.equal(lines[0]?.boundary, true);
  });

  it('finds the commit that only deleted from a range', async () => {
    const changes = await rangeHistory(repository, {
      commit: removed,
      file: 'lib/"total".js',
      range: [1, 4],
      most: 10,
      milliseconds: 10_000,
    });
    assert.equal(changes[0]?.commit, removed);
    assert.deepEqual(changes[0]?.hunks[0]?.removed, ['  let sum = 0;']);
    assert.deepEqual(
      changes.map(change => change.commit),
      [removed, format, bug, first],
    );
  });

  it('follows renames, and reads metadata', async () => {
    assert.deepEqual(
      [...(await renames(repository, { from: first, to: removed }))],
      [['a b.js', 'lib/"total".js']],
    );
    const infos = await commitInfos(repository, [bug, first]);
    assert.equal(infos.get(bug)?.author, 'Bob Bee');
    assert.deepEqual(infos.get(bug)?.parents, [first]);
  });

  it('compares blobs of two commits', async () => {
    const hunks = await blobHunks(repository, `${first}:a b.js`, `${bug}:a b.js`);
    assert.equal(hunks.length, 1);
    assert.equal(hunks[0]?.oldStart, 4);
  });
});
