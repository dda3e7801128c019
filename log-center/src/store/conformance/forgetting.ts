import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import type { Event } from '@errata/protocol/event';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { mergeIssues } from '../../lifecycle/merge.ts';
import { attachmentsOfIssue, insertAttachment } from '../attachments.ts';
import { hasBlob } from '../blobs.ts';
import { statsOfIssue } from '../counts.ts';
import { insertFeedback, listFeedback } from '../feedback.ts';
import { issueById } from '../issues.ts';
import { recount } from '../move-fingerprints.ts';
import { type ProjectRow, saveSettings } from '../projects.ts';
import { sweepEvents } from '../retention.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { eventById, insertBlob } from './as-whole.ts';
import { collectAll, collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

const hour = 3_600_000;
const day = 24 * hour;

export function forgettingContract(open: OpenEmptyStore): void {
  describe('forgetting', () => {
    it('keeps what it promises of any history, and drops nothing twice', async function () {
      this.timeout(60_000);
      await using opened = await open();
      const { store } = opened;
      const arrival = fc.record({
        bug: fc.constantFrom('one', 'two', 'three'),
        hoursAgo: fc.integer({ min: 0, max: 20 * 24 }),
        release: fc.constantFrom(undefined, '1', '2', '3'),
      });
      const step = fc.record({
        arrivals: fc.array(arrival, { minLength: 5, maxLength: 40 }),
        merge: fc.boolean(),
      });
      let dropped = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 4 }),
          fc.integer({ min: 1, max: 12 }),
          async (steps, eventsPerIssue) => {
            const project = await projectWith(store, { days: 10, eventsPerIssue });
            const history: Event[] = [];
            for (const { arrivals, merge } of steps) {
              const events = arrivals.map(({ bug, hoursAgo, release }) =>
                sampleEvent(bug, {
                  timestamp: ago(hoursAgo * hour),
                  ...(release !== undefined && { release }),
                }),
              );
              history.push(...events);
              await collectAll(store, project, events);
              const issues = await issuesOf(store.reader, project);
              const [target, other] = issues.filter(({ merged_into }) => merged_into === null);
              if (merge && target !== undefined && other !== undefined) {
                await store.write(transaction =>
                  mergeIssues(transaction, target.id, [other.id], { by: 'me' }, now),
                );
              }
              const before = await issuesOf(store.reader, project);
              const recounted = await countedAnew(store, project);
              dropped += await sweepEvents(store, now);
              assert.deepEqual(await issuesOf(store.reader, project), before);
              await demandPromises(store, project, history, eventsPerIssue);
              assert.equal(await sweepEvents(store, now), 0);
              assert.deepEqual(await countedAnew(store, project), recounted);
            }
          },
        ),
        { numRuns: 15 },
      );
      assert.ok(dropped > 20, `only ${dropped} were dropped`);
    });

    it('drops what is redundant before what is rare, and of that the older before the newer', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await projectWith(store, { days: 30, eventsPerIssue: 20 });
      const rare = Array.from({ length: 8 }, (_, index) =>
        sampleEvent('bug', { timestamp: ago((index + 1) * day) }),
      );
      const old = Array.from({ length: 100 }, (_, index) =>
        sampleEvent('bug', { timestamp: ago(9 * day + index) }),
      );
      const young = Array.from({ length: 100 }, (_, index) => sampleEvent('bug', { timestamp: ago(index) }));
      await collectAll(store, project, [...rare, ...old, ...young]);
      await sweepEvents(store, now);
      const kept = await keptOf(store, project, [...rare, ...old, ...young]);
      const among = (events: readonly Event[]) => events.filter(event => kept.has(event.id)).length;
      assert.equal(among(rare), 8);
      assert.ok(among(young) > among(old) && among(old) >= 1, `${among(young)} young, ${among(old)} old`);
      assert.ok(kept.size <= 20);
    });

    it('drops files with their event, and nothing else that is known of it', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await projectWith(store, { days: 10, eventsPerIssue: 1000 });
      const events = [40, 30, 20, 15, 1].map(days =>
        sampleEvent('bug', { timestamp: ago(days * day), user: { id: `u${days}` } }),
      );
      const [first, second, third, fourth] = events;
      assert.ok(first && second && third && fourth);
      const [collected] = await collectAll(store, project, events);
      const issue = collected?.issue ?? '';
      const shared = Buffer.from('shared');
      const own = Buffer.from('own');
      await store.write(async transaction => {
        for (const [event, bytes] of [
          [first, shared],
          [second, shared],
          [second, own],
        ] as const) {
          const blob = hash('sha256', bytes);
          await insertBlob(transaction, blob, bytes);
          await insertAttachment(transaction, {
            project: project.id,
            event: event.id,
            name: 'x',
            content_type: null,
            kind: null,
            bytes: bytes.length,
            blob,
            received_at: now.toISOString(),
          });
        }
        const feedback = { event: third.id, message: 'it broke', receivedAt: now.toISOString() };
        await insertFeedback(transaction, project.id, feedback);
      });
      const before = {
        stats: await statsOfIssue(store.reader, issue, ago(100 * day)),
        issue: await issueById(store.reader, issue),
      };
      assert.equal(await sweepEvents(store, now), 2);
      assert.equal(await eventById(store.reader, project.id, second.id), undefined);
      assert.equal(await eventById(store.reader, project.id, fourth.id), undefined);
      assert.equal((await attachmentsOfIssue(store.reader, issue, 10)).length, 1);
      assert.equal(await hasBlob(store.reader, hash('sha256', shared)), true);
      assert.equal(await hasBlob(store.reader, hash('sha256', own)), false);
      assert.equal((await listFeedback(store.reader, { issue }, 10)).length, 1);
      const after = {
        stats: await statsOfIssue(store.reader, issue, ago(100 * day)),
        issue: await issueById(store.reader, issue),
      };
      assert.deepEqual(after, before);
    });

    it('forgets more when less is to be kept, and in time', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await projectWith(store, { days: 10, eventsPerIssue: 1000 });
      const events = Array.from({ length: 40 }, (_, index) =>
        sampleEvent('bug', { timestamp: ago(index * hour) }),
      );
      await collectAll(store, project, events);
      assert.equal(await sweepEvents(store, now), 0);
      await store.write(transaction =>
        saveSettings(transaction, project.id, {
          ...project.settings,
          retention: { days: 10, eventsPerIssue: 20 },
        }),
      );
      assert.ok((await sweepEvents(store, now)) >= 20);
      const later = new Date(now.getTime() + 11 * day);
      await sweepEvents(store, later);
      assert.equal((await keptOf(store, project, events)).size, 2);
      // The last of then is not the last any more.
      const newest = sampleEvent('bug', { timestamp: later.toISOString() });
      await collectOne(store, project, newest, later);
      await sweepEvents(store, later);
      assert.equal((await keptOf(store, project, events)).size, 1);
    });
  });
}

function ago(milliseconds: number): string {
  return new Date(now.getTime() - milliseconds).toISOString();
}

async function projectWith(
  store: Store,
  retention: { readonly days: number; readonly eventsPerIssue: number },
): Promise<ProjectRow> {
  const project = await newProject(store);
  const settings = { ...project.settings, retention };
  await store.write(transaction => saveSettings(transaction, project.id, settings));
  return { ...project, settings };
}

async function issuesOf(database: Kysely<Tables>, project: ProjectRow) {
  const rows = await database
    .selectFrom('issues')
    .selectAll()
    .where('project', '=', project.id)
    .orderBy('seq')
    .execute();
  return structuredClone(rows);
}

/** What the issues would be if they were counted from what is stored now. */
async function countedAnew(store: Store, project: ProjectRow) {
  const undo = new Error('only asked');
  let counted: Awaited<ReturnType<typeof issuesOf>> = [];
  await store
    .write(async transaction => {
      for (const { id, merged_into } of await issuesOf(transaction, project)) {
        if (merged_into === null) await recount(transaction, id);
      }
      counted = await issuesOf(transaction, project);
      throw undo;
    })
    .catch((error: unknown) => assert.equal(error, undo));
  return counted;
}

async function keptOf(store: Store, project: ProjectRow, events: readonly Event[]): Promise<Set<string>> {
  const kept = new Set<string>();
  for (const { id } of events) if (await eventById(store.reader, project.id, id)) kept.add(id);
  return kept;
}

async function demandPromises(
  store: Store,
  project: ProjectRow,
  history: readonly Event[],
  eventsPerIssue: number,
): Promise<void> {
  const rows = await store.reader
    .selectFrom('events')
    .selectAll()
    .where('project', '=', project.id)
    .execute();
  const kept = new Set(rows.map(({ id }) => id));
  const bugs = Map.groupBy(history, event => event.exceptions[0]?.frames[0]?.function);
  for (const events of bugs.values()) {
    const times = (some: readonly Event[]) => some.map(({ timestamp }) => timestamp).toSorted();
    const left = events.filter(({ id }) => kept.has(id));
    assert.equal(times(left)[0], times(events)[0]);
    assert.equal(times(left).at(-1), times(events).at(-1));
    assert.deepEqual(
      new Set(left.map(({ release }) => release)),
      new Set(events.map(({ release }) => release)),
    );
  }
  // The first and last, the first of a release and the newest of each: so many may be there for each bug, old or not.
  const most = (fingerprints: number) => Math.max(eventsPerIssue, fingerprints * (3 + 4));
  for (const events of Map.groupBy(rows, ({ issue }) => issue).values()) {
    const fingerprints = new Set(events.map(({ fingerprint }) => fingerprint)).size;
    assert.ok(events.length <= most(fingerprints), `${events.length} kept of ${fingerprints}`);
    const old = events.filter(({ happened_at }) => happened_at < ago(10 * day));
    assert.ok(old.length <= fingerprints * (3 + 4), `${old.length} old ones kept`);
  }
}
