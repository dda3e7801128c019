import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sessionsFromSentry } from './session.ts';

describe('sessionsFromSentry', () => {
  it('reads one session, and those that a server has counted', () => {
    const attrs = { release: 'shop@1', environment: 'live', user_agent: 'x' };
    const session = {
      sid: 'a',
      started: '2026-01-02T03:04:05Z',
      timestamp: '2026-01-02T04:04:05.000Z',
      attrs,
    };
    const about = { release: 'shop@1', environment: 'live' };
    assert.deepEqual(sessionsFromSentry('session', session), [
      { ...about, at: '2026-01-02T04:04:05.000Z', count: 1 },
    ]);
    const aggregates = [
      { started: '2026-01-02T03:04:00Z', exited: 3, errored: 2 },
      { started: '2026-01-02T03:05:00Z', crashed: 1 },
      { started: '2026-01-02T03:06:00Z' },
      'no object',
    ];
    assert.deepEqual(sessionsFromSentry('sessions', { aggregates, attrs }), [
      { ...about, at: '2026-01-02T03:04:00.000Z', count: 5 },
      { ...about, at: '2026-01-02T03:05:00.000Z', count: 1 },
    ]);
  });

  it('takes anything, and makes numbers of it that can be added up', () => {
    const value = fc.jsonValue();
    const counted = fc.record({
      started: value,
      exited: fc.oneof(value, fc.double()),
      crashed: fc.maxSafeNat(),
    });
    const payload = fc.oneof(
      value,
      fc.record({ attrs: value, aggregates: fc.array(fc.oneof(value, counted)) }),
    );
    fc.assert(
      fc.property(fc.constantFrom('session' as const, 'sessions' as const), payload, (type, sent) => {
        for (const { count } of sessionsFromSentry(type, sent)) {
          assert.ok(Number.isSafeInteger(count) && count > 0 && count <= 1_000_000_000);
        }
      }),
    );
  });
});
