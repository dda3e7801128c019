import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { issueSchema } from '@errata/protocol/issue';
import { eventPageSchema, issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import { issueStatsSchema } from '@errata/protocol/stats';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { z } from 'zod';
import { type CenterClient, startTestCenter } from '../testing/center-client.ts';

const groupingSchema = z.object({ fingerprints: z.array(z.string()) });

describe('merging and splitting issues', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const collect = async (bug: string, user: string, changes: Partial<Event> = {}) => {
    const answer = await client.ask('POST', '/events', sampleEvent(bug, { user: { id: user }, ...changes }));
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
  };
  const issue = async (id: string) => (await client.get(issueDetailSchema, `/issues/${id}`)).issue;
  const reason = async (path: string, body: unknown) =>
    problemSchema.parse((await client.ask('POST', path, body)).body).reason;

  it('makes one issue of several, with the events, counts and users of all', async () => {
    await collect('f', 'ada', { release: '1', timestamp: '2026-01-01T00:00:00.000Z' });
    await collect('g', 'ada', { release: '2', timestamp: '2026-01-02T00:00:00.000Z' });
    await collect('g', 'bob', { release: '3', timestamp: '2026-01-03T00:00:00.000Z' });
    const stream = client.stream();
    const wish = { issues: ['DEFAULT-2'], by: 'ada', reason: 'the same' };
    const merged = issueSchema.parse((await client.ask('POST', '/issues/DEFAULT-1/merge', wish)).body);
    const { count, users, firstRelease, lastRelease, firstSeen, lastSeen } = merged;
    assert.deepEqual(
      { count, users, firstRelease, lastRelease, firstSeen, lastSeen },
      {
        ...{ count: 3, users: 2, firstRelease: '1', lastRelease: '3' },
        ...{ firstSeen: '2026-01-01T00:00:00.000Z', lastSeen: '2026-01-03T00:00:00.000Z' },
      },
    );
    assert.equal((await client.get(issuePageSchema, '/issues')).issues.length, 1);
    assert.equal((await client.get(eventPageSchema, '/issues/DEFAULT-1/events')).events.length, 3);
    const gone = await client.ask('GET', '/issues/DEFAULT-2');
    assert.equal(gone.status, 410);
    assert.match(problemSchema.parse(gone.body).detail, /DEFAULT-1/);
    const told = await stream.until(({ type }) => type === 'merged');
    assert.ok(told.type === 'merged' && told.issue === 'DEFAULT-2' && told.into === 'DEFAULT-1');
    await stream.close();

    await collect('g', 'eve');
    assert.equal((await issue('DEFAULT-1')).count, 4);
    assert.equal((await issue('DEFAULT-1')).users, 3);
    const stats = await client.get(issueStatsSchema, '/issues/DEFAULT-1/stats');
    assert.equal(
      stats.releases.reduce((sum, release) => sum + release.count, 0),
      4,
    );
  });

  it('splits off again what was merged, as the issue that it was', async () => {
    await collect('f', 'ada');
    await collect('g', 'bob');
    await collect('g', 'ada');
    await client.ask('POST', '/issues/DEFAULT-1/merge', { issues: ['DEFAULT-2'], by: 'ada' });
    const { fingerprints } = await client.get(groupingSchema, '/issues/DEFAULT-1/grouping');
    assert.equal(fingerprints.length, 2);
    const wish = { fingerprints: [fingerprints[1]], by: 'ada' };
    const split = issueSchema.parse((await client.ask('POST', '/issues/DEFAULT-1/split', wish)).body);
    assert.equal(split.id, 'DEFAULT-2');
    assert.deepEqual([split.count, split.users, split.culprit], [2, 2, 'g (shop/src/cart.ts)']);
    const left = await issue('DEFAULT-1');
    assert.deepEqual([left.count, left.users], [1, 1]);
    await collect('g', 'ada');
    assert.equal((await issue('DEFAULT-2')).count, 3);
  });

  it('splits off the fingerprint that an issue was opened with', async () => {
    await collect('f', 'ada');
    await collect('g', 'bob');
    await client.ask('POST', '/issues/DEFAULT-1/merge', { issues: ['DEFAULT-2'], by: 'ada' });
    const { fingerprints } = await client.get(groupingSchema, '/issues/DEFAULT-1/grouping');
    const wish = { fingerprints: [fingerprints[0]], by: 'ada' };
    const split = issueSchema.parse((await client.ask('POST', '/issues/DEFAULT-1/split', wish)).body);
    assert.equal(split.id, 'DEFAULT-3');
    assert.equal(split.culprit, 'f (shop/src/cart.ts)');
    assert.equal((await issue('DEFAULT-1')).culprit, 'g (shop/src/cart.ts)');
    await collect('f', 'ada');
    assert.equal((await issue('DEFAULT-3')).count, 2);
  });

  it('refuses what cannot be, and changes nothing', async () => {
    await collect('f', 'ada');
    await collect('g', 'bob');
    const by = 'ada';
    const merge = '/issues/DEFAULT-1/merge';
    assert.equal(await reason(merge, { issues: ['DEFAULT-1'], by }), 'merge-refused');
    assert.equal(await reason(merge, { issues: ['DEFAULT-7'], by }), 'unknown-issue');
    await client.ask('POST', '/issues/DEFAULT-2/runs', { holder: 'h' });
    assert.equal(await reason(merge, { issues: ['DEFAULT-2'], by }), 'merge-refused');
    const { fingerprints } = await client.get(groupingSchema, '/issues/DEFAULT-1/grouping');
    const split = '/issues/DEFAULT-1/split';
    assert.equal(await reason(split, { fingerprints, by }), 'split-refused');
    assert.equal(await reason(split, { fingerprints: ['v1:no'], by }), 'split-refused');
    assert.equal((await client.get(issuePageSchema, '/issues')).issues.length, 2);
  });
});
