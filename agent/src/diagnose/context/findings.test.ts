import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findingsText } from './findings.ts';

const location = {
  ...{ file: 'src/cart.js', line: 3, symbol: 'total', score: 1, reasons: ['raised here'] },
  mapping: 'approximate' as const,
};
const found = {
  cause: 'It is missing.',
  suspects: [],
  owners: [],
  unmapped: [],
  confidence: 0.5,
  locations: [location],
};

describe('findings', () => {
  it('tell the cause and the places with their reasons', () => {
    assert.equal(
      findingsText({ ...found, badExpression: 'cart.lines', unmapped: [{ file: 'x', reason: 'gone' }] }),
      'Cause, as far as it was found out: It is missing.\nExpression that was bad: cart.lines\nWhere the fix may belong, likeliest first:\n- src/cart.js:3 in total: raised here (the line itself is gone)\nFrames that are in no file of the repository: 1',
    );
  });

  it('are bounded, and hold no secret even where they are cut', () => {
    for (let before = 700; before < 800; before += 7) {
      const token = `ghp_${'aB3'.repeat(12)}`;
      const text = findingsText({
        ...found,
        cause: `${'x '.repeat(before / 2)}${token}${' y'.repeat(5000)}`,
      });
      assert.ok(text.length < 1500);
      assert.doesNotMatch(text, /ghp_|aB3a/);
    }
  });
});
