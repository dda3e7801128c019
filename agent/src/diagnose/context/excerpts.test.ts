import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { estimateTokens } from '../../model/limits/estimate.ts';
import { chooseExcerpts } from './excerpts.ts';
import type { Place } from './place.ts';

const lines = Array.from({ length: 400 }, (_, at) => `line ${at + 1}`);
const text = lines.join('\n');

function place(from: number, to: number, changes: Partial<Place> = {}): Place {
  return { file: 'a.js', from, to, line: from, why: `${from}`, weight: 1, ...changes };
}

function chosen(places: readonly Place[], budget = 10_000, files: Record<string, string> = { 'a.js': text }) {
  return chooseExcerpts(places, async file => files[file], budget);
}

describe('excerpts', () => {
  it('stand together by file, in the order of the lines, with marks where something is left out', async () => {
    const [excerpt, ...others] = await chosen([place(30, 31), place(10, 11), place(14, 14)]);
    assert.deepEqual(others, []);
    assert.equal(excerpt?.text, '⋯\nline 10\nline 11\nline 12\nline 13\nline 14\n⋯\nline 30\nline 31\n⋯');
    assert.equal(excerpt.lines, '10-14, 30-31 of 400');
    assert.equal(excerpt.why, '30; 10; 14');
  });

  it('show a short file as a whole, and only what a file has', async () => {
    const [excerpt] = await chosen([place(2, 99)], 1000, { 'a.js': '  a\r\nb\r\nc\r\n' });
    assert.equal(excerpt?.text, '  a\nb\nc');
    assert.deepEqual(await chosen([place(1, 2, { file: 'gone.js' })]), []);
  });

  it('narrow a place that does not fit to what it is about', async () => {
    const [excerpt] = await chosen([place(1, 400, { line: 200 })], 200);
    assert.match(excerpt?.lines ?? '', /^192-208 of 400$/);
  });

  it('keep to the budget, take what is worth most first, and show nothing that is not in the file', async () => {
    const some = fc.array(
      fc
        .tuple(fc.constantFrom('a.js', 'b.js'), fc.nat(420), fc.nat(420))
        .map(([file, from, length]) => place(from, from + length, { file })),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(some, fc.nat(2000), async (places, budget) => {
        const found = await chosen(places, budget, { 'a.js': text, 'b.js': text });
        const shown = found.flatMap(excerpt => excerpt.text.split('\n'));
        assert.ok(shown.every(line => line === '⋯' || lines.includes(line)));
        // Small gaps are filled, and marks put in, on top of it.
        assert.ok(estimateTokens(found.map(excerpt => excerpt.text).join('\n')) <= budget * 1.5 + 20);
      }),
    );
  });

  it('hold no key that a long line is cut in', async () => {
    const key = `AKIA${'IOSFODNN7EXAMPLE'}`;
    for (let before = 980; before < 1004; before++) {
      const [excerpt] = await chosen([place(1, 1)], 9000, {
        'a.js': `${' '.repeat(before)}${key} ${'x'.repeat(99)}`,
      });
      assert.doesNotMatch(excerpt?.text ?? '', /AKIA/);
    }
  });

  it('hold no key that somebody wrote into the code', async () => {
    const key = `AKIA${'IOSFODNN7EXAMPLE'}`;
    const [excerpt] = await chosen([place(1, 2)], 1000, {
      'a.js': `const key = '${key}';\nmail('a@example.com');\n`,
    });
    assert.equal(excerpt?.text, "const key = '[scrubbed:token]';\nmail('a@example.com');");
  });
});
