import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyChanges, type Change, changeId, changesBetween, replacementOf, touch } from './changes.ts';

const line = fc.constantFrom(
  'a',
  'b',
  'c',
  '',
  '}',
  '  return x;',
  'tab\t',
  'cr\r',
  '\\ No newline',
  '+x',
  '-y',
  '@@',
);
const text = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.boolean())
  .map(([lines, end]) => lines.join('\n') + (end && lines.length > 0 ? '\n' : ''));
/** A text and an edited form of it, so that there are several changes apart from one another. */
const edited = fc
  .tuple(fc.array(line, { minLength: 20, maxLength: 80 }), fc.array(fc.tuple(fc.nat(79), line, fc.nat(2))))
  .map(([lines, edits]) => {
    const after = [...lines];
    for (const [at, value, kind] of edits)
      after.splice(at, kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [value]));
    return [`${lines.join('\n')}\n`, after.join('\n')] as const;
  });

describe('changes', () => {
  it('give the new text when all are made and the old one when none is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(text, text), edited), ([before, after]) => {
        const changes = changesBetween(before, after);
        assert.equal(applyChanges(before, changes), after);
        assert.equal(applyChanges(before, []), before);
      }),
      { numRuns: 500 },
    );
  });

  it('are independent: each can be made without the others, and no two touch', () => {
    fc.assert(
      fc.property(
        edited,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        ([before, after], choice) => {
          const changes = changesBetween(before, after);
          const chosen = changes.filter((_, index) => choice[index % choice.length] === true);
          assert.equal(applyChanges(before, chosen), splice(before, chosen));
          const pairs = changes.slice(1).map((change, index) => [changes[index], change] as const);
          assert.ok(pairs.every(([one, other]) => one && !touch(one, other)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are one when hardly anything stands between them', () => {
    const before = 'if (a) {\n  b();\n}\nc();\nd();\ne();\nf();\n';
    const near = changesBetween(before, before.replace('if (a)', 'if (x)').replace('}', '} else y();'));
    assert.deepEqual(
      near.map(({ from, to, lines }) => [from, to, lines.map(({ kind }) => kind).join(' ')]),
      [[0, 3, 'removed added context removed added']],
    );
    const apart = changesBetween(before, before.replace('if (a)', 'if (x)').replace('d()', 'z()'));
    assert.deepEqual(
      apart.map(({ from, to }) => [from, to]),
      [
        [0, 1],
        [4, 5],
      ],
    );
  });

  it('are known by their place and by what they do there', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index}\n`).join('');
    const ids = (after: string) => changesBetween(before, after).map(changeId);
    const [alone] = ids(before.replace('15\n', 'x\n'));
    assert.equal(ids(before.replace('15\n', 'x\n').replace('2\n', 'more\nand\nmore\n'))[1], alone);
    assert.notEqual(ids(before.replace('15\n', 'y\n'))[0], alone);
    assert.notEqual(ids(before.replace('16\n', 'x\n'))[0], alone);
  });

  it('are found in texts that have nothing in common, in a moment', () => {
    const long = (word: string) =>
      `same\n${Array.from({ length: 60_000 }, (_, n) => `${word}${n}\n`).join('')}end`;
    const changes = changesBetween(long('a'), long('b'));
    assert.deepEqual(
      changes.map(({ from, to }) => [from, to]),
      [[1, 60_001]],
    );
    assert.equal(applyChanges(long('a'), changes), long('b'));
  });
});

/** The changes made from the back, by offsets: another way to the same text. */
function splice(before: string, changes: readonly Change[]) {
  const lines = before.split(/(?<=\n)/);
  for (const change of [...changes].reverse())
    lines.splice(change.from, change.to - change.from, ...replacementOf(change));
  return lines.join('');
}
