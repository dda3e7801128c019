import assert from 'node:assert/strict';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { eventPageSchema, issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import { type Answer, type CenterClient, startTestCenter } from '../testing/center-client.ts';

const event = JSON.stringify({ exception: [{ type: 'TypeError', value: 'no' }], platform: 'node' });

function envelope(payload = event, id = 'a'.repeat(32)): string {
  return `{"event_id":"${id}"}\n{"type":"session"}\n{}\n{"type":"event","length":${payload.length}}\n${payload}\n`;
}

function auth(key: string): Record<string, string> {
  return { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=x/1, sentry_key=${key}` };
}

function refused(answer: Answer, status: number, reason: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(problemSchema.parse(answer.body).reason, reason);
}

describe('the doors for Sentry SDKs', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  before(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  after(() => test[Symbol.asyncDispose]());

  const count = async () => {
    const { issues } = await client.get(issuePageSchema, '/issues');
    return issues.reduce((sum, issue) => sum + issue.count, 0);
  };

  it('take an envelope and answer with the id of what is then stored', async () => {
    const id = 'b'.repeat(32);
    const { status, body } = await client.send('1/envelope/', envelope(event, id), auth(client.key));
    assert.equal(status, 200);
    assert.deepEqual(body, { id });
    const { issues } = await client.get(issuePageSchema, '/issues');
    const detail = await client.get(issueDetailSchema, `/issues/${issues[0]?.id}`);
    assert.equal(detail.event.id, id);
    assert.equal(detail.issue.title, 'TypeError: no');
  });

  it('take the key from the header, the query and the DSN, with and without the last slash', async () => {
    const dsn = envelope().replace('{', `{"dsn":"${client.ready.dsn}",`);
    for (const answer of [
      await client.send('1/store', event, auth(client.key)),
      await client.send('1/store/', event, { authorization: auth(client.key)['x-sentry-auth'] ?? '' }),
      await client.send(`1/envelope?sentry_key=${client.key}&sentry_version=7`, envelope()),
      await client.send('1/envelope/', dsn),
    ]) {
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    }
  });

  it('take any content type and the usual encodings', async () => {
    const before = await count();
    for (const type of [
      'application/x-sentry-envelope',
      'text/plain;charset=UTF-8',
      'garbage',
      'application/json',
    ]) {
      const answer = await client.send('1/store/', event, { ...auth(client.key), 'content-type': type });
      assert.equal(answer.status, 200, type);
    }
    const encoded = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
    for (const [name, compress] of [...Object.entries(encoded), ['deflate', deflateRawSync] as const]) {
      const headers = { ...auth(client.key), 'content-encoding': name };
      const answer = await client.send('1/store/', Uint8Array.from(compress(event)), headers);
      assert.equal(answer.status, 200, name);
    }
    assert.equal(await count(), before + 8);
  });

  it('store an event that comes twice once', async () => {
    const before = await count();
    for (const _ of [1, 2]) {
      const { body } = await client.send('1/envelope/', envelope(event, 'c'.repeat(32)), auth(client.key));
      assert.deepEqual(body, { id: 'c'.repeat(32) });
    }
    assert.equal(await count(), before + 1);
  });

  it('accept what is no event and pass it over', async () => {
    const before = await count();
    const sent = '{"event_id":"1"}\n{"type":"transaction"}\n{"spans":[]}\n{"type":"future-thing"}\n?\n';
    assert.equal((await client.send('1/envelope/', sent, auth(client.key))).status, 200);
    assert.equal((await client.send('1/envelope/', '{}', auth(client.key))).status, 200);
    assert.equal(await count(), before);
  });

  it('refuse a wrong key, garbage and too much, say what is wrong, and store nothing', async () => {
    const before = await count();
    const key = auth(client.key);
    refused(await client.send('1/envelope/', envelope()), 401, 'missing-key');
    refused(await client.send('1/envelope/', envelope(), auth('wrong')), 403, 'wrong-key');
    refused(await client.send('2/envelope/', envelope(), key), 404, 'unknown-project');
    refused(await client.send('x/envelope/', envelope(), key), 404, 'unknown-project');
    refused(await client.send('1/envelope/', '', key), 400, 'empty');
    refused(await client.send('1/envelope/', 'garbage', key), 400, 'bad-envelope');
    refused(await client.send('1/envelope/', envelope().slice(0, -10), key), 400, 'truncated');
    refused(await client.send('1/envelope/', '{}\n{"type":"event"}\n{"a', key), 400, 'not-an-event');
    refused(await client.send('1/envelope/', '{}\n{"type":"event"}\n{}', key), 400, 'not-an-event');
    refused(await client.send('1/store/', '', key), 400, 'empty');
    refused(await client.send('1/store/', event.slice(0, -1), key), 400, 'not-an-event');
    const cut = Uint8Array.from(gzipSync(event).subarray(0, -12));
    refused(await client.send('1/store/', cut, { ...key, 'content-encoding': 'gzip' }), 400, 'bad-encoding');
    refused(
      await client.send('1/store/', event, { ...key, 'content-encoding': 'rot13' }),
      400,
      'bad-encoding',
    );
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    refused(await client.send('1/store/', bomb, { ...key, 'content-encoding': 'gzip' }), 413, 'too-large');
    refused(await client.send('1/store/', 'x'.repeat(9 * 1024 * 1024), key), 413, 'too-large');
    assert.equal(await count(), before);
  });

  it("let a browser's SDK send from anywhere", async () => {
    const url = `${client.ready.url}/api/1/envelope/`;
    const asked = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get('access-control-allow-origin'), '*');
    assert.match(asked.headers.get('access-control-allow-headers') ?? '', /x-sentry-auth/);
  });

  it('put an event into the project of its DSN', async () => {
    const { status, body } = await client.ask('POST', '/projects', { slug: 'shop' });
    assert.equal(status, 201);
    const project = body as { id: number; dsn: string };
    const answer = await client.send(`${project.id}/store/`, event, auth(new URL(project.dsn).username));
    assert.equal(answer.status, 200);
    refused(await client.send(`${project.id}/store/`, event, auth(client.key)), 403, 'wrong-key');
    const { issues } = await client.get(issuePageSchema, '/issues?project=shop');
    assert.deepEqual(
      issues.map(({ id }) => id),
      ['SHOP-1'],
    );
    assert.equal((await client.get(eventPageSchema, '/issues/SHOP-1/events')).events.length, 1);
    refused(await client.ask('POST', '/projects', { slug: 'shop' }), 409, 'project-exists');
  });
});
