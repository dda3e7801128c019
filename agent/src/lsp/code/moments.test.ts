import assert from 'node:assert/strict';
import { coarselyAgo } from './moments.ts';

describe('moments in a code lens', () => {
  it('are told in hours, days and months', () => {
    const now = Date.parse('2026-06-01T12:00:00Z');
    const ago = (hours: number) => coarselyAgo(new Date(now - hours * 3_600_000).toISOString(), now);
    assert.deepEqual([-5, 0.9, 1, 47.9, 48, 59 * 24, 60 * 24, 365 * 24].map(ago), [
      'in the last hour',
      'in the last hour',
      '1 h ago',
      '47 h ago',
      '2 d ago',
      '59 d ago',
      '2 months ago',
      '12 months ago',
    ]);
  });
});
