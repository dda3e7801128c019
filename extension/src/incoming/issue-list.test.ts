import assert from 'node:assert/strict';
import type { AgentParams, Place } from '@errata/protocol/agent-rpc';
import type { Issue, IssueStatus } from '@errata/protocol/issue';
import { fileOfCulprit } from './groups.ts';
import { IssueList } from './issue-list.ts';
import { compareBy } from './issue-order.ts';
import { plainView, type ViewOptions } from './view-options.ts';

function issue(number: number, change: Partial<Issue> = {}): Issue {
  return {
    id: `SHOP-${number}`,
    project: 'shop',
    status: 'NEW',
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
    ...change,
  };
}
const numbered = (length: number, change: (index: number) => Partial<Issue> = () => ({})) =>
  Array.from({ length }, (_, index) => issue(index + 1, change(index)));

/** A log center of these issues: what was asked of it, and the list over it. */
function listOf(issues: Issue[], options: Partial<ViewOptions> = {}) {
  const asked: AgentParams<'errata/issues'>[] = [];
  const list = new IssueList(async query => {
    asked.push(query);
    const { status, sort = 'lastSeen', q = '', limit = 200, cursor = '0', ignored } = query;
    const all = issues
      .filter(each => status === undefined || each.status === status)
      .filter(each => ignored === 'with' || !each.ignored)
      .filter(each => !q.includes('is:unresolved') || !['MERGED', 'DEPLOYED'].includes(each.status))
      .filter(each => !q.includes('red') || each.title.includes('red'))
      .toSorted(compareBy(sort));
    const end = Number(cursor) + limit;
    return { issues: all.slice(Number(cursor), end), ...(end < all.length && { nextCursor: `${end}` }) };
  });
  list.options = { ...plainView, ...options };
  return { list, asked };
}

const shape = (list: IssueList) =>
  list.groups.map(({ name, issues, more }) => [name, issues.map(({ id }) => id.slice(5)).join(), more]);

describe('issue list', () => {
  it('groups by status and leaves out empty groups', async () => {
    const { list } = listOf([issue(1, { status: 'DEPLOYED' }), issue(2), issue(3)]);
    assert.equal(list.loaded, false);
    await list.refresh();
    assert.equal(list.loaded, true);
    assert.deepEqual(shape(list), [
      ['NEW', '3,2', false],
      ['DEPLOYED', '1', false],
    ]);
    assert.equal(list.find('SHOP-3')?.id, 'SHOP-3');
    assert.equal(list.find('SHOP-4'), undefined);
  });

  it('groups by project or file, without what is resolved, and pages all of it together', async () => {
    const some = [
      issue(1, { project: 'web', status: 'FAILED' }),
      issue(2, { culprit: 'nowhere' }),
      issue(3, { status: 'MERGED' }),
      issue(4),
    ];
    const { list } = listOf(some, { groupBy: 'project' });
    await list.refresh();
    assert.deepEqual(shape(list), [
      ['shop', '4,2', false],
      ['web', '1', false],
    ]);
    list.options = { ...list.options, groupBy: 'file' };
    await list.refresh();
    const place = (id: string, repository: string): Place => ({
      issue: id,
      repository,
      file: 'b.ts',
      line: 1,
    });
    assert.deepEqual(shape(list), [
      ['a.ts', '4,1', false],
      ['', '2', false],
    ]);
    list.setPlaces([place('SHOP-2', '/work/shop')]);
    assert.deepEqual(shape(list), [
      ['a.ts', '4,1', false],
      ['b.ts', '2', false],
    ]);
    list.setPlaces([place('SHOP-2', '/work/shop'), place('SHOP-1', '/work/web')]);
    assert.deepEqual(
      list.groups.map(({ name }) => name),
      ['a.ts', 'shop/b.ts', 'web/b.ts'],
    );
    const many = listOf(numbered(450), { groupBy: 'file' });
    await many.list.refresh();
    assert.deepEqual([many.list.issues.length, many.list.more], [200, true]);
    await many.list.loadMore();
    await many.list.loadMore();
    assert.deepEqual([many.list.issues.length, many.list.more], [450, false]);
  });

  it('reads one page per group until more is wanted, and then that page alone', async () => {
    const { list, asked } = listOf(numbered(450));
    await list.refresh();
    assert.deepEqual([list.groups[0]?.issues.length, list.groups[0]?.more, asked.length], [200, true, 6]);
    await list.loadMore('NEW');
    await list.loadMore('NEW');
    assert.deepEqual([list.groups[0]?.issues.length, list.groups[0]?.more, asked.length], [450, false, 8]);
    await list.refresh();
    assert.equal(list.groups[0]?.issues.length, 450);
  });

  it('sorts as it is wanted, also what comes in', async () => {
    const { list } = listOf(
      numbered(3, index => ({ count: index + 1, users: 9 - index })),
      { sortBy: 'count' },
    );
    await list.refresh();
    assert.deepEqual(shape(list), [['NEW', '3,2,1', false]]);
    list.apply({ issues: [issue(4, { count: 2 }), issue(1, { count: 5 })], gone: [] });
    assert.deepEqual(shape(list), [['NEW', '3,4,2,1', false]], 'what was there keeps its place');
    list.settle();
    assert.deepEqual(shape(list), [['NEW', '1,3,4,2', false]]);
    list.options = { ...list.options, sortBy: 'users' };
    await list.refresh();
    assert.deepEqual(shape(list), [['NEW', '1,2,3', false]]);
  });

  it('takes in single issues without asking', async () => {
    const { list, asked } = listOf(numbered(2));
    await list.refresh();
    const before = asked.length;
    const told = [issue(1, { status: 'FIXING' }), issue(3), issue(4, { ignored: true })];
    assert.equal(list.apply({ issues: told, gone: ['SHOP-2'] }), true);
    assert.deepEqual(shape(list), [
      ['NEW', '3', false],
      ['FIXING', '1', false],
    ]);
    list.apply({ issues: [issue(3, { ignored: true })], gone: [] });
    assert.deepEqual(shape(list), [['FIXING', '1', false]]);
    assert.equal(asked.length, before);
  });

  it('stays a page long however much comes in, and knows that there is more', async () => {
    const { list } = listOf(numbered(150));
    await list.refresh();
    const told = numbered(10_000, index => ({
      lastSeen: new Date(Date.UTC(2026, 1, 1) + index).toISOString(),
    }));
    for (let at = 0; at < told.length; at += 250) {
      list.apply({ issues: told.slice(at, at + 250), gone: [] });
    }
    list.settle();
    assert.deepEqual([list.groups[0]?.issues.length, list.groups[0]?.more], [200, true]);
    assert.equal(list.groups[0]?.issues[0]?.id, 'SHOP-10000');
  });

  it('leaves to the log center what a filter finds', async () => {
    const { list, asked } = listOf([issue(1, { title: 'red' }), issue(2)], { filter: 'red' });
    await list.refresh();
    assert.deepEqual(shape(list), [['NEW', '1', false]]);
    assert.equal(asked[0]?.q, 'red');
    const told = [issue(1, { title: 'red', count: 7 }), issue(3, { title: 'red' })];
    assert.equal(list.apply({ issues: told, gone: [] }), false);
    assert.deepEqual(shape(list), [['NEW', '1', false]]);
    assert.equal(list.find('SHOP-1')?.count, 7);
    assert.equal(list.apply({ issues: [], gone: ['SHOP-1'] }), true);
    assert.deepEqual(shape(list), []);
  });

  it('shows ignored ones only when they are wanted', async () => {
    const { list, asked } = listOf([issue(1, { ignored: true }), issue(2)]);
    await list.refresh();
    assert.deepEqual([shape(list), asked[0]?.ignored], [[['NEW', '2', false]], 'without']);
    list.options = { ...list.options, showIgnored: true };
    assert.deepEqual(shape(list), [['NEW', '2', false]], 'until it has been read');
    await list.refresh();
    assert.deepEqual(shape(list), [['NEW', '2,1', false]]);
  });

  it('believes what it was told while it read', async () => {
    const { promise: door, resolve: open } = Promise.withResolvers<void>();
    const list = new IssueList(async ({ status }) => {
      await door;
      return { issues: status === 'NEW' ? [issue(1), issue(2)] : [] };
    });
    const reading = list.refresh();
    list.apply({ issues: [issue(1, { count: 9 })], gone: ['SHOP-2'] });
    open();
    await reading;
    assert.deepEqual([shape(list), list.find('SHOP-1')?.count], [[['NEW', '1', false]], 9]);
  });

  it('shows an issue once that moved while the pages were read', async () => {
    const list = new IssueList(async ({ status, cursor }) => {
      if (status !== 'NEW') return { issues: [] };
      return cursor ? { issues: [issue(1), issue(2)] } : { issues: [issue(1)], nextCursor: 'next' };
    });
    await list.refresh();
    await list.loadMore('NEW');
    assert.deepEqual(shape(list), [['NEW', '1,2', false]]);
  });

  it('keeps what it has when a refresh fails', async () => {
    let broken = false;
    const list = new IssueList(async ({ status }) => {
      if (broken) throw new Error('gone');
      return { issues: status === 'NEW' ? [issue(1)] : [] };
    });
    await list.refresh();
    broken = true;
    list.options = { ...plainView, groupBy: 'project' };
    await assert.rejects(list.refresh());
    assert.deepEqual(shape(list), [['NEW', '1', false]]);
  });
});

describe('a culprit', () => {
  it('names its file', () => {
    const cases: [culprit: string, file: string][] = [
      ['total (src/cart.ts)', 'src/cart.ts'],
      ['f(x) (a (b).ts)', 'b).ts'],
      ['main', ''],
      ['(', ''],
      ['f (a.ts) later', ''],
      ['', ''],
    ];
    for (const [culprit, file] of cases) assert.equal(fileOfCulprit(culprit), file, culprit);
  });
});

describe('the statuses of an issue', () => {
  it('are all groups of the list', async () => {
    const all: IssueStatus[] = ['NEW', 'FIXING', 'PENDING_REVIEW', 'FAILED', 'MERGED', 'DEPLOYED'];
    const { list } = listOf(all.map((status, index) => issue(index, { status })));
    await list.refresh();
    assert.deepEqual(
      list.groups.map(({ name }) => name),
      all,
    );
  });
});
