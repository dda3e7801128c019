import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type History, HistoryError, type Step, treesOf } from './history.ts';

const step = (subject: string, rest: Partial<Step>): Step => ({
  author: 'ann',
  date: '2026-01-01T00:00:00Z',
  subject,
  ...rest,
});
const history = (...commits: Step[]): History => ({
  authors: { ann: { name: 'Ann', email: 'a@b' } },
  commits,
});

const final = new Map([
  ['new.txt', 'one\ntwo and a half\nthree\n'],
  ['late.txt', 'here\n'],
]);
const told = history(
  step('start', { added: ['old.txt'] }),
  step('rename', { moved: [{ from: 'old.txt', to: 'new.txt' }] }),
  step('change', {
    added: ['late.txt'],
    edited: [
      { file: 'new.txt', before: ['two'], after: ['two and a half'] },
      { file: 'new.txt', before: [], after: ['three'] },
    ],
  }),
);

const failsWith = (reason: HistoryError['reason'], commits: Step[], tree = final) =>
  assert.throws(
    () => treesOf(history(...commits), tree),
    error => error instanceof HistoryError && error.reason === reason,
  );

describe('a history told backwards', () => {
  it('gives the tree after every commit', () => {
    assert.deepEqual(
      treesOf(told, final).map(tree => Object.fromEntries(tree)),
      [{ 'old.txt': 'one\ntwo\n' }, { 'new.txt': 'one\ntwo\n' }, Object.fromEntries(final)],
    );
  });

  it('leaves the final tree alone', () => {
    const before = new Map(final);
    treesOf(told, final);
    assert.deepEqual(final, before);
  });

  it('names the edit that does not fit the file any more', () => {
    const edited = [{ file: 'new.txt', before: ['x'], after: ['four'] }];
    failsWith('not-once', [step('start', { added: ['new.txt', 'late.txt'], edited })]);
  });

  it('refuses an edit that could be in two places', () => {
    const edited = [{ file: 'a', before: ['x'], after: ['same'] }];
    failsWith('not-once', [step('start', { added: ['a'], edited })], new Map([['a', 'same\nsame\n']]));
  });

  it('refuses an edit without a place', () => {
    const edited = [{ file: 'new.txt', before: ['x'], after: [] }];
    failsWith('not-once', [step('start', { added: ['new.txt', 'late.txt'], edited })]);
  });

  it('notices a file that nobody added, and one that is not there', () => {
    failsWith('never-added', [step('start', { added: ['new.txt'] })]);
    failsWith('no-file', [step('start', { added: ['new.txt', 'late.txt', 'gone.txt'] })]);
  });

  it('takes any replaced lines back', () => {
    const line = fc.stringMatching(/^[a-z]{0,3}$/);
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.array(line), fc.array(line), (head, old, now, tail) => {
        const after = ['BEGIN', ...now, 'END'];
        const text = [...head, ...after, ...tail].join('\n');
        const commits = [
          step('start', { added: ['a'] }),
          step('edit', { edited: [{ file: 'a', before: old, after }] }),
        ];
        const [first] = treesOf(history(...commits), new Map([['a', text]]));
        assert.equal(first?.get('a'), [...head, ...old, ...tail].join('\n'));
      }),
    );
  });
});
