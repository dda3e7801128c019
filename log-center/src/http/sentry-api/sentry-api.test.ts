import assert from 'node:assert/strict';
import { createdTokenSchema, type Scope } from '@errata/protocol/access';
import type { Event } from '@errata/protocol/event';
import { newEventId } from '@errata/protocol/event-id';
import { acceptedEventSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { type CenterClient, startTestCenter } from '../../testing/center-client.ts';
import { askSentry, at, each, type SentryRequest } from '../../testing/sentry-client.ts';

describe("Sentry's web API", () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const ask = (path: string, request?: SentryRequest) => askSentry(client, path, request);

  const collect = async (bug: string, changes: Partial<Event> = {}, project = 'default') => {
    const event = sampleEvent(bug, { timestamp: new Date().toISOString(), ...changes });
    const answer = await client.ask('POST', `/events?project=${project}`, event);
    return acceptedEventSchema.parse(answer.body);
  };

  const tokenFor = async (scopes: Scope[], project?: string) => {
    const answer = await client.ask('POST', '/tokens', { name: 'helper', scopes, project });
    return createdTokenSchema.parse(answer.body).secret;
  };

  const found = async (query: string) => {
    const { status, body } = await ask(`organizations/errata/issues/?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return each(body, 'shortId').sort();
  };

  it('refuses in the form that Sentry has', async () => {
    await collect('total');
    await client.ask('POST', '/projects', { slug: 'other' });
    const sender = await tokenFor(['ingest']);
    const reader = await tokenFor(['read']);
    const stranger = await tokenFor(['read', 'write'], 'other');
    const issue = 'organizations/errata/issues/DEFAULT-1/';
    const refusals: [number, string, string, SentryRequest?][] = [
      [401, 'missing-token', issue, { token: '' }],
      [401, 'wrong-token', issue, { token: 'x' }],
      [401, 'missing-token', 'nowhere', { token: '' }],
      [403, 'scope-missing', issue, { token: sender }],
      [403, 'scope-missing', issue, { token: reader, method: 'PUT', body: { status: 'resolved' } }],
      [403, 'other-project', issue, { token: stranger }],
      [403, 'other-project', issue, { token: stranger, method: 'PUT', body: { status: 'resolved' } }],
      [403, 'other-project', 'issues/1/events/latest/', { token: stranger }],
      [403, 'other-project', 'projects/errata/default/', { token: stranger }],
      [403, 'other-project', 'projects/errata/1/keys/', { token: stranger }],
      [403, 'other-project', 'projects/errata/1/events/', { token: stranger }],
      [403, 'other-project', 'organizations/errata/issues/?project=1', { token: stranger }],
      [404, 'unknown-organization', 'organizations/nobody/issues/'],
      [404, 'unknown-project', 'projects/errata/nobody/'],
      [404, 'unknown-project', 'organizations/errata/issues/?project=77'],
      [404, 'unknown-issue', 'organizations/errata/issues/77/'],
      [404, 'unknown-issue', 'issues/NOBODY-1/tags/'],
      [404, 'unknown-event', 'issues/1/events/00000000000000000000000000000000/'],
      [404, 'unknown-tag', 'issues/1/tags/nothing/'],
      [404, 'unknown-release', 'organizations/errata/releases/nothing/'],
      [404, 'not-found', 'organizations/errata/dashboards/'],
      [404, 'not-found', 'organizations/errata/teams/', { method: 'POST', body: { name: 'x' } }],
      [400, 'bad-request', 'organizations/errata/issues/?query=browser:chrome'],
      [400, 'bad-request', 'organizations/errata/issues/?query=is:great'],
      [400, 'bad-request', 'organizations/errata/issues/?query=a&query=b'],
      [400, 'bad-request', 'organizations/errata/issues/?query=title:*a*a*a*a*a*a*a*'],
      [400, 'bad-request', 'organizations/errata/issues/?cursor=next'],
      [400, 'bad-request', 'organizations/errata/issues/?limit=0'],
      [400, 'bad-request', 'organizations/errata/issues/?sort=best'],
      [400, 'bad-request', 'organizations/errata/issues/?statsPeriod=soon'],
    ];
    for (const [status, reason, path, request] of refusals) {
      const answer = await ask(path, request);
      assert.equal(answer.status, status, `${path} ${JSON.stringify(answer.body)}`);
      assert.equal(at(answer.body, 'reason'), reason, path);
      assert.equal(typeof at(answer.body, 'detail'), 'string', path);
    }
  });

  it('shows a token that is for one project nothing of the others', async () => {
    await client.ask('POST', '/projects', { slug: 'other' });
    const { event } = await collect('total');
    await collect('total', { release: 'other@1' }, 'other');
    const token = await tokenFor(['read'], 'other');
    const rows = async (path: string, name: string) => each((await ask(path, { token })).body, name);
    assert.deepEqual(await rows('organizations/errata/projects/', 'slug'), ['other']);
    assert.deepEqual(await rows('projects/', 'slug'), ['other']);
    assert.deepEqual(await rows('organizations/errata/issues/', 'shortId'), ['OTHER-1']);
    assert.deepEqual(await rows('organizations/errata/releases/', 'version'), ['other@1']);
    assert.deepEqual(await rows(`organizations/errata/issues/?query=${event}`, 'shortId'), []);
    assert.equal((await ask(`organizations/errata/eventids/${event}/`, { token })).status, 404);
  });

  it('pages with links, each issue once', async () => {
    for (const bug of ['a', 'b', 'c', 'd', 'e']) await collect(bug);
    const seen: unknown[] = [];
    let path = 'organizations/errata/issues/?limit=2&query=&cursor=';
    for (let pages = 0; pages < 3; pages++) {
      const { body, link } = await ask(path);
      seen.push(...each(body, 'id'));
      const [, next = '', results] = /<([^>]+)>; rel="next"; results="(\w+)"/.exec(link) ?? [];
      assert.equal(results, pages < 2 ? 'true' : 'false', link);
      assert.match(link, new RegExp(`rel="previous"; results="${pages > 0}"`));
      path = next;
    }
    assert.deepEqual(seen, ['5', '4', '3', '2', '1']);
  });

  it('searches issues', async () => {
    await client.ask('POST', '/projects', { slug: 'other' });
    const { event } = await collect('a', { release: 'shop@1', environment: 'production' });
    await collect('a', { release: 'shop@2', environment: 'production' });
    await collect('b', { level: 'warning', message: '100% of x_y', exceptions: [] });
    await collect('c', { timestamp: '2020-01-02T03:04:05.000Z' });
    await collect('a', {}, 'other');
    await ask('issues/DEFAULT-3/', { method: 'PUT', body: { status: 'resolved' } });
    const all = ['DEFAULT-1', 'DEFAULT-2', 'DEFAULT-3', 'OTHER-1'];
    const unresolved = all.filter(id => id !== 'DEFAULT-3');
    const searches: [string, string[]][] = [
      ['query=', all],
      ['', unresolved],
      ['query=is:unresolved', unresolved],
      ['query=is:resolved', ['DEFAULT-3']],
      ['query=is:ignored', []],
      ['query=level:warning', ['DEFAULT-2']],
      ['query=!level:[warning,error]', []],
      ['query=release:shop@1', ['DEFAULT-1']],
      ['query=release:shop@*', ['DEFAULT-1']],
      ['environment=production', ['DEFAULT-1']],
      ['environment=production&environment=staging&query=is:resolved', []],
      ['query=TYPEerror&project=1', ['DEFAULT-1', 'DEFAULT-3']],
      ['query=error.type:TypeError&project=other', ['OTHER-1']],
      [`query=${encodeURIComponent('"0% of x_"')}`, ['DEFAULT-2']],
      [`query=${encodeURIComponent('100%x_y')}`, []],
      ['query=timesSeen:>1', ['DEFAULT-1']],
      ['query=age:-24h&statsPeriod=24h', unresolved],
      ['query=lastSeen:%2B30d', ['DEFAULT-3']],
      ['query=issue:default-2', ['DEFAULT-2']],
      [`query=${event}`, ['DEFAULT-1']],
      [`query=${newEventId()}`, []],
    ];
    for (const [query, issues] of searches) assert.deepEqual(await found(query), issues, query);
    const { body } = await ask('organizations/errata/issues/?sort=freq&limit=1');
    assert.deepEqual([each(body, 'shortId'), each(body, 'count')], [['DEFAULT-1'], ['2']]);
    assert.deepEqual(each((await ask('projects/errata/other/issues/')).body, 'shortId'), ['OTHER-1']);
  });

  it('shows an issue by number and by short id, and by those of what it has swallowed', async () => {
    await collect('a', { release: 'shop@1', user: { id: 'u1' } });
    await collect('b');
    await client.ask('POST', '/issues/DEFAULT-1/merge', { issues: ['DEFAULT-2'], by: 'me' });
    for (const name of ['1', 'DEFAULT-1', 'default-1', '2', 'DEFAULT-2']) {
      const { status, body } = await ask(`organizations/errata/issues/${name}/`);
      assert.equal(status, 200, name);
      assert.deepEqual([at(body, 'id'), at(body, 'shortId')], ['1', 'DEFAULT-1'], name);
    }
    const { body } = await ask('issues/1/');
    assert.deepEqual([at(body, 'count'), at(body, 'userCount')], ['2', 1]);
    assert.equal(at(body, 'status'), 'unresolved');
    assert.equal(at(body, 'project.slug'), 'default');
    assert.equal(at(body, 'metadata.type'), 'TypeError');
    assert.equal(at(body, 'firstRelease.version'), 'shop@1');
    assert.equal(new URL(String(at(body, 'permalink'))).pathname, '/organizations/errata/issues/1/');
    assert.deepEqual(await found(''), ['DEFAULT-1']);
    assert.equal(at((await ask('organizations/errata/shortids/DEFAULT-1/')).body, 'groupId'), '1');
  });

  it('changes the status where the lifecycle allows it, and puts that on record', async () => {
    await collect('a');
    const put = (body: unknown) => ask('organizations/errata/issues/1/', { method: 'PUT', body });
    const resolved = await put({ status: 'resolved', statusDetails: { inRelease: 'shop@2' } });
    assert.deepEqual([resolved.status, at(resolved.body, 'status')], [200, 'resolved']);
    const { body: before } = await client.ask('GET', '/issues/DEFAULT-1');
    assert.equal((await put({ status: 'resolved' })).status, 200);
    assert.deepEqual((await client.ask('GET', '/issues/DEFAULT-1')).body, before);
    const activity = at((await ask('issues/1/activities/')).body, 'activity');
    assert.deepEqual(each(activity, 'type'), ['set_resolved', 'first_seen']);
    assert.match(String(at(activity, '0.data.reason')), /^resolved in shop@2/);
    assert.equal(at((await put({ status: 'unresolved' })).body, 'status'), 'unresolved');
    await client.ask('POST', '/issues/DEFAULT-1/runs', { holder: 'me' });
    const refused = await put({ status: 'resolved' });
    assert.deepEqual([refused.status, at(refused.body, 'reason')], [409, 'transition-refused']);
    const next = { status: 'resolved', statusDetails: { inNextRelease: true } };
    for (const body of [
      { status: 'ignored' },
      { status: 'resolvedInNextRelease' },
      { assignedTo: 'me' },
      next,
    ]) {
      assert.equal((await put(body)).status, 400, JSON.stringify(body));
    }
    assert.equal(at((await put({})).body, 'status'), 'unresolved');
  });

  it('changes several issues at once, those that are named', async () => {
    for (const bug of ['a', 'b', 'c']) await collect(bug);
    const put = (path: string) => ask(path, { method: 'PUT', body: { status: 'resolved' } });
    assert.equal((await put('organizations/errata/issues/')).status, 400);
    assert.deepEqual(await found(''), ['DEFAULT-1', 'DEFAULT-2', 'DEFAULT-3']);
    assert.equal((await put('projects/errata/default/issues/?id=1&id=3')).status, 200);
    assert.deepEqual(await found('query=is:resolved'), ['DEFAULT-1', 'DEFAULT-3']);
  });

  it('counts an issue as resolved while its fix is merged, and then as deployed', async () => {
    await collect('a');
    for (const [version, to] of ['FIXING', 'PENDING_REVIEW', 'MERGED'].entries()) {
      const changed = await client.ask('POST', '/issues/DEFAULT-1/status', { to, version, by: 'me' });
      assert.equal(changed.status, 200, JSON.stringify(changed.body));
    }
    const { body: merged } = await ask('issues/1/');
    assert.deepEqual(
      [at(merged, 'status'), at(merged, 'statusDetails')],
      ['resolved', { inNextRelease: true }],
    );
    const { body } = await ask('issues/1/', { method: 'PUT', body: { status: 'resolved' } });
    assert.deepEqual(
      ['status', 'statusDetails', 'errataStatus'].map(name => at(body, name)),
      ['resolved', {}, 'DEPLOYED'],
    );
  });
});
