import assert from 'node:assert/strict';
import { issueReleasesSchema, releaseListSchema } from '@errata/protocol/release';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { type CenterClient, startTestCenter } from '../testing/center-client.ts';

async function sentry(client: CenterClient, method: string, path: string, body?: unknown) {
  const response = await fetch(`${client.ready.url}/api/0/organizations/errata/${path}`, {
    method,
    headers: { authorization: `Bearer ${client.ready.token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>[] };
}

describe('what is known of releases', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  beforeEach(async () => {
    test = await startTestCenter();
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const collect = (bug: string, release: string, timestamp: string) =>
    test.client.ask('POST', '/events', sampleEvent(bug, { release, timestamp }));

  it('is its commits and deploys, as a pipeline told them, and when events named it', async () => {
    const { client } = test;
    const shop = { version: 'shop@1', projects: ['default'] };
    const commits = [{ id: 'b'.repeat(40) }, { id: 'a'.repeat(40) }];
    assert.equal((await sentry(client, 'POST', 'releases/', { ...shop, commits })).status, 201);
    const deploy = { environment: 'production', dateFinished: '2026-02-03T04:05:06+01:00' };
    assert.equal((await sentry(client, 'POST', 'releases/shop@1/deploys/', deploy)).status, 201);
    const earlier = { environment: 'staging', dateStarted: '2026-02-01T00:00:00Z' };
    assert.equal((await sentry(client, 'POST', 'releases/shop@1/deploys/', earlier)).status, 201);
    assert.equal((await sentry(client, 'POST', 'releases/shop@1/deploys/', {})).status, 400);
    const refs = [{ repository: 'acme/shop', commit: 'c'.repeat(40), previousCommit: 'd'.repeat(40) }];
    await sentry(client, 'POST', 'releases/', { version: 'shop@2', projects: ['default'], refs });
    await collect('a', 'shop@2', '2026-03-01T10:20:30.000Z');

    const { releases } = await client.get(releaseListSchema, '/releases');
    assert.deepEqual(releases, [
      {
        version: 'shop@2',
        project: 'default',
        commits: [{ commit: 'c'.repeat(40), repository: 'acme/shop' }],
        deploys: [],
        firstEvent: '2026-03-01T10:00:00.000Z',
        lastEvent: '2026-03-01T10:00:00.000Z',
      },
      {
        version: 'shop@1',
        project: 'default',
        commits: [{ commit: 'b'.repeat(40) }],
        deploys: [
          { environment: 'staging', at: '2026-02-01T00:00:00.000Z' },
          { environment: 'production', at: '2026-02-03T03:05:06.000Z' },
        ],
      },
    ]);
    const one = await client.get(releaseListSchema, '/releases?version=shop@1&project=default');
    assert.deepEqual(one.releases, [releases[1]]);
    assert.deepEqual((await client.get(releaseListSchema, '/releases?version=none')).releases, []);
    assert.equal((await client.ask('GET', '/releases?project=none')).status, 404);
    const shown = await sentry(client, 'GET', 'releases/shop@1/deploys/');
    assert.deepEqual(
      shown.body.map(each => each['environment']),
      ['production', 'staging'],
    );
  });

  it('tells the last one that was in use before an issue without it', async () => {
    const { client } = test;
    await collect('other', 'shop@1', '2026-03-01T10:00:00.000Z');
    await collect('other', 'shop@2', '2026-03-02T10:00:00.000Z');
    await collect('a', 'shop@3', '2026-03-03T10:00:00.000Z');
    await collect('other', 'shop@4', '2026-03-04T10:00:00.000Z');
    await collect('a', 'shop@5', '2026-03-05T10:00:00.000Z');
    // Made only: that it ran anywhere is not known.
    await sentry(client, 'POST', 'releases/', { version: 'shop@made', projects: ['default'] });
    const of = (issue: string) => client.get(issueReleasesSchema, `/issues/${issue}/releases`);
    const second = await of('DEFAULT-2');
    assert.deepEqual(
      second.seen.map(({ version }) => version),
      ['shop@5', 'shop@3'],
    );
    assert.equal(second.lastGood?.version, 'shop@2');
    assert.equal((await of('DEFAULT-1')).lastGood, undefined);
    assert.equal((await client.ask('GET', '/issues/NONE-1/releases')).status, 404);
  });
});
