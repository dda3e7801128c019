import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withLineEndsOf } from './line-ends.ts';

const words = fc.array(fc.constantFrom('a', 'b', '', '}'), { maxLength: 12 });
const text = fc
  .tuple(words, fc.array(fc.constantFrom('\n', '\r\n'), { minLength: 12, maxLength: 12 }), fc.boolean())
  .map(([lines, ends, end]) =>
    lines.map((line, at) => line + (at < lines.length - 1 || end ? (ends[at] ?? '') : '')).join(''),
  );

describe('line ends', () => {
  it('of a text that went through an editor come back as they were', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('\n', '\r\n'), (original, end) => {
        assert.equal(withLineEndsOf(original.replaceAll(/\r?\n/g, end), original), original);
      }),
    );
  });

  it('of new lines are the usual ones of the file', () => {
    assert.equal(withLineEndsOf('a\nnew\nb\n', 'a\r\nb\r\n'), 'a\r\nnew\r\nb\r\n');
    assert.equal(withLineEndsOf('a\r\nnew\r\nb', 'a\nb'), 'a\nnew\nb');
    assert.equal(withLineEndsOf('a\nnew\nb\nc\n', 'a\r\nb\nc\n'), 'a\r\nnew\nb\nc\n');
  });

  it('change nothing else, whatever is edited', () => {
    fc.assert(
      fc.property(text, text, (edited, original) => {
        const plain = (value: string) => value.replaceAll('\r\n', '\n');
        assert.equal(plain(withLineEndsOf(edited, original)), plain(edited));
      }),
    );
  });
});
