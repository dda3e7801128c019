import assert from 'node:assert/strict';
import { issueSchema } from '@errata/protocol/issue';
import {
  acceptedEventSchema,
  issueCountsSchema,
  issueDetailSchema,
  issuePageSchema,
  runDetailSchema,
  startedRunSchema,
} from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import { runSchema } from '@errata/protocol/run';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { type Answer, type CenterClient, startTestCenter } from '../testing/center-client.ts';

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('the HTTP contract', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const collect = async (bug: string) =>
    acceptedEventSchema.parse((await client.ask('POST', '/events', sampleEvent(bug))).body);

  it('demands the token everywhere', async () => {
    for (const path of ['/issues', '/projects', '/runs/x', '/stream', '/nowhere']) {
      const response = await fetch(`${client.ready.url}/api/v1${path}`);
      assert.equal(response.status, path === '/nowhere' ? 404 : 401, path);
    }
    const wrong = await fetch(`${client.ready.url}/api/v1/issues`, {
      headers: { authorization: 'Bearer x' },
    });
    assert.equal(problemSchema.parse(await wrong.json()).reason, 'wrong-token');
    assert.match(wrong.headers.get('content-type') ?? '', /^application\/problem\+json/);
    for (const path of ['/healthz', '/readyz'])
      assert.equal((await fetch(client.ready.url + path)).status, 200);
  });

  it('takes a raw stack trace as an event, and refuses what is none', async () => {
    const headers = { authorization: `Bearer ${client.ready.token}`, 'content-type': 'text/plain' };
    const trace = 'TypeError: x\n    at f (/srv/a.js:1:2)\n';
    const accepted = await client.send('v1/events?project=default', trace, headers);
    assert.equal(accepted.status, 201);
    const { issue } = acceptedEventSchema.parse(accepted.body);
    assert.equal((await client.get(issueDetailSchema, `/issues/${issue}`)).issue.culprit, 'f (srv/a.js)');
    refused(await client.send('v1/events', 'hello', headers), 400, 'not-an-event');
    refused(await client.send('v1/events', '', headers), 400, 'empty');
    refused(await client.send('v1/events', '{}', headers), 400, 'no-exception-in-it');
    refused(await client.send('v1/events?project=nobody', trace, headers), 404, 'unknown-project');
  });

  it('pages issues, newest last-seen first', async () => {
    for (let number = 0; number < 7; number++) await collect(`f${number}`);
    await collect('f2');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.get(
        issuePageSchema,
        `/issues?limit=3${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      assert.ok(page.issues.length <= 3);
      seen.push(...page.issues.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    assert.equal(seen.length, 7);
    assert.equal(new Set(seen).size, 7);
    refused(await client.ask('GET', '/issues?cursor=x'), 400, 'bad-request');
    refused(
      await client.ask('GET', `/issues?sort=count&cursor=2026-01-01T00:00:00.000Z_1`),
      400,
      'bad-request',
    );
    const counts = await client.get(issueCountsSchema, '/issues/counts?q=count:1');
    assert.deepEqual(counts, { counts: [{ status: 'NEW', count: 6 }] });
    refused(await client.ask('GET', '/issues/counts?q=count:many'), 400, 'bad-query');
    const often = await client.get(issuePageSchema, '/issues?sort=count&limit=1');
    assert.equal(often.issues[0]?.count, 2);
    refused(await client.ask('GET', '/issues?limit=0'), 400, 'bad-request');
    refused(await client.ask('GET', '/issues?status=LOST'), 400, 'bad-request');
    refused(await client.ask('GET', '/issues/DEFAULT-99'), 404, 'unknown-issue');
  });

  it('counts the events of an issue and knows its first and last release', async () => {
    for (const release of ['1', '2', undefined]) {
      const event = sampleEvent('g', release === undefined ? {} : { release });
      await client.ask('POST', '/events', event);
    }
    const { issues } = await client.get(issuePageSchema, '/issues?status=NEW');
    assert.equal(issues[0]?.count, 3);
    assert.equal(issues[0]?.firstRelease, '1');
    assert.equal(issues[0]?.lastRelease, '2');
  });

  it('leads a run from its start to its end', async () => {
    const { issue } = await collect('f');
    const started = await client.ask('POST', `/issues/${issue}/runs`, { holder: 'here:1' });
    assert.equal(started.status, 201);
    const { run } = startedRunSchema.parse(started.body);
    refused(await client.ask('POST', `/issues/${issue}/runs`, { holder: 'there:2' }), 409, 'lease-held');
    const events = [{ at: new Date().toISOString(), type: 'located', message: 'm' }];
    const save = { fence: run.fence, version: 0, stage: 'awaiting-approval', snapshot: { a: [1] }, events };
    const saved = runSchema.parse((await client.ask('PUT', `/runs/${run.id}`, save)).body);
    assert.equal(saved.version, 1);
    refused(await client.ask('PUT', `/runs/${run.id}`, save), 409, 'version-conflict');
    const decision = { verdict: 'approve', by: 'p' };
    assert.equal(
      (await client.ask('POST', `/runs/${run.id}/decisions`, { version: 1, decision })).status,
      200,
    );
    refused(
      await client.ask('POST', `/runs/${run.id}/decisions`, { version: 1, decision }),
      409,
      'version-conflict',
    );
    assert.equal((await client.ask('POST', `/runs/${run.id}/lease`, { fence: run.fence })).status, 200);
    refused(await client.ask('POST', `/runs/${run.id}/lease`, { fence: run.fence + 1 }), 409, 'lease-lost');
    const end = { fence: run.fence, outcome: 'published', reason: 'pushed' };
    assert.equal((await client.ask('POST', `/runs/${run.id}/end`, end)).status, 200);
    refused(await client.ask('POST', `/runs/${run.id}/end`, end), 409, 'lease-lost');
    const detail = await client.get(runDetailSchema, `/runs/${run.id}`);
    assert.deepEqual(detail.run.snapshot, { a: [1] });
    assert.deepEqual(
      detail.events.map(({ type }) => type),
      ['located', 'decision-approve', 'published'],
    );
    assert.deepEqual(detail.decisions, [decision]);
    const after = await client.get(issueDetailSchema, `/issues/${issue}`);
    assert.equal(after.issue.status, 'PENDING_REVIEW');
    assert.equal(after.runs.length, 1);
    const change = { to: 'NEW', version: after.issue.version, by: 'p' };
    refused(await client.ask('POST', `/issues/${issue}/status`, change), 409, 'transition-refused');
    refused(
      await client.ask('POST', `/issues/${issue}/status`, { ...change, version: 0 }),
      409,
      'version-conflict',
    );
    refused(await client.ask('POST', `/issues/${issue}/status`, { to: 'NEW' }), 400, 'bad-request');
    refused(await client.ask('GET', '/runs/none'), 404, 'unknown-run');
  });

  it('sets an issue aside until it happens again', async () => {
    const { issue } = await collect('f');
    const path = `/issues/${issue}/ignore`;
    const set = await client.ask('POST', path, { ignored: true, by: 'p', reason: 'known' });
    assert.equal(issueSchema.parse(set.body).ignored, true);
    assert.deepEqual((await client.get(issuePageSchema, '/issues?q=!is:ignored')).issues, []);
    await collect('f');
    assert.equal((await client.get(issuePageSchema, '/issues?q=!is:ignored')).issues.length, 1);
    refused(await client.ask('POST', path, { by: 'p' }), 400, 'bad-request');
    refused(
      await client.ask('POST', '/issues/NO-1/ignore', { ignored: true, by: 'p' }),
      404,
      'unknown-issue',
    );
  });

  it('refuses JSON that is damaged, without harm', async () => {
    const headers = { authorization: `Bearer ${client.ready.token}`, 'content-type': 'application/json' };
    refused(await client.send('v1/projects', '{"slug":', headers), 400, 'bad-request');
    refused(await client.ask('POST', '/projects', { slug: 'Not A Slug' }), 400, 'bad-request');
    refused(await client.ask('GET', '/nowhere'), 404, 'not-found');
  });
});
