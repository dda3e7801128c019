import assert from 'node:assert/strict';
import type { Suspect } from '@errata/protocol/diagnosis';
import { diagnose } from '../../diagnose/diagnose.ts';
import { type Case, eventOf, mappedOf } from '../../diagnose/scratch-case.ts';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { propose } from '../propose.ts';
import { changedLines } from '../scratch-repair.ts';

interface History {
  /** The same files, commit by commit; the second to last is the suspect's unless `suspect` says otherwise. */
  commits: Record<string, string>[];
  suspect: number;
  crash: Omit<Case, 'files'>;
}

async function proposals({ commits, suspect, crash }: History) {
  const scratch = await ScratchRepository.create();
  try {
    const names: string[] = [];
    for (const files of commits) names.push(await scratch.commit({ files, message: 'Work' }));
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    const made = { files: Object.assign({}, ...commits), ...crash };
    const event = eventOf(made);
    const mapped = mappedOf(event);
    const { slice, locations } = await diagnose({ event, tree, mapped });
    const blamed: Suspect = {
      commit: names[suspect] ?? '',
      author: 'Ada Adams',
      email: 'ada@example.com',
      date: '2026-01-02T12:00:00Z',
      subject: 'Work',
      score: 1,
      reasons: [],
    };
    const history = { repository, suspects: [blamed] };
    try {
      return await propose({ event, sources: tree, mapped, slice, locations, history });
    } finally {
      await tree.dispose();
    }
  } finally {
    await scratch.dispose();
  }
}

const guarded = 'def ratio(a, b):\n    if b == 0:\n        return 1\n    return a / b\n';
const bare = 'def ratio(a, b):\n    return a / b\n';
const division = {
  type: 'ZeroDivisionError',
  value: 'division by zero',
  frames: [['ratio.py', 'return a / b']] as const,
};

describe('candidates from history', () => {
  it('puts a check back that the suspect took away, wherever the function stands now', async () => {
    const moved = `LIMIT = 3\n\n\n${bare}`;
    const commits = [{ 'ratio.py': guarded }, { 'ratio.py': bare }, { 'ratio.py': moved }];
    const found = await proposals({ commits, suspect: 1, crash: division });
    const reverts = found.filter(candidate => candidate.engine === 'revert');
    assert.deepEqual(reverts.map(changedLines), [['if b == 0:', 'return 1']]);
    assert.ok((reverts[0]?.prior ?? 0) > 0.7);
  });

  it('is less sure where the suspect wrote something else', async () => {
    const commits = [{ 'ratio.py': 'def ratio(a, b):\n    return a * b\n' }, { 'ratio.py': bare }];
    const found = await proposals({ commits, suspect: 1, crash: division });
    const [revert] = found.filter(candidate => candidate.engine === 'revert');
    assert.deepEqual(changedLines(revert ?? assert.fail()), ['return a * b']);
    assert.ok((revert?.prior ?? 1) < 0.5);
  });

  it('leaves alone what was changed again since, and what a first commit brought', async () => {
    const again = 'def ratio(a, b):\n    return a / b  # of the two\n';
    const commits = [
      { 'ratio.py': guarded },
      { 'ratio.py': 'def ratio(a, b):\n    return b / a\n' },
      { 'ratio.py': again },
    ];
    for (const suspect of [0, 1]) {
      const found = await proposals({ commits, suspect, crash: division });
      assert.deepEqual(
        found.filter(candidate => candidate.engine === 'revert'),
        [],
      );
    }
  });

  it('takes the whole commit back as the last candidate, where nobody changed it since', async () => {
    const rate = (by: string) => `def rate(a, b):\n    return ${by}\n`;
    const commits = [
      { 'ratio.py': guarded, 'rate.py': rate('a / (b or 1)'), 'tests/test_rate.py': 'one = 1\n' },
      { 'ratio.py': bare, 'rate.py': rate('a / b'), 'tests/test_rate.py': 'one = 2\n' },
      { 'ratio.py': `LIMIT = 3\n\n\n${bare}` },
    ];
    const found = await proposals({ commits, suspect: 1, crash: division });
    assert.deepEqual(
      found.at(-1)?.changes.map(({ path, after }) => [path, after]),
      [
        ['rate.py', rate('a / (b or 1)')],
        ['ratio.py', `LIMIT = 3\n\n\n${guarded}`],
      ],
    );
    const again = [...commits, { 'rate.py': rate('a / b * 2') }];
    const left = await proposals({ commits: again, suspect: 1, crash: division });
    assert.ok(left.every(({ changes }) => changes.length === 1));
  });

  it('follows a name that the suspect changed elsewhere', async () => {
    const reader = 'export const label = user => user.fullName.trim();\n';
    const greet = (name: string) => `export const greet = user => 'Hi ' + user.${name};\n`;
    const found = await proposals({
      commits: [{ 'label.js': reader, 'greet.js': greet('fullName') }, { 'greet.js': greet('displayName') }],
      suspect: 1,
      crash: {
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'fullName')",
        frames: [['label.js', 'user.fullName']],
      },
    });
    const renamed = found.find(candidate => candidate.template === 'javascript/follow-rename');
    assert.deepEqual(changedLines(renamed), ['export const label = user => user.displayName.trim();']);
  });
});
