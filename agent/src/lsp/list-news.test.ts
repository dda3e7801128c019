import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Issue } from '@errata/protocol/issue';
import { type ListNews, ListNewsDesk } from './list-news.ts';

function issue(number: number, count = 1): Issue {
  return {
    id: `SHOP-${number}`,
    project: 'shop',
    status: 'NEW',
    version: 1,
    title: 'TypeError: x',
    culprit: 'f (a.ts)',
    level: 'error',
    platform: 'node',
    count,
    users: 0,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-01T00:00:00Z',
    fingerprint: `${number}`,
  };
}

/** A desk, and what it tells next. */
function desk() {
  const bell = new EventTarget();
  const told: ListNews[] = [];
  const made = new ListNewsDesk(news => {
    told.push(news);
    bell.dispatchEvent(new Event('told'));
  }, 20);
  return { desk: made, told, next: () => once(bell, 'told') };
}

describe('news of the list', () => {
  it('tell the last word on each issue, at once for all that came together', async () => {
    const { desk: news, told, next } = desk();
    const first = next();
    for (let count = 1; count <= 1000; count++) news.changed(issue(count % 3, count));
    news.gone('SHOP-1');
    await first;
    const [{ issues, gone } = {}] = told;
    assert.deepEqual(
      issues?.map(({ id, count }) => [id, count]),
      [
        ['SHOP-2', 998],
        ['SHOP-0', 999],
      ],
    );
    assert.deepEqual(gone, ['SHOP-1']);
    const second = next();
    news.gone('SHOP-2');
    news.changed(issue(2));
    await second;
    assert.deepEqual(told[1], { issues: [issue(2)], gone: [] });
    news[Symbol.dispose]();
  });

  it('ask for the list to be read again when too much has changed', async () => {
    const { desk: news, told, next } = desk();
    let heard = next();
    for (let number = 0; number < 501; number++) news.changed(issue(number));
    await heard;
    heard = next();
    news.changed(issue(1));
    news.all();
    await heard;
    assert.deepEqual(told, [{}, {}]);
    news[Symbol.dispose]();
  });
});
