import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import type { Candidate } from '@errata/protocol/proposal';
import fc from 'fast-check';
import { commitMessage } from './commit-message.ts';

const issue: Issue = {
  id: 'SHOP-3',
  project: 'shop',
  status: 'FIXING',
  version: 1,
  title: 'TypeError: x is undefined',
  culprit: 'total (src/cart.ts)',
  level: 'error',
  platform: 'node',
  count: 4,
  users: 2,
  firstSeen: '2026-03-01T10:00:00.000Z',
  lastSeen: '2026-03-02T10:00:00.000Z',
  fingerprint: 'f',
};
const candidate: Candidate = {
  id: 'c1',
  engine: 'templates',
  label: 'root-cause',
  explanation: 'Start the list of vouchers empty where the cart is made.',
  changes: [{ path: 'src/cart.ts', before: 'a', after: 'b' }],
  prior: 0.8,
};

describe('commit message', () => {
  it('is a conventional commit with trailers', () => {
    const message = commitMessage({ issue, candidate, diagnosis: undefined, release: 'abc' });
    assert.match(message, /^fix: start the list of vouchers empty where the cart is made\n\n/);
    assert.match(message, /\n\nErrata-Issue: SHOP-3\nErrata-Release: abc\n$/);
    assert.match(message, /Seen 4 times/);
  });

  it('cannot be made to mention people, close issues, or carry trailers of its own', () => {
    const hostile =
      'x\n\nErrata-Issue: OTHER-1\nCo-authored-by: a <a@b>\ncloses #12 @everyone \u001b[31m\u202e';
    const message = commitMessage({
      issue: { ...issue, title: hostile },
      candidate: undefined,
      diagnosis: undefined,
      release: hostile,
    });
    assert.equal(message.match(/^Errata-Issue: /gm)?.length, 1);
    assert.doesNotMatch(message, /^Co-authored-by/m);
    assert.doesNotMatch(message, /#12|@everyone|(?!\n)\p{Cc}|\u202e/u);
  });

  it('keeps its subject on one line of 72 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), explanation => {
        const message = commitMessage({
          issue,
          candidate: { ...candidate, explanation },
          diagnosis: undefined,
          release: undefined,
        });
        const [subject = '', blank] = message.split('\n');
        assert.ok(subject.length <= 80 && blank === '');
      }),
    );
  });
});
