import assert from 'node:assert/strict';
import type { RunView } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { followedPullRequest } from '../publish/scratch-pull-request.ts';
import { IssueList } from './issue-list.ts';
import { issueLook } from './issue-look.ts';
import { NodeBook, type Redrawn } from './node-book.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const now = Date.parse('2026-01-10T12:00:00Z');

function issue(number: number, change: Partial<Issue> = {}): Issue {
  return {
    id: `SHOP-${number}`,
    project: 'shop',
    status: 'NEW',
    version: 1,
    title: `Error ${number}`,
    culprit: 'f (a.ts)',
    level: 'error',
    platform: 'node',
    count: 1,
    users: 0,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-10T11:59:30Z',
    fingerprint: `${number}`,
    ...change,
  };
}

const group = (name: IssueStatus, ...issues: Issue[]) =>
  ({ by: 'status', name, issues, more: false }) as const;
const names = (redrawn: Redrawn) =>
  redrawn === 'all'
    ? redrawn
    : redrawn.map(node =>
        node.kind === 'issue' ? node.issue.id : node.kind === 'group' ? node.group.name : node.kind,
      );

describe('the nodes of the tree', () => {
  const runs = new Map<string, RunView>();
  const followed = new Map<string, FollowedPullRequest>();
  let looks = 0;
  let book: NodeBook;
  const [one, two, failed] = [issue(1), issue(2), issue(3, { status: 'FAILED' })];

  beforeEach(() => {
    runs.clear();
    followed.clear();
    looks = 0;
    book = new NodeBook({
      run: id => runs.get(id),
      pullRequest: id => followed.get(id),
      look: (...given) => {
        looks++;
        return issueLook(t, ...given);
      },
    });
    assert.equal(book.update([group('NEW', one, two), group('FAILED', failed)], now), 'all');
    looks = 0;
  });

  it('are not drawn again when nothing changed', () => {
    const node = book.issue('SHOP-1');
    assert.deepEqual(book.update([group('NEW', one, two), group('FAILED', failed)], now), []);
    assert.equal(looks, 0);
    assert.equal(book.issue('SHOP-1'), node);
  });

  it('are drawn again one by one when an issue or its run changed, and stay the same objects', () => {
    const node = book.issue('SHOP-2');
    const seen = { ...two, count: 2 };
    assert.deepEqual(names(book.update([group('NEW', one, seen), group('FAILED', failed)], now)), ['SHOP-2']);
    assert.equal(book.issue('SHOP-2'), node);
    runs.set('SHOP-1', { id: 'r', issue: 'SHOP-1', stage: 'verify', message: '', startedAt: '' });
    assert.deepEqual(names(book.update([group('NEW', one, seen), group('FAILED', failed)], now)), ['SHOP-1']);
    assert.equal(looks, 2);
    runs.set('SHOP-1', { id: 'r', issue: 'SHOP-1', stage: 'verify', message: 'more', startedAt: '' });
    assert.deepEqual(book.update([group('NEW', one, seen), group('FAILED', failed)], now), []);
  });

  it('are drawn again with what is below when their pull request changed, which a row tells of', () => {
    const merging = issue(2, { status: 'PENDING_REVIEW' });
    const shown = [group('NEW', one), group('PENDING_REVIEW', merging)];
    book.update(shown, now);
    followed.set('SHOP-2', followedPullRequest({ checks: [{ name: 'test', state: 'failed' }] }));
    assert.deepEqual(names(book.update(shown, now)), ['SHOP-2']);
    assert.equal(book.issue('SHOP-2')?.look.description, '#12 open 1 check failed · 1× · just now');
    assert.deepEqual(names(book.update(shown, now)), []);
  });

  it('are drawn again with their group when it gains, loses or moves one', () => {
    const after = [group('NEW', two), group('FAILED', failed)];
    assert.deepEqual(names(book.update(after, now)), ['NEW']);
    assert.deepEqual(names(book.update([group('NEW', two, one), group('FAILED', failed)], now)), ['NEW']);
    const moved = { ...two, status: 'FAILED' } as const;
    assert.deepEqual(names(book.update([group('NEW', one), group('FAILED', moved, failed)], now)), [
      'NEW',
      'FAILED',
    ]);
  });

  it('are all drawn again only when the groups are others', () => {
    assert.equal(book.update([group('NEW', one, two)], now), 'all');
    assert.equal(book.issue('SHOP-3'), undefined);
    assert.equal(book.update([], now), 'all');
    assert.deepEqual(book.update([], now), []);
  });

  it('are looked at again as time passes, and drawn where their words changed', () => {
    assert.deepEqual(book.tick(book.groups, now + 10_000), []);
    const [fresh] = book.groups;
    assert.ok(fresh);
    assert.deepEqual(names(book.tick([fresh], now + 60_000)), ['SHOP-1', 'SHOP-2']);
    assert.equal(book.issue('SHOP-1')?.look.description, '1× · 1 min ago');
    assert.deepEqual(book.tick([fresh], now + 60_000), []);
  });
});

describe('a storm of events', () => {
  const second = (at: number) => new Date(Date.parse('2026-01-10T12:00:00Z') + at * 1000).toISOString();

  it('of 10,000 in 10 s costs 40 small refreshes', async () => {
    const list = new IssueList(async ({ status }) => ({
      issues: status === 'NEW' ? Array.from({ length: 200 }, (_, index) => issue(index, { count: 1 })) : [],
      ...(status === 'NEW' && { nextCursor: 'more' }),
    }));
    await list.refresh();
    let looks = 0;
    const book = new NodeBook({
      run: () => undefined,
      pullRequest: () => undefined,
      look: (...given) => {
        looks++;
        return issueLook(t, ...given);
      },
    });
    book.update(list.groups, now);
    looks = 0;
    let drawn = 0;
    for (let refresh = 0; refresh < 40; refresh++) {
      // What the agent tells in a quarter of a second: of 250 events the last word on each of 100 issues.
      const told = Array.from({ length: 100 }, (_, index) =>
        issue(index * 2, { count: refresh + 2, lastSeen: second(refresh / 4) }),
      );
      list.apply({ issues: told, gone: [] });
      const redrawn = book.update(list.groups, now);
      assert.notEqual(redrawn, 'all');
      drawn += redrawn.length;
    }
    assert.equal(looks, 40 * 100);
    assert.equal(drawn, 40 * 100);
    list.settle();
    assert.deepEqual(names(book.update(list.groups, now)), ['NEW']);
    assert.equal(book.issue('SHOP-0')?.look.description, '41× · just now');
  });

  it('does not make more of a list of 50,000 than of its page', async () => {
    let asked = 0;
    const list = new IssueList(async ({ status, cursor = '0', limit = 0 }) => {
      asked++;
      if (status !== 'NEW') return { issues: [] };
      const start = Number(cursor);
      const issues = Array.from({ length: limit }, (_, index) => issue(50_000 - start - index));
      return { issues, nextCursor: `${start + limit}` };
    });
    await list.refresh();
    assert.equal(asked, 6);
    let looks = 0;
    const book = new NodeBook({
      run: () => undefined,
      pullRequest: () => undefined,
      look: (...given) => {
        looks++;
        return issueLook(t, ...given);
      },
    });
    book.update(list.groups, now);
    assert.equal(looks, 200);
    for (let page = 1; page < 250; page++) await list.loadMore('NEW');
    assert.equal(list.issues.length, 50_000);
    book.update(list.groups, now);
    assert.equal(looks, 50_000);
    const [seen] = list.issues;
    assert.ok(seen);
    list.apply({ issues: [{ ...seen, count: 7 }], gone: [] });
    assert.deepEqual(names(book.update(list.groups, now)), [seen.id]);
    assert.equal(looks, 50_001);
  });
});
