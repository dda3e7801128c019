import assert from 'node:assert/strict';
import fc from 'fast-check';
import { discardedFromSentry } from './client-report.ts';

describe('discardedFromSentry', () => {
  it('reads what was discarded, by reason and category', () => {
    const report = {
      timestamp: '2024-05-01T12:00:00Z',
      discarded_events: [
        { reason: 'ratelimit_backoff', category: 'error', quantity: 3 },
        { reason: 'queue_overflow', category: 'transaction', quantity: 1 },
      ],
      rate_limited_events: [{ reason: 'bar', category: 'session', quantity: 4 }],
      filtered_events: null,
    };
    assert.deepEqual(discardedFromSentry(report), [
      { outcome: 'discarded', reason: 'ratelimit_backoff', category: 'error', quantity: 3 },
      { outcome: 'discarded', reason: 'queue_overflow', category: 'transaction', quantity: 1 },
      { outcome: 'rate-limited', reason: 'bar', category: 'session', quantity: 4 },
    ]);
  });

  it('takes nothing for a name or a count that is none', () => {
    const entry = { reason: 'x"}\n', category: 'y'.repeat(100), quantity: 2 };
    assert.deepEqual(
      discardedFromSentry({ discarded_events: [entry, null, { ...entry, quantity: -1 }, 7] }),
      [{ outcome: 'discarded', reason: 'other', category: 'other', quantity: 2 }],
    );
    for (const payload of [null, 1, 'x', []]) assert.equal(discardedFromSentry(payload), undefined);
  });

  it('counts only what can be counted, whatever was sent', () => {
    const entry = fc.record({ reason: fc.anything(), category: fc.anything(), quantity: fc.anything() });
    fc.assert(
      fc.property(fc.array(fc.oneof(entry, fc.anything())), entries => {
        for (const { quantity } of discardedFromSentry({ discarded_events: entries }) ?? []) {
          assert.ok(Number.isSafeInteger(quantity) && quantity > 0);
        }
      }),
    );
  });
});
