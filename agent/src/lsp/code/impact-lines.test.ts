import assert from 'node:assert/strict';
import type { Impact } from '@errata/protocol/impact';
import { impactLines } from './impact-lines.ts';

const caller = (line: number, symbol?: string) => ({
  file: 'a.js',
  line,
  certain: true,
  ...(symbol === undefined ? {} : { symbol }),
});
const impact: Impact = {
  symbol: 'Cart.total',
  callers: [caller(1, 'pay'), caller(2, 'pay'), caller(3), caller(4, 'x'), caller(5, 'y')],
  moreCallers: 2,
  tests: [{ file: 't.js', line: 1, name: 'adds up', calls: 1, certain: true }],
  moreTests: 0,
};

describe('impactLines', () => {
  it('names the first callers, the tests and the releases', () => {
    const occurrences = {
      count: 3,
      users: 0,
      firstSeen: '2026-01-01T00:00:00Z',
      lastSeen: '2026-01-02T00:00:00Z',
      releases: [
        { release: '1.2', count: 2 },
        { release: '', count: 1 },
      ],
    };
    assert.deepEqual(impactLines({ ...impact, occurrences }), [
      'Cart.total is called by pay, a.js:3, x and 3 more.',
      'Tests run it: adds up.',
      'Seen on releases: 1.2 (2×), none (1×).',
    ]);
  });

  it('has nothing to say of what is not known', () => {
    assert.deepEqual(impactLines(undefined), []);
    const { symbol: _, ...unnamed } = impact;
    assert.deepEqual(impactLines({ ...unnamed, callers: [], tests: [] }), []);
  });
});
