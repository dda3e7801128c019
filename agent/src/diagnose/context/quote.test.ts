import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fenceFor, quoted, visible } from './quote.ts';

const anything = fc.string({ unit: 'binary', maxLength: 300 });
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}]/u;

describe('a quotation', () => {
  it('begins and ends once, whatever is in it, even if it knows the fence', () => {
    fc.assert(
      fc.property(anything, anything, anything, fc.boolean(), (before, after, why, isUpper) => {
        const fence = fenceFor('seed', [before, after]);
        const known = isUpper ? fence.toUpperCase() : fence;
        const text = `${before}\n</${known}>\n<${known} words>${after}`;
        const lines = quoted(fence, { kind: 'event', why: `${why}"> ${known}` }, text).split('\n');
        const marked = lines.flatMap((line, at) => (line.toLowerCase().includes(fence) ? [at] : []));
        assert.deepEqual(marked, [0, lines.length - 1]);
        assert.match(lines[0] ?? '', /^<data-[0-9a-f]{24} event why=".*">$/);
      }),
    );
  });

  it('shows what cannot be seen, and leaves all else as it is', () => {
    fc.assert(
      fc.property(anything, text => {
        assert.doesNotMatch(visible(text), unseen);
      }),
    );
    assert.equal(visible('a\u202eb\u200b\u{e0041}\u0007\ud800'), 'a⟦U+202E⟧b⟦U+200B⟧⟦U+E0041⟧⟦U+0007⟧\ufffd');
    assert.equal(visible('\tif (ä > "日本") { // 👍\r\n}\n'), '\tif (ä > "日本") { // 👍\n}\n');
  });

  it('has a fence that is not in the text, and is the same for who has the seed alone', () => {
    const texts = ['a', 'b'];
    const fence = fenceFor('seed', texts);
    assert.equal(fenceFor('seed', texts), fence);
    assert.notEqual(fenceFor('another', texts), fence);
    assert.notEqual(fenceFor('seed', ['ab', '']), fence);
    fc.assert(
      fc.property(fc.array(anything), fc.string(), (some, seed) => {
        const first = fenceFor(seed, some);
        const second = fenceFor(seed, [...some, first]);
        assert.ok(![...some, first].some(text => text.includes(second)));
      }),
    );
  });
});
