import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { acceptedEventSchema } from '@errata/protocol/log-center-api';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import { type CenterClient, startTestCenter } from '../../testing/center-client.ts';
import { askSentry, at, each } from '../../testing/sentry-client.ts';

describe("what Sentry's web API tells of events", () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const ask = (path: string) => askSentry(client, path);
  const collect = async (changes: Partial<Event>) =>
    acceptedEventSchema.parse((await client.ask('POST', '/events', sampleEvent('a', changes))).body);

  it('is their entries', async () => {
    const frame = sampleFrame({
      line: 12,
      preContext: ['a', 'b'],
      postContext: ['c'],
      variables: { x: null },
    });
    await collect({
      exceptions: [{ type: 'TypeError', value: 'x is null', handled: false, frames: [frame] }],
      message: 'while adding up',
      tags: { tenant: 'acme' },
      contexts: { runtime: { name: 'node' }, odd: 'text' },
      breadcrumbs: [{ message: 'opened', category: 'cart' }],
      request: { method: 'POST', url: 'http://shop.example/cart', query: 'a=1&a=2' },
      user: { id: 7, plan: 'free' },
      sdk: 'sentry.javascript.node/10.0.0',
    });
    const { body } = await ask('issues/1/events/latest/');
    const entries = at(body, 'entries');
    assert.deepEqual(each(entries, 'type'), ['exception', 'message', 'breadcrumbs', 'request']);
    const exception = at(entries, '0.data.values.0');
    assert.equal(at(exception, 'mechanism.handled'), false);
    assert.equal(at(exception, 'stacktrace.hasSystemFrames'), false);
    assert.equal(at(exception, 'rawStacktrace'), null);
    const shown = at(exception, 'stacktrace.frames.0');
    assert.deepEqual(at(shown, 'context'), [
      [10, 'a'],
      [11, 'b'],
      [12, 'x.y'],
      [13, 'c'],
    ]);
    assert.deepEqual(
      ['lineNo', 'colNo', 'inApp', 'vars'].map(name => at(shown, name)),
      [12, null, true, { x: null }],
    );
    assert.equal(at(entries, '1.data.formatted'), 'while adding up');
    assert.equal(at(entries, '2.data.values.0.message'), 'opened');
    assert.deepEqual(at(entries, '3.data.query'), [
      ['a', '1'],
      ['a', '2'],
    ]);
    assert.deepEqual(at(body, 'contexts'), { runtime: { type: 'runtime', name: 'node' } });
    assert.deepEqual(at(body, 'sdk'), { name: 'sentry.javascript.node', version: '10.0.0' });
    assert.deepEqual([at(body, 'user.id'), at(body, 'user.data.plan')], ['7', 'free']);
    assert.ok(each(at(body, 'tags'), 'key').includes('tenant'));
  });

  it('is where they stand, whichever way one is asked for', async () => {
    const { event: first } = await collect({});
    const { event: second } = await collect({});
    const { body: latest } = await ask('issues/1/events/latest/');
    assert.deepEqual(
      ['eventID', 'previousEventID', 'nextEventID'].map(name => at(latest, name)),
      [second, first, null],
    );
    const dashed = first.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-').toUpperCase();
    for (const path of [
      'organizations/errata/issues/DEFAULT-1/events/oldest/',
      `issues/1/events/${first}/`,
      `projects/errata/default/events/${dashed}/`,
    ]) {
      const { body } = await ask(path);
      assert.deepEqual(
        ['id', 'nextEventID', 'previousEventID', 'groupID'].map(name => at(body, name)),
        [first, second, null, '1'],
        path,
      );
    }
    assert.equal(at((await ask(`organizations/errata/eventids/${dashed}/`)).body, 'groupId'), '1');
    const { body, link } = await ask('issues/1/events/?per_page=1');
    assert.deepEqual(each(body, 'eventID'), [second]);
    assert.match(link, /rel="next"; results="true"/);
    assert.deepEqual(each((await ask('projects/errata/default/events/')).body, 'id'), [second, first]);
  });

  it('is how often a tag has which value, and a release', async () => {
    await collect({ tags: { tenant: 'acme' }, release: 'shop@1' });
    await collect({ tags: { tenant: 'acme' }, release: 'shop@2' });
    await collect({ tags: { tenant: 'globex' }, release: 'shop@2' });
    const { body: tag } = await ask('issues/1/tags/tenant/');
    assert.deepEqual([at(tag, 'totalValues'), at(tag, 'uniqueValues')], [3, 2]);
    assert.deepEqual(each(at(tag, 'topValues'), 'value'), ['acme', 'globex']);
    assert.deepEqual(each(at(tag, 'topValues'), 'count'), [2, 1]);
    assert.ok(each((await ask('issues/1/tags/')).body, 'key').includes('release'));
    const { body: release } = await ask('projects/errata/default/releases/shop@1/');
    assert.deepEqual(
      ['version', 'shortVersion', 'newGroups'].map(name => at(release, name)),
      ['shop@1', '1', 1],
    );
    const { body: others } = await ask('organizations/errata/releases/?query=%402');
    assert.deepEqual([each(others, 'version'), each(others, 'newGroups')], [['shop@2'], [0]]);
  });

  it('is the files that came along and what users wrote', async () => {
    const { event } = await collect({});
    const items = [
      JSON.stringify({ event_id: event }),
      JSON.stringify({ type: 'attachment', filename: 'cart.html', content_type: 'text/html', length: 3 }),
      '<b>',
      JSON.stringify({ type: 'user_report' }),
      JSON.stringify({ event_id: event, name: 'Ada', email: 'ada@example.org', comments: 'It broke' }),
    ];
    const auth = { 'x-sentry-auth': `Sentry sentry_key=${client.key}` };
    const sent = await client.send('1/envelope/', items.join('\n'), auth);
    assert.equal(sent.status, 200, JSON.stringify(sent.body));
    const { body: reports } = await ask('issues/1/user-reports/');
    assert.deepEqual(
      ['comments', 'name', 'eventID'].map(name => each(reports, name)),
      [['It broke'], ['Ada'], [event]],
    );
    const path = `projects/errata/default/events/${event}/attachments/`;
    const { body: files } = await ask(path);
    assert.deepEqual(
      ['name', 'size', 'mimetype'].map(name => at(files, `0.${name}`)),
      ['cart.html', 3, 'text/html'],
    );
    const file = `${path}${at(files, '0.id')}/`;
    const response = await fetch(`${client.ready.url}/api/0/${file}?download=1`, {
      headers: { authorization: `Bearer ${client.ready.token}` },
    });
    assert.equal(await response.text(), '<b>');
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.equal(at((await ask(file)).body, 'name'), 'cart.html');
    assert.equal((await ask(`${path}77/`)).status, 404);
  });
});
