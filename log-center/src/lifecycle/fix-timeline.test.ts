import assert from 'node:assert/strict';
import type { Issue } from '@errata/protocol/issue';
import type { Run } from '@errata/protocol/run';
import { timelineOf } from './fix-timeline.ts';

describe('the timeline of a fix', () => {
  const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
  const issue: Issue = {
    ...{ id: 'SHOP-1', project: 'shop', status: 'NEW', version: 1, title: 'E', culprit: 'f (a.js)' },
    ...{ level: 'error', platform: 'node', count: 1, users: 0, fingerprint: 'f' },
    ...{ firstSeen: at(0), lastSeen: at(0) },
  };
  const run: Run = {
    ...{ id: 'run-1', issue: 'SHOP-1', stage: 'awaiting-approval', version: 1, fence: 1, holder: 'agent' },
    ...{ lease: 'abandoned', leaseUntil: at(59), startedAt: at(1), updatedAt: at(9) },
  };
  const told = (types: readonly string[]) => {
    const events = types.map((type, place) => ({ at: at(2 + place), type, message: `${type} ${place}` }));
    const record = { issue, audit: [], runs: [{ run, events }], pullRequests: [], rounds: [] };
    return timelineOf(record).map(({ what, detail }) => `${what}: ${detail}`);
  };

  it('tells a push that failed from a proposal, and each of them once, whoever takes it up', () => {
    assert.deepEqual(
      told([
        ...['decide', 'awaiting-approval', 'decision-approve', 'publish', 'awaiting-approval', 'released'],
        ...['awaiting-approval', 'awaiting-approval', 'decision-approve', 'publish', 'published'],
      ]),
      [
        'first-event: E',
        'run-started: ',
        'proposed: awaiting-approval 1',
        'not-published: awaiting-approval 4',
      ],
    );
  });

  it('tells each of several proposals of one run', () => {
    assert.deepEqual(
      told(['decide', 'awaiting-approval', 'revise', 'decide', 'awaiting-approval']).slice(2),
      ['proposed: awaiting-approval 1', 'proposed: awaiting-approval 4'],
    );
  });
});
