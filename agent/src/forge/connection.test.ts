import assert from 'node:assert/strict';
import { z } from 'zod';
import { ForgeConnection } from './connection.ts';
import { ForgeError, type ForgeFailure } from './forge-error.ts';
import { ScratchApi } from './scratch-api.ts';

const secret = 'glpat-s3cr3t-t0ken';

describe('a connection to a forge', () => {
  let api: ScratchApi;
  let connection: ForgeConnection;

  beforeEach(async () => {
    api = await ScratchApi.start();
    connection = new ForgeConnection(`${api.url}/api`, { authorization: `token ${secret}` });
  });
  afterEach(() => api[Symbol.asyncDispose]());

  const failure = (reason: ForgeFailure) => (error: unknown) => {
    assert.ok(ForgeError.is(error, reason), String(error));
    assert.ok(!`${error.message}${error.stack}`.includes(secret));
    return true;
  };

  it('sends the token, the query and the body, and reads what it asked for', async () => {
    api.on('POST /api/x', { body: { n: 1, more: 2 } });
    const answer = await connection.read('x', z.object({ n: z.int() }), {
      method: 'POST',
      query: { 'a b': 'ü&' },
      body: { c: 'd' },
    });
    assert.deepEqual(answer, { n: 1 });
    const [asked] = api.asked;
    assert.deepEqual(asked?.query, { 'a b': 'ü&' });
    assert.deepEqual(asked?.body, { c: 'd' });
    assert.equal(asked?.headers.authorization, `token ${secret}`);
  });

  it('says what went wrong, and never with which token', async () => {
    const cases: readonly [number, ForgeFailure][] = [
      [400, 'invalid'],
      [401, 'token-refused'],
      [403, 'forbidden'],
      [404, 'not-found'],
      [409, 'conflict'],
      [422, 'invalid'],
      [429, 'rate-limited'],
      [503, 'forge-failed'],
    ];
    for (const [status, reason] of cases) {
      api.on('POST /api/x', { status, body: { message: [`no ${secret}`, { base: ['why not'] }] } });
      await assert.rejects(connection.ask('x', { method: 'POST' }), failure(reason));
    }
    api.on('POST /api/x', { status: 422, body: { message: { title: ['is too long'], base: ['exists'] } } });
    await assert.rejects(connection.ask('x', { method: 'POST' }), /title is too long, exists/);
  });

  it('asks again what only reads, and nothing that writes', async () => {
    api.on('GET /api/x', { status: 502, body: 'bad gateway' }, { isBroken: true }, { body: [] });
    await connection.ask('x');
    assert.equal(api.of('GET /api/x').length, 3);
    for (const told of [
      { status: 502 },
      { isBroken: true },
      { status: 429, headers: { 'retry-after': '0' } },
    ]) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        api.asked.splice(0);
        api.on(`${method} /api/x`, told);
        await assert.rejects(connection.ask('x', { method }), ForgeError);
        assert.equal(api.asked.length, 1, method);
      }
    }
  });

  it('waits for its turn where that is soon, and else says when it is', async () => {
    api.on('GET /api/x', { status: 429, headers: { 'retry-after': '0' } }, { body: {} });
    await connection.ask('x');
    const reset = String(Math.floor(Date.now() / 1000) + 3600);
    for (const headers of [
      { 'retry-after': '3600' },
      { 'ratelimit-reset': reset, 'ratelimit-remaining': '0' },
      { 'x-ratelimit-reset': reset, 'x-ratelimit-remaining': '0' },
    ]) {
      api.on('GET /api/x', { status: 'retry-after' in headers ? 429 : 403, headers });
      await assert.rejects(connection.ask('x'), (error: unknown) => {
        assert.ok(failure('rate-limited')(error) && error instanceof ForgeError);
        const left = (error.retryAt?.getTime() ?? 0) - Date.now();
        return left > 3500_000 && left <= 3600_000;
      });
    }
  });

  it('follows a repository that moved, and gives the token to no other host', async () => {
    await using other = await ScratchApi.start();
    other.on('GET /steal', { body: {} });
    api.on('GET /api/old', { status: 301, headers: { location: '/api/new' } });
    api.on('GET /api/new', { body: { is: 'new' } });
    assert.deepEqual(await connection.read('old', z.unknown()), { is: 'new' });
    for (const status of [301, 302, 307, 308]) {
      api.on('GET /api/old', { status, headers: { location: `${other.url}/steal` } });
      await assert.rejects(connection.ask('old'), failure('bad-answer'));
    }
    assert.deepEqual(other.asked, []);
    api.on('GET /api/old', { status: 302, headers: { location: '/api/old' } });
    await assert.rejects(connection.ask('old'), failure('bad-answer'));
  });

  it('takes no token that is none, and says it nowhere', () => {
    for (const token of [`${secret}\nx-a: b`, `${secret}\0`, `${secret}é`, '']) {
      assert.throws(
        () => new ForgeConnection(api.url, { authorization: `token ${token}` }),
        failure('token-refused'),
      );
    }
  });

  it('asks for what it has only whether that has changed', async () => {
    const tagged = { headers: { etag: '"1"' }, body: { n: 1 } };
    api.on('GET /api/x', tagged, { status: 304 }, { ...tagged, headers: { etag: '"2"' }, body: { n: 2 } });
    const n = async () => (await connection.read('x', z.object({ n: z.int() }))).n;
    assert.deepEqual([await n(), await n(), await n()], [1, 1, 2]);
    assert.deepEqual(
      api.of('GET /api/x').map(({ headers }) => headers['if-none-match']),
      [undefined, '"1"', '"1"'],
    );
    const long = { headers: { etag: '"3"' }, body: 'x'.repeat(200_000) };
    for (let at = 0; at < 30; at++) {
      api.on(`GET /api/long/${at}`, long);
      await connection.ask(`long/${at}`);
    }
    await n();
    assert.equal(api.of('GET /api/x')[3]?.headers['if-none-match'], undefined);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    api.on('GET /api/x', () => {
      setImmediate(() => controller.abort());
      return { isSilent: true };
    });
    await assert.rejects(connection.ask('x', { signal: controller.signal }), failure('cancelled'));
    await assert.rejects(connection.ask('x', { signal: AbortSignal.abort() }), failure('cancelled'));
  });

  it('says so where nobody is, or somebody else', async () => {
    const nobody = new ForgeConnection('http://127.0.0.1:1/api', {});
    await assert.rejects(nobody.ask('x', { method: 'POST' }), failure('unreachable'));
    api.on('GET /api/x', { body: '<html>', headers: { 'content-type': 'text/html' } });
    await assert.rejects(connection.read('x', z.object({})), failure('bad-answer'));
    api.on('GET /api/x', { body: { n: 'one' } });
    await assert.rejects(connection.read('x', z.object({ n: z.int() })), /\(n\)/);
    assert.equal(await connection.seek('y', z.object({})), undefined);
  });

  it('reads no answer without end, but the end of a long log', async () => {
    const long = `${'x'.repeat(1 << 20)}\n`.repeat(20);
    api.on('GET /api/x', { body: `${long}the end` });
    await assert.rejects(connection.ask('x'), failure('bad-answer'));
    const { text } = await connection.ask('x', { endOnly: 100 });
    assert.equal(text.length, 100);
    assert.match(text, /\nthe end$/);
  });
});
