import assert from 'node:assert/strict';
import type { ForgeComment } from '../forge/forge.ts';
import { askedByComment } from './asked-rounds.ts';

describe('what a comment asks for', () => {
  const comment = (change: Partial<ForgeComment>): ForgeComment => ({
    id: 'comment-1',
    author: 'ada',
    body: 'Hm.',
    at: '2026-01-01T00:00:00Z',
    ...change,
  });
  const asks = (change: Partial<ForgeComment>) => askedByComment(comment(change)) !== undefined;

  it('is a round where it names us, stands at a line, or is a review that asks for changes', () => {
    assert.equal(asks({}), false);
    assert.equal(asks({ body: '@errata please return early' }), true);
    assert.equal(asks({ lines: { path: 'a.ts', from: 1, to: 2 } }), true);
    assert.equal(asks({ id: 'line-3' }), true);
    assert.equal(asks({ id: 'review-3' }), false);
    assert.equal(asks({ id: 'review-3', asksForChanges: true }), true);
  });

  it('is nothing from us or from a program, whatever it says', () => {
    const lines = { path: 'a.ts', from: 1, to: 2 };
    assert.equal(asks({ body: '@errata x\n\n<!-- errata:r1/comment -->', lines }), false);
    assert.equal(asks({ body: '@errata x', byBot: true, lines }), false);
  });

  it('carries what the contract has room for', () => {
    const lines = { path: 'a.ts', from: 1, to: 2 };
    const long = { body: `@errata ${'x'.repeat(30_000)}`, author: 'a'.repeat(999), url: 'javascript:1' };
    const asked = askedByComment(comment({ ...long, lines }));
    assert.deepEqual(asked?.at, lines);
    assert.equal(asked.text.length, 20_000);
    assert.equal(asked.author?.length, 300);
    assert.equal(asked.url, undefined);
    assert.equal(asked.key, 'comment-1');
  });
});
