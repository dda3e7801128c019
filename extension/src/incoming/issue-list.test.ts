import assert from 'node:assert/strict';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { IssueList, pageSize } from './issue-list.ts';

function issue(number: number, status: IssueStatus): Issue {
  return {
    id: `SHOP-${number}`,
    project: 'shop',
    status,
    version: 1,
    title: 'TypeError: x',
    culprit: 'f (a.ts)',
    level: 'error',
    platform: 'node',
    count: 1,
    users: 0,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-01T00:00:00Z',
    fingerprint: `${number}`,
  };
}

/** A list over these issues, paged as the agent does it. */
function listOf(issues: Issue[]) {
  return new IssueList(async (status, cursor) => {
    const all = issues.filter(candidate => candidate.status === status);
    const start = Number(cursor ?? 0);
    const end = start + pageSize;
    return { issues: all.slice(start, end), ...(end < all.length && { nextCursor: `${end}` }) };
  });
}

describe('issue list', () => {
  it('groups by status and leaves out empty groups', async () => {
    const list = listOf([issue(1, 'DEPLOYED'), issue(2, 'NEW'), issue(3, 'NEW')]);
    assert.equal(list.loaded, false);
    await list.refresh();
    assert.equal(list.loaded, true);
    assert.deepEqual(
      list.groups.map(group => [group.status, group.issues.length, group.more]),
      [
        ['NEW', 2, false],
        ['DEPLOYED', 1, false],
      ],
    );
    assert.equal(list.find('SHOP-3')?.id, 'SHOP-3');
    assert.equal(list.find('SHOP-4'), undefined);
  });

  it('reads one page per group until more is wanted', async () => {
    const list = listOf(Array.from({ length: 450 }, (_, index) => issue(index, 'NEW')));
    await list.refresh();
    assert.deepEqual([list.groups[0]?.issues.length, list.groups[0]?.more], [200, true]);
    list.wantMore('NEW');
    list.wantMore('NEW');
    await list.refresh();
    assert.deepEqual([list.groups[0]?.issues.length, list.groups[0]?.more], [450, false]);
  });

  it('shows an issue once that moved while the pages were read', async () => {
    const list = new IssueList(async (_status, cursor) =>
      cursor
        ? { issues: [issue(1, 'NEW'), issue(2, 'NEW')] }
        : { issues: [issue(1, 'NEW')], nextCursor: 'next' },
    );
    list.wantMore('NEW');
    await list.refresh();
    assert.deepEqual(
      list.groups[0]?.issues.map(({ id }) => id),
      ['SHOP-1', 'SHOP-2'],
    );
  });

  it('keeps what it has when a refresh fails', async () => {
    let broken = false;
    const list = new IssueList(async status => {
      if (broken) throw new Error('gone');
      return { issues: status === 'NEW' ? [issue(1, 'NEW')] : [] };
    });
    await list.refresh();
    broken = true;
    await assert.rejects(list.refresh());
    assert.equal(list.groups[0]?.issues.length, 1);
  });
});
