import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromDocument, lineEndOf, toDocument } from './line-ends.ts';

const mixed = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '\u2028'), maxLength: 20 });

describe('line ends', () => {
  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(mixed, mixed, (before, after) => {
        const end = lineEndOf([before, after]);
        for (const text of [before, after]) assert.equal(fromDocument(toDocument(text, end), end), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('are carriage returns where all are, and newlines else', () => {
    assert.equal(lineEndOf(['a\r\nb\r\n', 'a\r\n']), '\r\n');
    assert.equal(lineEndOf(['a\r\nb\r\n', '']), '\r\n');
    assert.equal(lineEndOf(['a\r\nb\n']), '\n');
    assert.equal(lineEndOf(['a\r\nb\r\n', 'a\n']), '\n');
    assert.equal(lineEndOf(['a']), '\n');
  });
});
