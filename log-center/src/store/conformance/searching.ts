import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { ignoreIssue } from '../../lifecycle/ignore.ts';
import { mergeIssues } from '../../lifecycle/merge.ts';
import { splitIssue } from '../../lifecycle/split.ts';
import { changeStatus } from '../../lifecycle/status.ts';
import { fingerprintsOfIssue } from '../fingerprints.ts';
import { pageOfIssues, saveHeadline } from '../issues.ts';
import type { ProjectRow } from '../projects.ts';
import { parseSearch } from '../search-query.ts';
import type { Store } from '../store.ts';
import { collectAll, collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';
import { holdsOf, someEvents, someQuery } from './search-model.ts';

export function searchingContract(open: OpenEmptyStore): void {
  describe('searching', () => {
    it('finds issues by the words in them', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const cart = await failing(store, project, 'TypeError', "Cannot read 'price' of undefined", {
        function: 'ShoppingCart.totalPrice',
        file: '/srv/app/src/cart/total_price.ts',
      });
      const orders = await failing(store, project, 'DatabaseError', 'connection to 10.0.0.1 refused', {
        function: 'load_orders',
        file: 'orders/models.py',
      });
      const chinese = await failing(store, project, 'ValueError', '购物车为空: café', {
        function: 'main',
        file: 'a.go',
      });
      const found = (query: string) => search(store, project, query);
      assert.deepEqual(await found('cart total'), [cart]);
      assert.deepEqual(await found('shoppingcart'), [cart]);
      assert.deepEqual(await found('totalPrice'), [cart]);
      assert.deepEqual(await found('total_price.ts'), [cart]);
      assert.deepEqual(await found('"read price"'), [cart]);
      assert.deepEqual(await found('"price read"'), []);
      assert.deepEqual(await found('undef'), []);
      assert.deepEqual(await found('undef*'), [cart]);
      assert.deepEqual(await found('error'), [chinese, orders, cart]);
      assert.deepEqual(await found('error !cart'), [chinese, orders]);
      assert.deepEqual(await found('typeerror'), [cart]);
      assert.deepEqual(await found('type:Database'), [orders]);
      assert.deepEqual(await found('type:connection'), []);
      assert.deepEqual(await found('title:refused culprit:orders'), [orders]);
      assert.deepEqual(await found('!title:refused'), [chinese, cart]);
      assert.deepEqual(await found('10.0.0.1'), [orders]);
      assert.deepEqual(await found('物车'), [chinese]);
      assert.deepEqual(await found('CAFE'), [chinese]);
      assert.deepEqual(await found('--- ??? ""'), [chinese, orders, cart]);
      // Hostile to either engine's own language of queries.
      for (const query of [`' OR 1=1 --`, `a" OR "b`, `NEAR(a b) ^c`, `a & | ! <-> b:*`, 'a\0b']) {
        assert.deepEqual(await found(query), [], query);
      }
      await found(Array.from({ length: 500 }, (_, index) => `w${index}`).join(' '));
    });

    it('finds issues by what is known of them', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const event = (bug: string, changes: Partial<Event>) => sampleEvent(bug, changes);
      const [a, b] = await collectAll(store, project, [
        event('a', { release: 'shop@1.2.0', environment: 'prod', timestamp: '2026-06-15T11:00:00.000Z' }),
        event('b', { release: 'shop@1.3.0', level: 'fatal', platform: 'python', user: { id: 'u' } }),
        event('b', { release: 'Shop@1.2.9', timestamp: '2026-05-01T00:00:00.000Z' }),
      ]);
      assert.ok(a && b);
      const fix = { to: 'DEPLOYED', version: 0, by: 'me', reason: 'r' } as const;
      await store.write(transaction => changeStatus(transaction, b.issue, fix, now));
      const aside = { ignored: true, by: 'me' };
      await store.write(transaction => ignoreIssue(transaction, b.issue, aside, now));
      const found = (query: string) => search(store, project, query);
      const cases: [query: string, ids: string[]][] = [
        ['status:new', [a.issue]],
        ['!status:new', [b.issue]],
        ['status:new status:deployed', [a.issue, b.issue]],
        ['is:unresolved', [a.issue]],
        ['is:resolved status:new', []],
        ['is:ignored', [b.issue]],
        ['!is:ignored', [a.issue]],
        ['is:ignored is:unresolved', []],
        ['is:unresolved !is:ignored', [a.issue]],
        ['release:shop@1.2.0', [a.issue]],
        ['release:shop@1.*', [a.issue, b.issue]],
        ['release:shop@1.2*', [a.issue]],
        ['release:Shop*', [b.issue]],
        ['release:shop%', []],
        ['environment:prod', [a.issue]],
        ['environment:""', [b.issue]],
        ['!env:prod', [b.issue]],
        ['platform:python', [b.issue]],
        [`id:${a.issue.toLowerCase()}`, [a.issue]],
        [`project:${project.slug.toUpperCase()} count:2`, [b.issue]],
        ['project:other', []],
        ['count:>99999999999', []],
        ['count:<=99999999999 users:0', [a.issue]],
        ['users:>0', [b.issue]],
        ['lastSeen:-24h', [a.issue]],
        ['firstSeen:<2026-01-31', [b.issue]],
        ['lastSeen:2026-05-01', [b.issue]],
        ['age:>3650d', []],
      ];
      for (const [query, ids] of cases) assert.deepEqual(await found(query), ids, query);
    });

    it('follows an issue that is merged, split or called otherwise', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const one = await failing(store, project, 'AError', 'apples', { function: 'one' });
      const two = await failing(store, project, 'BError', 'bananas', { function: 'two' });
      const found = (query: string) => search(store, project, query);
      const [hash] = await fingerprintsOfIssue(store.reader, two);
      await store.write(transaction => mergeIssues(transaction, one, [two], { by: 'me' }, now));
      assert.deepEqual([await found('bananas'), await found('apples')], [[one], [one]]);
      const leaving = [hash?.hash ?? ''];
      await store.write(transaction => splitIssue(transaction, project, one, leaving, { by: 'me' }, now));
      assert.deepEqual([await found('bananas'), await found('apples')], [[two], [one]]);
      await store.write(transaction =>
        saveHeadline(transaction, two, { title: 'CError: cherries', culprit: 'orchard' }),
      );
      assert.deepEqual(await found('title:cherries'), [two]);
      assert.deepEqual(await found('title:bananas'), []);
      assert.deepEqual(await found('bananas culprit:orchard'), [two]);
    });

    it('finds exactly what is meant', async function () {
      this.timeout(60_000);
      await using opened = await open();
      const { store } = opened;
      const issues = fc.array(someEvents, { minLength: 1, maxLength: 12 });
      const queries = fc.array(someQuery, { minLength: 30, maxLength: 30 });
      let finds = 0;
      await fc.assert(
        fc.asyncProperty(issues, queries, async (histories, asked) => {
          const project = await newProject(store);
          const known = new Map<string, Event[]>();
          for (const events of histories) {
            const [first] = await collectAll(store, project, events);
            const id = first?.issue ?? '';
            const aside = { ignored: known.size % 2 === 0, by: 'me' };
            await store.write(transaction => ignoreIssue(transaction, id, aside, now));
            known.set(id, [...(known.get(id) ?? []), ...events]);
          }
          const all = await pageOfIssues(store.reader, { project: project.slug, limit: 200 });
          for (const query of asked) {
            const terms = parseSearch(query, now);
            const meant = all.issues.filter(issue => holdsOf(issue, known.get(issue.id) ?? [], terms));
            const ids = meant.map(({ id }) => id);
            assert.deepEqual(await search(store, project, query), ids, query);
            if (ids.length > 0 && ids.length < known.size) finds++;
          }
        }),
        { numRuns: 15 },
      );
      assert.ok(finds > 50, `only ${finds} queries found some and not all`);
    });

    it('pages what it finds', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const expected: string[] = [];
      for (let index = 0; index < 12; index++) {
        const kind = index % 3 === 0 ? 'odd' : 'even';
        const timestamp = `2026-01-02T03:04:${10 + Math.floor(index / 2)}.000Z`;
        const { issue } = await collectOne(
          store,
          project,
          sampleEvent(`f${index}`, { timestamp, message: kind }),
        );
        if (kind === 'even') expected.unshift(issue);
      }
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const filter = { project: project.slug, search: parseSearch('even', now), limit: 3, cursor };
        const page = await pageOfIssues(store.reader, filter);
        found.push(...page.issues.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      assert.deepEqual(found, expected);
    });
  });
}

async function failing(
  store: Store,
  project: ProjectRow,
  type: string,
  value: string,
  frame: Parameters<typeof sampleFrame>[0],
): Promise<string> {
  const exceptions = [{ type, value, frames: [sampleFrame(frame)] }];
  return (await collectOne(store, project, sampleEvent('', { exceptions }))).issue;
}

/** Newest first. */
export async function search(store: Store, project: ProjectRow, query: string): Promise<string[]> {
  const filter = { project: project.slug, search: parseSearch(query, now), limit: 200 };
  const { issues } = await pageOfIssues(store.reader, filter);
  return issues.map(({ id }) => id);
}
