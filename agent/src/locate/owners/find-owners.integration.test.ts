import assert from 'node:assert/strict';
import { lastActive } from '../../git/last-active.ts';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { findOwners, type Ownership } from './find-owners.ts';

describe('findOwners', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  const foundIn = async (
    folder: string,
    ...locations: { file: string; line: number }[]
  ): Promise<Ownership> => {
    const repository = await Repository.open(folder);
    const tree = new SourceTree(repository, await repository.head());
    try {
      const active = await lastActive(repository, tree.commit, { milliseconds: 10_000 });
      return await findOwners({ repository, tree, locations, active });
    } finally {
      await tree.dispose();
    }
  };
  const found = (...locations: { file: string; line: number }[]) => foundIn(scratch.root, ...locations);
  const brief = ({ owners }: Ownership) =>
    owners.map(({ name, source, share }) => [name, source, Math.round(share * 100)]);
  const body = ['def a():', '    x = 1', '    return x', '', 'def b():', '    return 2', ''];
  const text = (lines: readonly string[]) => lines.join('\n');

  it('names code owners, who wrote the function and who worked on the file, through the mailmap', async () => {
    await scratch.commit({
      message: 'one',
      author: 'Ann Old',
      files: { 'app/x.py': text(body), CODEOWNERS: '/app/ @org/app\n' },
    });
    const changed = body.toSpliced(1, 1, '    x = 3');
    await scratch.commit({ message: 'two', author: 'Bo Two', files: { 'app/x.py': text(changed) } });
    await scratch.commit({
      message: 'three',
      files: { '.mailmap': 'Ann New <new@example.com> <ann@example.com>\n' },
    });
    await scratch.write({ 'app/x.py': text(['# edited', '', ...changed]) });
    const ownership = await found({ file: 'app/x.py', line: 4 });
    assert.deepEqual(brief(ownership), [
      ['@org/app', 'CODEOWNERS', 100],
      ['Ann New <new@example.com>', 'blame', 67],
      ['Bo Two <bo@example.com>', 'blame', 33],
    ]);
    assert.deepEqual(ownership.owners.map(owner => owner.reasons)[0], ['CODEOWNERS: /app/']);
    assert.deepEqual(ownership.owners.map(owner => owner.reasons)[1], [
      'wrote 67 % of the function',
      '50 % of the recent work on app/x.py',
    ]);
  });

  it('takes the mailmap of HEAD, and the one that is configured', async () => {
    const email = 'ada@example.com';
    await scratch.commit({
      message: 'one',
      files: { 'x.py': text(body), '.mailmap': `Ada Maps <${email}>\n` },
    });
    await scratch.write({ '.mailmap': null });
    assert.deepEqual(brief(await found({ file: 'x.py', line: 2 }))[0]?.[0], `Ada Maps <${email}>`);
    await scratch.write({ '.git/more': `<ada@new.example> <${email}>\n` });
    await scratch.git('config', 'mailmap.file', '.git/more');
    assert.deepEqual(brief(await found({ file: 'x.py', line: 2 }))[0]?.[0], 'Ada Maps <ada@new.example>');
  });

  it('weighs recent work on the file more', async () => {
    const at = (year: number, message: string, author: string) =>
      scratch.commit({
        message,
        author,
        date: `${year}-05-01T00:00:00Z`,
        files: { 'x.py': text([...body, `# ${message}`]) },
      });
    for (const message of ['1', '2', '3']) await at(2020, message, 'Old Hand');
    await at(2026, '4', 'New Hand');
    const { owners, responsibility } = await found({ file: 'x.py', line: 2 });
    const worker = owners.find(owner => owner.source === 'history');
    assert.equal(worker?.name, 'New Hand <new@example.com>');
    assert.equal(Math.round((worker?.share ?? 0) * 100), 100);
    // Who wrote the function has left.
    assert.deepEqual(
      owners.map(owner => owner.source),
      ['history', 'blame'],
    );
    assert.match(owners[1]?.reasons?.join() ?? '', /no commit here since 2020-05-01/);
    assert.equal(responsibility[0]?.primaryAuthor, 'Old Hand <old@example.com>');
    assert.equal(responsibility[0]?.contribution, 0.75);
  });

  it('leaves machines out unless there is nobody else', async () => {
    await scratch.commit({
      message: 'one',
      author: 'dependabot[bot]',
      files: { 'x.py': text(body), 'y.py': text(body), CODEOWNERS: 'y.py @ann @release-bot\n' },
    });
    assert.deepEqual(brief(await found({ file: 'x.py', line: 2 })), [
      ['dependabot[bot] <dependabot[bot]@example.com>', 'blame', 100],
    ]);
    await scratch.commit({
      message: 'two',
      author: 'Ida Abbot',
      files: { 'x.py': text(body.toSpliced(2, 1, '    return -x')) },
    });
    assert.deepEqual(brief(await found({ file: 'x.py', line: 2 })), [
      ['Ida Abbot <ida@example.com>', 'blame', 33],
    ]);
    assert.deepEqual(brief(await found({ file: 'y.py', line: 2 }))[0], ['@ann', 'CODEOWNERS', 100]);
    assert.ok(!brief(await found({ file: 'y.py', line: 2 })).some(([name]) => name === '@release-bot'));
  });

  it('names a code owner once, whom the history knows by an address', async () => {
    await scratch.commit({
      message: 'one',
      author: 'Ada Adams',
      files: { 'x.py': text(body), CODEOWNERS: 'x.py ADA@example.com\n' },
    });
    const { owners } = await found({ file: 'x.py', line: 2 });
    assert.deepEqual(owners, [
      {
        name: 'Ada Adams <ada@example.com>',
        source: 'CODEOWNERS',
        share: 1,
        reasons: ['CODEOWNERS: x.py', 'wrote 100 % of the function', '100 % of the recent work on x.py'],
      },
    ]);
  });

  it('answers for each file of the locations', async () => {
    const long = text([...body, ...body.map(line => `${line} # more`)]);
    await scratch.commit({
      message: 'one',
      author: 'Ann A',
      files: { 'old.py': long, CODEOWNERS: 'b.py @b\n' },
    });
    await scratch.commit({ message: 'move', author: 'Bo B', moves: { 'old.py': 'a.py' } });
    await scratch.commit({
      message: 'new',
      author: 'Ann A',
      files: { 'a.py': `${long}#\n`, 'b.py': text(body) },
    });
    const { responsibility } = await found(
      { file: 'a.py', line: 2 },
      { file: 'b.py', line: 2 },
      { file: 'a.py', line: 6 },
      { file: 'none.py', line: 1 },
    );
    const [a, b, ...none] = responsibility;
    assert.deepEqual(none, []);
    assert.deepEqual(
      [a?.file, a?.primaryAuthor, a?.commits, a?.codeOwners],
      ['a.py', 'Ann A <ann@example.com>', 3, []],
    );
    assert.equal(Math.round((a?.contribution ?? 0) * 100), 67);
    assert.equal(a?.lastModified.subject, 'new');
    assert.deepEqual([b?.file, b?.commits, b?.codeOwners, b?.bounded], ['b.py', 1, ['@b'], false]);
  });

  it('does not take who stands where a shallow clone was cut for the author of everything', async () => {
    for (const [at, author] of ['Ann A', 'Cut Off', 'Bo B'].entries()) {
      const lines = body.map((line, row) => (row === at ? `${line} # ${at}` : line));
      await scratch.commit({ message: author, author, files: { 'x.py': text(lines), [`${at}`]: author } });
    }
    const clone = `${scratch.root}/clone`;
    await scratch.git('clone', '--quiet', '--depth=2', `file://${scratch.root}`, clone);
    const { owners, responsibility } = await foundIn(clone, { file: 'x.py', line: 2 });
    assert.deepEqual(
      owners.map(owner => owner.name),
      ['Bo B <bo@example.com>'],
    );
    assert.deepEqual([responsibility[0]?.commits, responsibility[0]?.bounded], [1, true]);
  });

  it('has nobody to name where nothing is tracked', async () => {
    await scratch.commit({ message: 'one', files: { 'x.py': text(body) } });
    assert.deepEqual(await found({ file: 'y.py', line: 2 }), { owners: [], responsibility: [] });
    assert.deepEqual(await found(), { owners: [], responsibility: [] });
  });
});
