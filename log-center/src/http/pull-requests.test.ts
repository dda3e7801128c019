import assert from 'node:assert/strict';
import { createdTokenSchema } from '@errata/protocol/access';
import { auditEntrySchema } from '@errata/protocol/audit';
import type { RouteAnswer } from '@errata/protocol/center-routes';
import {
  type FollowedPullRequest,
  followedPullRequestSchema,
  type SeenPullRequest,
} from '@errata/protocol/followed-pull-request';
import { acceptedEventSchema, issueDetailSchema, startedRunSchema } from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import type { Run } from '@errata/protocol/run';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { z } from 'zod';
import { type Answer, CenterClient, startTestCenter } from '../testing/center-client.ts';
import { samplePullRequest } from '../testing/follow-one.ts';

const commit = 'a'.repeat(40);
const merge = { commit: 'd'.repeat(40), how: 'squash', by: 'ada' } as const;

/** Seconds after a pull request was opened. */
const later = (seconds: number) =>
  new Date(Date.parse('2026-01-02T04:00:00Z') + seconds * 1000).toISOString();

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('pull requests', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const collect = async (bug: string, project = 'default') =>
    acceptedEventSchema.parse((await client.ask('POST', `/events?project=${project}`, sampleEvent(bug))).body)
      .issue;
  const start = async (issue: string, holder = 'agent') => {
    const answer = await client.ask('POST', `/issues/${issue}/runs`, { holder });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return startedRunSchema.parse(answer.body);
  };
  const end = (run: Run, outcome: 'published' | 'failed' | 'released') =>
    client.ask('POST', `/runs/${run.id}/end`, { fence: run.fence, outcome, reason: 'r' });
  const record = async (
    issue: string,
    run: Run,
    seen = samplePullRequest(),
    others: string[] = [],
  ): Promise<FollowedPullRequest> => {
    const told = { run: run.id, by: 'agent', others, commit, seen };
    const answer = await client.ask('POST', `/issues/${issue}/pull-requests`, told);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return followedPullRequestSchema.parse(answer.body);
  };
  const see = async (id: string, changes: Partial<SeenPullRequest>): Promise<FollowedPullRequest> => {
    const body = { by: 'hook', seen: samplePullRequest(changes) };
    const answer = await client.ask('PUT', `/pull-requests/${id}/seen`, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return followedPullRequestSchema.parse(answer.body);
  };
  const issueOf = async (id: string) => (await client.get(issueDetailSchema, `/issues/${id}`)).issue;
  const status = async (id: string) => (await issueOf(id)).status;
  const change = async (id: string, to: string) => {
    const { version } = await issueOf(id);
    const answer = await client.ask('POST', `/issues/${id}/status`, {
      to,
      version,
      by: 'p',
      reason: 'because',
    });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  };
  const history = async (id: string, action: 'status' | 'pull-request') => {
    const schema = z.object({ entries: z.array(auditEntrySchema) });
    const { entries } = await client.get(schema, `/issues/${id}/audit`);
    return entries.filter(entry => entry.action === action);
  };
  const list = async (query: string) => {
    const { body } = await client.ask('GET', `/pull-requests?${query}`);
    return (body as RouteAnswer<'listPullRequests'>).pullRequests.map(({ number }) => number);
  };

  it('bring their issue under review once, whether they or the end of the run are told first', async () => {
    for (const isRecordedFirst of [true, false]) {
      const issue = await collect(`bug ${isRecordedFirst}`);
      const { run } = await start(issue);
      const seen = samplePullRequest({ number: isRecordedFirst ? 1 : 2 });
      if (!isRecordedFirst) assert.equal((await end(run, 'published')).status, 200);
      const { id, issues, commits, openedBy } = await record(issue, run, seen);
      assert.deepEqual([issues, commits, openedBy], [[{ issue }], [commit], 'agent']);
      if (isRecordedFirst) assert.equal((await end(run, 'published')).status, 200);
      assert.equal((await record(issue, run, seen)).id, id);
      assert.equal(await status(issue), 'PENDING_REVIEW');
      const moves = (await history(issue, 'status')).map(({ to }) => to);
      assert.deepEqual(moves, ['FIXING', 'PENDING_REVIEW']);
    }
    assert.deepEqual(await list(''), [2, 1]);
  });

  it('take other issues along, and say which of them cannot go', async () => {
    const own = await collect('own');
    const [fresh, failed, held, done] = [
      await collect('fresh'),
      await collect('failed'),
      await collect('held'),
      await collect('done'),
    ];
    await end((await start(failed)).run, 'failed');
    await start(held, 'another agent');
    await change(done, 'DEPLOYED');
    const { run } = await start(own);
    const { id } = await record(own, run, samplePullRequest(), [fresh, failed, held, done, fresh]);
    const { issues } = await see(id, {});
    assert.deepEqual(
      issues.map(({ issue }) => issue),
      [own, fresh, failed, held, done],
    );
    assert.deepEqual(await Promise.all([fresh, failed, held, done].map(status)), [
      ...['PENDING_REVIEW', 'PENDING_REVIEW', 'FIXING', 'DEPLOYED'],
    ]);
    assert.match((await history(held, 'pull-request'))[0]?.reason ?? '', /The issue stays FIXING/);
    await see(id, { state: 'merged', merge, updatedAt: later(9) });
    assert.deepEqual(await Promise.all([fresh, failed, held, done].map(status)), [
      ...['MERGED', 'MERGED', 'FIXING', 'DEPLOYED'],
    ]);
    assert.match((await history(done, 'pull-request'))[1]?.reason ?? '', /The issue stays DEPLOYED/);
  });

  it('are merged for good, with the commit and the style on record', async () => {
    const issue = await collect('f');
    const { id } = await record(issue, (await start(issue)).run);
    const merged = await see(id, { state: 'merged', merge, updatedAt: later(5) });
    assert.deepEqual(merged.merge, { ...merge, at: later(5) });
    assert.equal((await see(id, { state: 'closed', updatedAt: later(9) })).state, 'merged');
    const unsure = await see(id, { state: 'merged', merge: { commit }, updatedAt: later(11) });
    assert.deepEqual(unsure.merge, { ...merge, at: later(5) });
    assert.equal(await status(issue), 'MERGED');
    const last = (await history(issue, 'status')).at(-1);
    assert.equal(last?.reason, 'Merged as dddddddddddd (squash): acme/shop#7.');
    assert.equal(last?.by, 'hook');
  });

  it('that are closed let their issue fail until they are opened again', async () => {
    const issue = await collect('f');
    const { id } = await record(issue, (await start(issue)).run);
    const closed = await see(id, { state: 'closed', updatedAt: later(5) });
    assert.deepEqual(closed.issues[0]?.outcome, {
      ...{ kind: 'closed', at: later(5), reason: 'Closed without being merged: acme/shop#7.' },
    });
    assert.equal(await status(issue), 'FAILED');
    const opened = await see(id, { updatedAt: later(7) });
    assert.equal(opened.issues[0]?.outcome, undefined);
    assert.equal(await status(issue), 'PENDING_REVIEW');
    await see(id, { state: 'closed', updatedAt: later(8) });
    await see(id, { state: 'merged', merge, updatedAt: later(9) });
    assert.equal(await status(issue), 'MERGED');
  });

  it('that are closed say why, whenever a person tells that', async () => {
    for (const isToldAtOnce of [true, false]) {
      const issue = await collect(`bug ${isToldAtOnce}`);
      const number = isToldAtOnce ? 1 : 2;
      const { id } = await record(issue, (await start(issue)).run, samplePullRequest({ number }));
      const seen = samplePullRequest({ number, state: 'closed', updatedAt: later(5) });
      const tell = (body: object) =>
        client.ask('PUT', `/pull-requests/${id}/seen`, { by: 'ada', seen, ...body });
      if (!isToldAtOnce) await tell({});
      for (const body of [{ reason: 'It only hides it.' }, {}]) await tell(body);
      const told = followedPullRequestSchema.parse((await tell({ reason: 'It only hides it.' })).body);
      const reason = `Closed without being merged: acme/shop#${number}. It only hides it.`;
      assert.equal(told.issues[0]?.outcome?.reason, reason);
      assert.equal((await history(issue, 'pull-request')).filter(entry => entry.reason === reason).length, 1);
      assert.equal(await status(issue), 'FAILED');
    }
  });

  it('leave an issue alone that went another way meanwhile', async () => {
    const issue = await collect('f');
    const { id } = await record(issue, (await start(issue)).run);
    await change(issue, 'FAILED');
    await see(id, { state: 'closed', updatedAt: later(5) });
    await see(id, { state: 'open', updatedAt: later(6) });
    assert.equal(await status(issue), 'FAILED');
    await change(issue, 'DEPLOYED');
    await see(id, { state: 'merged', merge, updatedAt: later(7) });
    assert.equal(await status(issue), 'DEPLOYED');
    assert.match((await history(issue, 'pull-request')).at(-1)?.reason ?? '', /stays DEPLOYED/);
  });

  it('let a run be taken up again that ended between them and its end', async () => {
    const issue = await collect('f');
    const first = await start(issue);
    await record(issue, first.run);
    refused(await client.ask('POST', `/issues/${issue}/runs`, { holder: 'next' }), 409, 'lease-held');
    await end(first.run, 'released');
    const second = await start(issue, 'next');
    assert.deepEqual([second.resumed, second.run.id], [true, first.run.id]);
    assert.equal((await end(second.run, 'published')).status, 200);
    assert.equal(await status(issue), 'PENDING_REVIEW');
    refused(await client.ask('POST', `/issues/${issue}/runs`, { holder: 'x' }), 409, 'transition-refused');
  });

  it('do not fail with their run, once they are there', async () => {
    const issue = await collect('f');
    const { run } = await start(issue);
    await record(issue, run);
    assert.equal((await end(run, 'failed')).status, 200);
    assert.equal(await status(issue), 'PENDING_REVIEW');
  });

  it('are what the branch of a run has become', async () => {
    const issue = await collect('f');
    const { run } = await start(issue);
    const { number: _, ...branch } = samplePullRequest({
      forge: 'git',
      host: '',
      repository: '/srv/shop.git',
    });
    const pushed = await record(issue, run, branch);
    assert.equal(pushed.number, undefined);
    const opened = await record(issue, run, samplePullRequest({ updatedAt: '2025-01-01T00:00:00Z' }));
    assert.deepEqual([opened.id, opened.number, opened.forge], [pushed.id, 7, 'github']);
    assert.equal((await record(issue, run, branch)).number, 7);
    assert.deepEqual(await list(''), [7]);
    // The branch is taken again when what it stood for is over.
    const other = await collect('g');
    const again = { ...branch, branch: 'errata/again' };
    const first = await start(other);
    const one = await record(other, first.run, again);
    await end(first.run, 'published');
    await client.ask('PUT', `/pull-requests/${one.id}/seen`, {
      by: 'agent',
      seen: { ...again, state: 'closed', updatedAt: later(1) },
    });
    const two = await record(other, (await start(other)).run, again);
    assert.notEqual(two.id, one.id);
    assert.equal(await status(other), 'PENDING_REVIEW');
  });

  it('follow an issue into the one that it has become part of, and back', async () => {
    const [target, part] = [await collect('f'), await collect('g')];
    const { run } = await start(part);
    const { id } = await record(part, run, samplePullRequest(), [target]);
    await end(run, 'published');
    await see(id, { state: 'merged', merge, updatedAt: later(1) });
    const { fingerprint } = await issueOf(part);
    await client.ask('POST', `/issues/${target}/merge`, { issues: [part], by: 'p' });
    const merged = await see(id, { state: 'merged', merge, updatedAt: later(2) });
    assert.deepEqual(
      merged.issues.map(({ issue }) => issue),
      [target],
    );
    assert.deepEqual(await list(`issue=${target}`), [7]);
    // Whoever still names the part means the whole.
    assert.equal((await record(part, run, samplePullRequest())).id, id);
    await client.ask('POST', `/issues/${target}/split`, { fingerprints: [fingerprint], by: 'p' });
    assert.deepEqual(
      (await see(id, {})).issues.map(({ issue }) => issue),
      [part, target],
    );
  });

  it('are listed by project, issue and whether they may still change', async () => {
    await client.ask('POST', '/projects', { slug: 'shop' });
    const [here, there] = [await collect('f'), await collect('f', 'shop')];
    const fresh = { updatedAt: new Date().toISOString() };
    const one = await record(here, (await start(here)).run, samplePullRequest({ number: 1, ...fresh }));
    await record(there, (await start(there)).run, samplePullRequest({ number: 2, ...fresh }));
    assert.deepEqual(await list('project=shop'), [2]);
    assert.deepEqual(await list(`issue=${here}&state=open`), [1]);
    const closing = {
      number: 1,
      state: 'closed',
      updatedAt: new Date(Date.now() + 2000).toISOString(),
    } as const;
    await see(one.id, closing);
    assert.deepEqual(await list('state=open'), [2, 1]);
    const longAgo = await collect('g');
    const old = samplePullRequest({ number: 3, state: 'closed' });
    await record(longAgo, (await start(longAgo)).run, old);
    assert.equal(await status(longAgo), 'FAILED');
    assert.deepEqual(await list('state=open&limit=2'), [2, 1]);
    assert.deepEqual(await list('state=all'), [3, 2, 1]);
  });

  it('tell whoever streams, also those who look at some statuses only', async () => {
    await client.ask('POST', '/projects', { slug: 'shop' });
    const issue = await collect('f');
    const streams = [
      client.stream(0, '&project=default&status=DEPLOYED'),
      client.stream(0, '&project=shop'),
    ] as const;
    const { id } = await record(issue, (await start(issue)).run);
    await see(id, { title: 'Another', updatedAt: later(1) });
    await see(id, { title: 'Another', updatedAt: later(1) });
    await client.ask('POST', `/pull-requests/${id}/rounds`, { kind: 'comment', key: 'c1', text: 'please' });
    await streams[0].until(({ type }) => type === 'round');
    const other = await collect('x', 'shop');
    await streams[1].until(message => message.type === 'issue' && message.issue.id === other);
    const told = streams[0].messages.filter(({ type }) => type === 'pull-request');
    assert.deepEqual(
      told.map(message => message.type === 'pull-request' && message.pullRequest.title),
      ['Guard against an empty cart', 'Another'],
    );
    assert.ok(!streams[1].messages.some(({ type }) => type === 'pull-request' || type === 'round'));
    for (const stream of streams) await stream.close();
  });

  it('are refused where they make no sense', async () => {
    const [issue, other] = [await collect('f'), await collect('g')];
    const { run } = await start(issue);
    const told = { run: run.id, by: 'agent', commit, seen: samplePullRequest() };
    const post = (path: string, body: unknown) => client.ask('POST', path, body);
    refused(await post(`/issues/${other}/pull-requests`, told), 409, 'pull-request-refused');
    refused(await post('/issues/NO-1/pull-requests', told), 404, 'unknown-issue');
    refused(await post(`/issues/${issue}/pull-requests`, { ...told, run: 'no' }), 404, 'unknown-run');
    const hostile = { ...told, seen: { ...told.seen, url: 'javascript:alert(1)' } };
    refused(await post(`/issues/${issue}/pull-requests`, hostile), 400, 'bad-request');
    const { id } = await record(issue, run);
    const strange = { by: 'x', seen: samplePullRequest({ number: 8 }) };
    refused(await client.ask('PUT', `/pull-requests/${id}/seen`, strange), 409, 'other-pull-request');
    for (const [method, path, body] of [
      ['GET', '/pull-requests/no'],
      ['PUT', '/pull-requests/no/seen', strange],
      ['POST', '/pull-requests/no/commits', { commit }],
      ['POST', '/pull-requests/no/rounds', { kind: 'comment', key: 'k', text: '' }],
    ] as const) {
      refused(await client.ask(method, path, body), 404, 'unknown-pull-request');
    }
  });

  it('and all about them are out of reach of tokens of other projects', async () => {
    await client.ask('POST', '/projects', { slug: 'shop' });
    const [issue, theirs] = [await collect('f'), await collect('f', 'shop')];
    const { run } = await start(issue);
    const { id } = await record(issue, run);
    const asked = await client.ask('POST', `/pull-requests/${id}/rounds`, {
      kind: 'comment',
      key: 'k',
      text: '',
    });
    const round = z.object({ id: z.string() }).parse(asked.body).id;
    const wanted = { name: 'robot', scopes: ['admin'], project: 'shop' };
    const { secret } = createdTokenSchema.parse((await client.ask('POST', '/tokens', wanted)).body);
    const robot = new CenterClient({ ...client.ready, token: secret });
    const effect = { key: 'k', kind: 'branch', issue };
    for (const [method, path, body] of [
      ['GET', '/pull-requests?project=default'],
      ['GET', `/pull-requests?issue=${issue}`],
      ['GET', `/pull-requests/${id}`],
      ['POST', `/issues/${issue}/pull-requests`, { run: run.id, by: 'x', commit, seen: samplePullRequest() }],
      [
        'POST',
        `/issues/${theirs}/pull-requests`,
        { run: run.id, by: 'x', commit, others: [issue], seen: samplePullRequest() },
      ],
      ['PUT', `/pull-requests/${id}/seen`, { by: 'x', seen: samplePullRequest() }],
      ['POST', `/pull-requests/${id}/commits`, { commit }],
      ['POST', `/pull-requests/${id}/rounds`, { kind: 'comment', key: 'k', text: '' }],
      ['GET', '/rounds?project=default'],
      ['POST', `/rounds/${round}/claim`, { holder: 'x' }],
      ['POST', `/rounds/${round}/leave`, { by: 'x', message: 'y' }],
      ['POST', `/rounds/${round}/end`, { fence: 1, state: 'done', message: '' }],
      ['PUT', '/effects', effect],
      ['POST', '/effects', { key: 'k', issue, result: 1 }],
    ] as const) {
      refused(await robot.ask(method, path, body), 403, 'other-project');
    }
    // Nor does a run of another project serve an issue of one's own.
    const borrowed = { run: run.id, by: 'x', commit, seen: samplePullRequest() };
    refused(
      await robot.ask('POST', `/issues/${theirs}/pull-requests`, borrowed),
      409,
      'pull-request-refused',
    );
    assert.deepEqual((await robot.ask('GET', '/pull-requests')).body, { pullRequests: [] });
    assert.deepEqual((await robot.ask('GET', '/rounds')).body, { rounds: [] });
  });
});
