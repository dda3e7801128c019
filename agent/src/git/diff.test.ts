import assert from 'node:assert/strict';
import { processorTime } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { lineMap, parseHunks, reversed, textHunks } from './diff.ts';

const asText = (lines: readonly string[]) => lines.map(line => `${line}\n`).join('');

describe('diff', () => {
  it('reads hunks with and without context', () => {
    const hunks = parseHunks(
      '--- a\n+++ b\n@@ -1,3 +1,4 @@\n a\n-b\n+B\n+B2\n c\n@@ -9,0 +11 @@ f()\n+--x\n',
    );
    assert.deepEqual(hunks, [
      { oldStart: 2, oldLines: 1, newStart: 2, newLines: 2, removed: ['b'], added: ['B', 'B2'] },
      { oldStart: 9, oldLines: 0, newStart: 11, newLines: 1, removed: [], added: ['--x'] },
    ]);
  });

  it('maps lines through insertions, deletions and replacements', () => {
    const map = lineMap(textHunks('a\nb\nc\nd\n', 'x\na\nc\nD\n'));
    assert.deepEqual([map(1).line, map(1).gone], [2, false]);
    assert.equal(map(2).gone, true);
    assert.deepEqual([map(3).line, map(3).gone], [3, false]);
    assert.deepEqual([map(4).line, map(4).gone], [4, true]);
  });

  it('maps every line that it says is kept to an equal line, there and back', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (from, to) => {
        const hunks = textHunks(asText(from), asText(to));
        const [there, back] = [lineMap(hunks), lineMap(reversed(hunks))];
        let last = 0;
        for (let line = 1; line <= from.length; line++) {
          const mapped = there(line);
          if (mapped.gone) continue;
          assert.equal(to[mapped.line - 1], from[line - 1]);
          assert.deepEqual(back(mapped.line), { line, gone: false, hunk: undefined });
          assert(mapped.line > last);
          last = mapped.line;
        }
      }),
    );
  });

  it('gives up on texts that share nothing in bounded time', () => {
    const numbers = (from: number) => Array.from({ length: 30_000 }, (_, index) => `line ${from + index}`);
    const took = processorTime(() => {
      const hunks = textHunks(numbers(0).join('\n'), numbers(1_000_000).join('\n'));
      assert.equal(lineMap(hunks)(5).gone, true);
    });
    assert.ok(took < 6_000, `${took}`);
  });
});
