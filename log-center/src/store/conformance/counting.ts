import assert from 'node:assert/strict';
import { type Issue, issueSortSchema } from '@errata/protocol/issue';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { ignoreIssue } from '../../lifecycle/ignore.ts';
import { mergeIssues } from '../../lifecycle/merge.ts';
import { splitIssue } from '../../lifecycle/split.ts';
import { auditAfter } from '../audit.ts';
import { statsOfIssue } from '../counts.ts';
import { newestEvents } from '../events.ts';
import { fingerprintsOfIssue } from '../fingerprints.ts';
import { issueById, mergedInto, pageOfIssues, readCursor } from '../issues.ts';
import { messagesAfter, outboxBounds } from '../outbox.ts';
import { tagFacets } from '../tag-facets.ts';
import { collectAll, collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

const begin = '2026-01-01T00:00:00.000Z';

export function countingContract(open: OpenEmptyStore): void {
  describe('counting', () => {
    it('counts events by hour, release and environment, and users once', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const times = ['2026-01-02T03:04:05.000Z', '2026-01-02T03:59:59.999Z', '2026-01-02T04:00:00.000Z'];
      const events = times.flatMap((timestamp, index) => [
        sampleEvent('bug', { timestamp, release: `r${index}`, environment: 'prod', user: { id: 'u1' } }),
        sampleEvent('bug', { timestamp, release: 'r0', tags: { color: 'red' }, user: { id: `u${index}` } }),
      ]);
      const [{ issue } = { issue: '' }] = await collectAll(store, project, events);
      // Sent twice, stored once.
      await collectAll(store, project, events);
      const stored = await issueById(store.reader, issue);
      assert.deepEqual(
        [stored?.count, stored?.users, stored?.firstSeen, stored?.lastSeen],
        [6, 3, times[0], times[2]],
      );
      assert.deepEqual(structuredClone(await statsOfIssue(store.reader, issue, begin)), {
        hours: [
          { hour: '2026-01-02T03:00:00.000Z', count: 4 },
          { hour: '2026-01-02T04:00:00.000Z', count: 2 },
        ],
        releases: [
          { release: 'r0', count: 4 },
          { release: 'r1', count: 1 },
          { release: 'r2', count: 1 },
        ],
        environments: [
          { environment: '', count: 3 },
          { environment: 'prod', count: 3 },
        ],
      });
      const facets = await tagFacets(store.reader, issue);
      assert.deepEqual(facets.find(({ key }) => key === 'color')?.values, [{ value: 'red', count: 3 }]);
      const newest = await newestEvents(store.reader, issue, 2);
      assert.deepEqual(
        newest.map(({ id }) => id),
        events
          .slice(-2)
          .toReversed()
          .map(({ id }) => id),
      );
    });

    it('merges issues with their counts and users, and splits them again', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const event = (bug: string, user: string, timestamp: string) =>
        sampleEvent(bug, { user: { id: user }, timestamp });
      const one = await collectOne(store, project, event('one', 'a', '2026-01-02T00:00:00.000Z'));
      const [two] = await collectAll(store, project, [
        event('two', 'a', '2026-01-01T00:00:00.000Z'),
        event('two', 'b', '2026-01-03T00:00:00.000Z'),
      ]);
      assert.ok(two);
      const before = await issueById(store.reader, two.issue);
      const [hash] = await fingerprintsOfIssue(store.reader, two.issue);
      assert.ok(hash);
      const wish = { by: 'me' };
      const merged = await store.write(transaction =>
        mergeIssues(transaction, one.issue, [two.issue], wish, now),
      );
      assert.deepEqual(
        [merged.count, merged.users, merged.firstSeen, merged.lastSeen],
        [3, 2, '2026-01-01T00:00:00.000Z', '2026-01-03T00:00:00.000Z'],
      );
      assert.equal(await mergedInto(store.reader, two.issue), one.issue);
      const later = await collectOne(store, project, event('two', 'c', '2026-01-04T00:00:00.000Z'));
      assert.equal(later.issue, one.issue);
      const split = await store.write(transaction =>
        splitIssue(transaction, project, one.issue, [hash.hash], wish, now),
      );
      assert.equal(split.id, before?.id);
      assert.deepEqual([split.count, split.users], [3, 3]);
      assert.deepEqual((await issueById(store.reader, one.issue))?.count, 1);
    });

    it('pages issues without losing or repeating one', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const events = Array.from({ length: 25 }, (_, index) =>
        // Several at the same moment.
        sampleEvent(`bug${index}`, { timestamp: `2026-01-02T03:04:${10 + (index % 5)}.000Z` }),
      );
      const collected = await collectAll(store, project, events);
      const seen: string[] = [];
      const times: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await pageOfIssues(store.reader, { project: project.slug, limit: 4, cursor });
        seen.push(...page.issues.map(({ id }) => id));
        times.push(...page.issues.map(({ lastSeen }) => lastSeen));
        cursor = page.nextCursor;
        if (cursor !== undefined) assert.ok(readCursor(cursor, 'lastSeen'));
      } while (cursor !== undefined);
      assert.deepEqual(seen.toSorted(), collected.map(({ issue }) => issue).toSorted());
      assert.deepEqual(times, times.toSorted().toReversed());
    });

    it('pages issues in any order', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const at = (day: number) => `2026-01-${10 + day}T00:00:00.000Z`;
      for (const [bug, count] of [1, 3, 2, 3, 1, 2, 4].entries()) {
        const events = Array.from({ length: count }, (_, each) =>
          sampleEvent(`bug${bug}`, { timestamp: at((bug * 3) % 7), user: { id: `${each % 2}` } }),
        );
        await collectAll(store, project, events);
      }
      for (const sort of issueSortSchema.options) {
        const seen: Issue[] = [];
        let cursor: string | undefined;
        do {
          const page = await pageOfIssues(store.reader, { project: project.slug, sort, limit: 2, cursor });
          seen.push(...page.issues);
          cursor = page.nextCursor;
          if (cursor !== undefined) assert.ok(readCursor(cursor, sort));
        } while (cursor !== undefined);
        const values = seen.map(issue => issue[sort]);
        assert.deepEqual([seen.length, new Set(seen.map(({ id }) => id)).size], [7, 7], sort);
        assert.deepEqual(
          values,
          values.toSorted((one, other) => (one < other ? 1 : one > other ? -1 : 0)),
          sort,
        );
      }
      assert.equal(readCursor('3_1', 'lastSeen'), undefined);
      assert.equal(readCursor(`${at(1)}_1`, 'count'), undefined);
    });

    it('sets an issue aside until it happens again', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const { issue } = await collectOne(store, project, sampleEvent('a'));
      const ignore = (ignored: boolean) =>
        store.write(transaction => ignoreIssue(transaction, issue, { ignored, by: 'me', token: 't' }, now));
      const before = await issueById(store.reader, issue);
      const { head } = await outboxBounds(store.reader);
      assert.deepEqual(await ignore(true), { ...before, ignored: true });
      assert.deepEqual(await ignore(true), { ...before, ignored: true });
      assert.deepEqual(await issueById(store.reader, issue), { ...before, ignored: true });
      assert.deepEqual(await ignore(false), before);
      await ignore(true);
      await collectOne(store, project, sampleEvent('a'));
      assert.deepEqual(await issueById(store.reader, issue), { ...before, count: 2 });
      const messages = await messagesAfter(store.reader, head, head + 100, 100);
      assert.deepEqual(
        messages.map(({ text }) => JSON.parse(text).issue.ignored),
        [true, undefined, true, undefined],
      );
      const audited = await auditAfter(store.reader, { after: 0, limit: 10, subject: issue });
      assert.deepEqual(
        audited.map(({ by, action, to }) => [by, action, to]),
        [
          ['me', 'ignore', 'ignored'],
          ['me', 'ignore', 'heeded'],
          ['me', 'ignore', 'ignored'],
          ['log-center', 'ignore', 'heeded'],
        ],
      );
      await assert.rejects(
        store.write(transaction => ignoreIssue(transaction, 'NO-1', { ignored: true, by: 'me' }, now)),
        { reason: 'unknown-issue' },
      );
    });
  });
}
