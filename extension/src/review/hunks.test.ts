import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks, computeHunks } from './hunks.ts';

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
/** A text and an edited form of it, so that there are several hunks apart from one another. */
const edited = fc
  .tuple(fc.array(line, { minLength: 20, maxLength: 80 }), fc.array(fc.tuple(fc.nat(79), line, fc.nat(2))))
  .map(([lines, edits]) => {
    const after = [...lines];
    for (const [at, value, kind] of edits)
      after.splice(at, kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [value]));
    return [`${lines.join('\n')}\n`, after.join('\n')] as const;
  });

describe('hunks', () => {
  it('give the new text when all are accepted and the old one when none is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(text, text), edited), ([before, after]) => {
        const hunks = computeHunks(before, after);
        assert.equal(
          applyHunks(before, hunks, () => true),
          after,
        );
        assert.equal(
          applyHunks(before, hunks, () => false),
          before,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('are independent: taking a subset leaves the rest as remaining hunks', () => {
    fc.assert(
      fc.property(
        edited,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
        ([before, after], choice) => {
          const hunks = computeHunks(before, after);
          const chosen = (id: string) => choice[Number(id) % choice.length] === true;
          const partial = applyHunks(before, hunks, hunk => chosen(hunk.id));
          const expected = splice(
            before,
            hunks.filter(hunk => chosen(hunk.id)),
          );
          assert.equal(partial, expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('number the lines of both sides and show what changes', () => {
    const before = 'one\ntwo\nthree\nfour\nfive\n';
    const [hunk, ...others] = computeHunks(before, before.replace('three', '3'));
    assert.deepEqual(others, []);
    assert.equal(hunk?.header, '@@ -1,5 +1,5 @@');
    assert.deepEqual(hunk?.lines.slice(1, 4), [
      { kind: 'context', text: 'two', oldLine: 2, newLine: 2 },
      { kind: 'removed', text: 'three', oldLine: 3 },
      { kind: 'added', text: '3', newLine: 3 },
    ]);
  });

  it('keep a file without a final newline as it is', () => {
    const hunks = computeHunks('a', 'a\nb');
    assert.equal(
      applyHunks('a', hunks, () => true),
      'a\nb',
    );
    assert.deepEqual(computeHunks('same', 'same'), []);
  });
});

/** The subset applied from the back, by offsets: another way to the same text. */
function splice(
  before: string,
  hunks: readonly { start: number; length: number; replacement: readonly string[] }[],
) {
  const lines = before.split(/(?<=\n)/);
  for (const hunk of [...hunks].reverse()) lines.splice(hunk.start, hunk.length, ...hunk.replacement);
  return lines.join('');
}
