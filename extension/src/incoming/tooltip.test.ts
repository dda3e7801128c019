import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import { issueTooltip } from './tooltip.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const now = Date.parse('2026-01-10T12:34:00Z');
const issue: Issue = {
  id: 'SHOP-1',
  project: 'shop',
  status: 'NEW',
  version: 0,
  title: 'TypeError: x\u202E [click](command:evil)',
  culprit: 'total (src/cart.ts)',
  level: 'error',
  platform: 'node',
  count: 3,
  users: 0,
  firstSeen: '2026-01-09T12:00:00Z',
  lastSeen: '2026-01-10T11:55:00Z',
  fingerprint: 'f',
};

describe('the tooltip of an issue', () => {
  it('tells what is known without asking', () => {
    assert.deepEqual(issueTooltip(t, issue, undefined, undefined, now).split('\n'), [
      'TypeError: x\u{fffd} [click](command:evil)',
      'total (src/cart.ts)',
      '',
      'SHOP-1 · error · seen 3 times',
      'First seen 2026-01-09 12:00 UTC (1 d ago)',
      'Last seen 2026-01-10 11:55 UTC (39 min ago)',
    ]);
  });

  it('draws the last day, and names users and releases', () => {
    const releases = ['shop@3\u0007', '', 'shop@1', 'shop@0'].map(release => ({ release, count: 2 }));
    const stats = {
      issue: 'SHOP-1',
      count: 8,
      users: 1,
      hours: [{ hour: '2026-01-10T12:00:00Z', count: 8 }],
      releases,
      environments: [],
    };
    const lines = issueTooltip(
      t,
      { ...issue, ignored: true, lastRelease: 'shop@3' },
      undefined,
      stats,
      now,
    ).split('\n');
    assert.deepEqual(lines.slice(3), [
      'SHOP-1 · error · seen 8 times',
      'Affected: 1 user',
      `Last 24 h: ${'▁'.repeat(23)}█`,
      'First seen 2026-01-09 12:00 UTC (1 d ago)',
      'Last seen 2026-01-10 11:55 UTC (39 min ago) in shop@3',
      'Releases: shop@3\u{fffd} 2×, none named 2×, shop@1 2× +1',
      '',
      'Ignored until it happens again',
    ]);
  });
});
