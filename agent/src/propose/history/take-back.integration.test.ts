import assert from 'node:assert/strict';
import type { Suspect } from '@errata/protocol/diagnosis';
import { diagnose } from '../../diagnose/diagnose.ts';
import { eventOf, mappedOf } from '../../diagnose/scratch-case.ts';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { type ProposeInput, propose, searchCandidates } from '../propose.ts';

const bare = 'def ratio(a, b):\n    return a / b\n';
const guarded = 'def ratio(a, b):\n    if a is None:\n        return 0\n    return a / b\n';
const crash = {
  type: 'ZeroDivisionError',
  value: 'division by zero',
  frames: [['ratio.py', 'return a / b']] as const,
};
const suspect: Omit<Suspect, 'commit'> = {
  ...{ author: 'Ada Adams', email: 'ada@example.com', date: '2026-01-02T12:00:00Z', subject: 'Work' },
  ...{ score: 1, reasons: [] },
};

/** What is proposed after a fix (the second commit) that did not hold, with whatever came after it. */
async function proposals(commits: Record<string, string | null>[]) {
  const scratch = await ScratchRepository.create();
  try {
    const names: string[] = [];
    for (const files of commits) names.push(await scratch.commit({ files, message: 'Work' }));
    const [from = '', to = ''] = names;
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      const files: Record<string, string> = {};
      for (const path of await tree.list()) files[path] = (await tree.read(path)) ?? '';
      const event = eventOf({ files, ...crash });
      const mapped = mappedOf(event);
      const { slice, locations } = await diagnose({ event, tree, mapped });
      const earlier = [{ name: 'acme/shop#7', commits: [to], span: { from, to } }];
      const suspects = [{ ...suspect, commit: to }];
      const input: ProposeInput = {
        ...{ event, sources: tree, mapped, slice, locations },
        history: { repository, suspects, earlier },
      };
      const candidates = await propose(input);
      const searched = [];
      for await (const candidate of searchCandidates(input, candidates)) {
        searched.push(candidate);
        if (searched.length === 30) break;
      }
      return { candidates, searched, reverts: candidates.filter(({ engine }) => engine === 'revert') };
    } finally {
      await tree.dispose();
    }
  } finally {
    await scratch.dispose();
  }
}

/** The texts that a template, and the search, make of the plain one. */
async function madeOfPlain(): Promise<{ byTemplate: string; bySearch: string }> {
  const found = await proposals([{ 'a.py': 'x = 1\n', 'ratio.py': bare }, { 'a.py': 'x = 2\n' }]);
  const guard = found.candidates.find(({ engine }) => engine === 'templates');
  const text = (candidate = found.searched[0]) => candidate?.changes[0]?.after ?? assert.fail();
  return { byTemplate: text(guard), bySearch: text() };
}

describe('a fix that did not hold', () => {
  it('may be taken back as a whole, as the code is now, and its tests stay', async () => {
    const { reverts } = await proposals([
      { 'ratio.py': bare, 'gone.py': 'one = 1\n' },
      { 'ratio.py': guarded, 'gone.py': null, 'made.py': 'two = 2\n', 'tests/test_ratio.py': 'three = 3\n' },
      { 'ratio.py': `LIMIT = 3\n\n\n${guarded}` },
    ]);
    assert.equal(reverts.length, 1);
    assert.deepEqual(
      reverts[0]?.changes.map(({ path, after }) => [path, after]),
      [
        ['gone.py', 'one = 1\n'],
        ['made.py', null],
        ['ratio.py', `LIMIT = 3\n\n\n${bare}`],
      ],
    );
    assert.match(
      reverts[0]?.explanation ?? '',
      /^Take back the earlier fix acme\/shop#7 .* may come back\.$/,
    );
    // It takes a proof to be offered at all.
    assert.ok((reverts[0]?.prior ?? 1) < 0.5);
  });

  it('is left alone where a part of it was changed since, or is gone', async () => {
    const first = { 'ratio.py': bare, 'other.py': 'one = 1\n' };
    const fix = { 'ratio.py': guarded, 'other.py': 'one = 2\n', 'made.py': 'two = 2\n' };
    const later = [
      { 'other.py': 'one = 3\n' },
      { 'other.py': 'one = 1\n' },
      { 'other.py': null },
      { 'made.py': 'two = 3\n' },
      { 'made.py': null },
    ];
    for (const change of later) {
      const { reverts } = await proposals([first, fix, change]);
      assert.deepEqual(reverts, [], JSON.stringify(change));
    }
  });

  it('has nothing to be taken back where it changed tests alone', async () => {
    const { reverts } = await proposals([{ 'ratio.py': bare }, { 'tests/test_ratio.py': 'three = 3\n' }]);
    assert.deepEqual(reverts, []);
  });

  it('is told as what it is where another way leads to the same edit', async () => {
    for (const made of Object.values(await madeOfPlain())) {
      const { candidates, searched } = await proposals([{ 'ratio.py': made }, { 'ratio.py': bare }]);
      const same = [...candidates, ...searched].filter(({ changes }) => changes[0]?.after === made);
      assert.deepEqual(
        same.map(({ engine }) => engine),
        ['revert'],
        made,
      );
    }
  });

  it('is not offered again: neither where it stands nor where it is gone, but elsewhere', async () => {
    const { byTemplate: made } = await madeOfPlain();
    const again = (found: Awaited<ReturnType<typeof proposals>>, after: string) =>
      [...found.candidates, ...found.searched].some(({ changes }) => changes[0]?.after === after);
    const gone = await proposals([{ 'ratio.py': bare }, { 'ratio.py': made }, { 'ratio.py': bare }]);
    assert.ok(!again(gone, made));
    const twin = (text: string) => text.replace('ratio', 'share');
    const elsewhere = await proposals([
      { 'ratio.py': `${bare}\n\n${twin(bare)}` },
      { 'ratio.py': `${bare}\n\n${twin(made)}` },
    ]);
    assert.ok(again(elsewhere, `${made}\n\n${twin(made)}`));
  });
});
