import assert from 'node:assert/strict';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { startTestCenter } from '../../testing/center-client.ts';
import { type PostgresServer, startPostgres } from '../../testing/postgres.ts';
import { askSentry, at, each } from '../../testing/sentry-client.ts';

describe("Sentry's web API on PostgreSQL", () => {
  let server: PostgresServer | undefined;

  before(async function () {
    this.timeout(60_000);
    const started = await startPostgres();
    if (typeof started === 'string') {
      this['skipReason'] = started;
      this.skip();
    }
    server = started;
  });
  after(() => server?.stop());

  it('finds issues, events and releases as it does on SQLite', async () => {
    if (server === undefined) throw new Error('There is no server.');
    await using database = await server.database();
    await using test = await startTestCenter({ database: database.url });
    const { client } = test;
    const timestamp = new Date().toISOString();
    const { id: event } = sampleEvent();
    const events = [
      sampleEvent('a', { id: event, timestamp, release: 'shop@1', environment: 'production' }),
      sampleEvent('a', { timestamp, release: 'shop@2', environment: 'production' }),
      sampleEvent('b', { timestamp, level: 'warning', message: '100% of x_y', exceptions: [] }),
    ];
    for (const sent of events) assert.equal((await client.ask('POST', '/events', sent)).status, 201);
    const searches: [string, string[]][] = [
      ['is:unresolved', ['DEFAULT-1', 'DEFAULT-2']],
      ['is:resolved', []],
      ['is:ignored', []],
      ['is:unassigned issue.category:error', ['DEFAULT-1', 'DEFAULT-2']],
      ['!level:error', ['DEFAULT-2']],
      ['TYPEerror', ['DEFAULT-1']],
      ['"0% of x_"', ['DEFAULT-2']],
      ['100%x_y', []],
      ['release:shop@* environment:production', ['DEFAULT-1']],
      ['firstRelease:shop@1 project.id:1 issue.id:1', ['DEFAULT-1']],
      ['timesSeen:>1 age:-24h', ['DEFAULT-1']],
      [event, ['DEFAULT-1']],
    ];
    for (const [query, issues] of searches) {
      const path = `organizations/errata/issues/?query=${encodeURIComponent(query)}&statsPeriod=1h&sort=freq`;
      const { status, body } = await askSentry(client, path);
      assert.equal(status, 200, `${query} ${JSON.stringify(body)}`);
      assert.deepEqual(each(body, 'shortId').sort(), issues, query);
    }
    const { body: latest } = await askSentry(client, 'issues/DEFAULT-1/events/latest/');
    assert.deepEqual([at(latest, 'previousEventID'), at(latest, 'nextEventID')], [event, null]);
    const { body: oldest } = await askSentry(client, 'issues/1/events/oldest/');
    assert.equal(at(oldest, 'id'), event);
    const { body: releases } = await askSentry(client, 'organizations/errata/releases/');
    assert.deepEqual(each(releases, 'version').sort(), ['shop@1', 'shop@2']);
  });
});
