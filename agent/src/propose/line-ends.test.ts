import assert from 'node:assert/strict';
import { diffArrays } from 'diff';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Case } from '../diagnose/scratch-case.ts';
import { repair } from './scratch-repair.ts';

const cases: readonly (Case & { path: string; text: string })[] = [
  {
    path: 'cart.js',
    text: 'export function create(id) {\n\treturn {\n\t\tid,\n\t};\n}\n\n// caf\xe9\nexport function run(id) {\n\tconst cart = create(id);\n\treturn cart.coupons.length;\n}\n',
    files: {},
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'length')",
    frames: [['cart.js', 'cart.coupons.length']],
  },
  {
    path: 'mean.py',
    text: '"""Mean, caf\xe9."""\n\n\ndef mean(xs):\n    """Mean."""\n    total = sum(xs)\n    return total / len(xs)\n',
    files: {},
    type: 'ZeroDivisionError',
    value: 'division by zero',
    frames: [['mean.py', 'total / len(xs)']],
  },
];

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function countKept(before: string[], after: string[]): number {
  const kept = diffArrays(before, after).filter(part => !part.added && !part.removed);
  return kept.reduce((sum, part) => sum + part.count, 0);
}

describe('line ends that are mixed', () => {
  it('stay as they are on every line that a candidate leaves alone', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        async (made, windows, mark, lastEnd) => {
          const lines = made.text.split('\n');
          const ended = lines.map(
            (line, at) => line + (at === lines.length - 1 ? '' : windows[at] ? '\r\n' : '\n'),
          );
          const before = (mark ? '\ufeff' : '') + (lastEnd ? ended.join('') : ended.join('').trimEnd());
          const { candidates } = await repair({ ...made, files: { [made.path]: before } });
          assert.ok(candidates.length > 0);
          for (const { changes } of candidates) {
            const after = changes[0]?.after ?? '';
            const plain = (text: string) => linesOf(text).map(line => line.trimEnd());
            assert.equal(
              countKept(linesOf(before), linesOf(after)),
              countKept(plain(before), plain(after)),
              JSON.stringify([before, after]),
            );
            assert.doesNotMatch(after, /\r(?!\n)/);
            assert.equal(after.startsWith('\ufeff'), mark);
          }
        },
      ),
      { numRuns: 40 },
    ));
});
