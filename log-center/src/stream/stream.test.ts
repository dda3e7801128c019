import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StreamMessage, streamQuerySchema } from '@errata/protocol/stream';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { WebSocket, WebSocketServer } from 'ws';
import { announceIssue, pruneOutbox } from '../store/outbox.ts';
import { startTestCenter } from '../testing/center-client.ts';
import { eventually, temporaryStore } from '../testing/temporary.ts';
import { Stream, type StreamOptions } from './stream.ts';
import { tooSlow } from './subscriber.ts';

const sequences = (messages: readonly StreamMessage[]) =>
  messages.flatMap(message => (message.type === 'issue' || message.type === 'run' ? [message.sequence] : []));

describe('the stream', () => {
  it('tells every change in order, to those who were there and to those who come back', async () => {
    await using test = await startTestCenter();
    const live = test.client.stream();
    await live.until(({ type }) => type === 'hello');
    for (let number = 0; number < 5; number++) await test.client.ask('POST', '/events', sampleEvent());
    await test.client.ask('POST', '/issues/DEFAULT-1/runs', { holder: 'h' });
    await live.until(({ type }) => type === 'run');
    assert.deepEqual(sequences(live.messages), [1, 2, 3, 4, 5, 6, 7]);
    const last = live.messages.findLast(message => message.type === 'issue');
    assert.equal(last?.type === 'issue' && last.issue.status, 'FIXING');
    await live.close();

    await test.client.ask('POST', '/events', sampleEvent());
    const back = test.client.stream(5);
    await back.until(message => message.type === 'issue' && message.sequence === 8);
    assert.deepEqual(back.messages[0], { type: 'hello', head: 8 });
    assert.deepEqual(sequences(back.messages), [6, 7, 8]);
    await back.close();
  });

  it('does not let in who has no token or asks for nonsense', async () => {
    await using test = await startTestCenter();
    const url = `${test.client.ready.url.replace('http', 'ws')}/api/v1/stream`;
    const [, response] = await once(new WebSocket(url), 'unexpected-response');
    assert.equal(response.statusCode, 401);
    const headers = { authorization: `Bearer ${test.client.ready.token}` };
    const [, refused] = await once(new WebSocket(`${url}?after=x`, { headers }), 'unexpected-response');
    assert.equal(refused.statusCode, 400);
    assert.equal((await test.client.ask('GET', '/stream')).status, 426);
  });

  it('says when it cannot give all that was missed', async () => {
    await using test = await bench();
    await test.announce(50);
    await test.store.write(transaction => pruneOutbox(transaction, 10));
    const late = await test.connect(3);
    await eventually(() => (late.at(-1)?.type === 'issue' && sequences(late).at(-1) === 50) || undefined);
    assert.deepEqual(late.slice(0, 2), [
      { type: 'hello', head: 50 },
      { type: 'gap', sequence: 40 },
    ]);
    assert.equal(sequences(late).length, 10);
    const foreign = await test.connect(1000);
    await eventually(() => foreign.length === 2 || undefined);
    assert.deepEqual(foreign[1], { type: 'gap', sequence: 50 });
    await test.announce(1);
    await eventually(() => sequences(foreign).at(-1) === 51 || undefined);
  });

  it('tells a client what passes its filter, and from where to resume', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'shop' });
    for (const project of ['shop', 'default'])
      for (const bug of ['f', 'g']) await client.ask('POST', `/events?project=${project}`, sampleEvent(bug));
    await client.ask('POST', '/issues/SHOP-2/status', { to: 'DEPLOYED', version: 0, by: 'p', reason: 'r' });
    await client.ask('POST', '/events?project=shop', sampleEvent('g'));
    const told = async (query: string, until: number) => {
      const stream = client.stream(0, query);
      await stream.until(message => 'sequence' in message && message.sequence === until);
      await stream.close();
      return stream.messages.flatMap(message =>
        message.type === 'issue' ? [`${message.sequence} ${message.issue.id} ${message.issue.status}`] : [],
      );
    };
    const [f, g, h, i] = ['1 SHOP-1 NEW', '2 SHOP-2 NEW', '3 DEFAULT-1 NEW', '4 DEFAULT-2 NEW'];
    const left = '5 SHOP-2 DEPLOYED';
    assert.deepEqual(await told('&project=shop', 6), [f, g, left, '6 SHOP-2 DEPLOYED']);
    assert.deepEqual(await told('&status=NEW', 5), [f, g, h, i, left]);
    assert.deepEqual(await told('&status=NEW&project=default', 4), [h, i]);
    assert.deepEqual(await told('&status=MERGED,DEPLOYED', 6), [left, '6 SHOP-2 DEPLOYED']);
  });

  it('says to a client for whom nothing comes how far it has come', async () => {
    await using test = await bench({ heartbeatMilliseconds: 20 });
    const messages = await test.connect(0, '&status=FAILED');
    await test.announce(3);
    await eventually(() => messages.find(({ type }) => type === 'at'));
    assert.deepEqual(messages, [
      { type: 'hello', head: 0 },
      { type: 'at', sequence: 3 },
    ]);
  });

  it('cuts a client that does not read, which resumes without a loss', async () => {
    // Long enough for one that does read on a busy machine.
    await using test = await bench({ patienceMilliseconds: 1500 });
    const socket = new WebSocket(test.url);
    const messages: StreamMessage[] = [];
    socket.on('message', data => messages.push(JSON.parse(String(data))));
    await once(socket, 'open');
    socket.pause();
    let code: number | undefined;
    socket.on('close', closed => {
      code = closed;
    });
    for (let round = 0; round < 40; round++) await test.announce(500);
    await eventually(() => (test.cut() ? true : undefined));
    socket.resume();
    await eventually(() => code);
    assert.equal(code, tooSlow);
    const got = sequences(messages);
    assert.ok(got.length < 20_000);
    const rest = await test.connect(got.at(-1) ?? 0);
    await eventually(() => sequences(rest).at(-1) === 20_000 || undefined);
    assert.deepEqual(
      [...got, ...sequences(rest)],
      Array.from({ length: 20_000 }, (_, index) => index + 1),
    );
  }).timeout(40_000);

  it('sends its clients away when the log center stops', async () => {
    const test = await startTestCenter();
    const client = test.client.stream();
    await client.until(({ type }) => type === 'hello');
    await test[Symbol.asyncDispose]();
    assert.equal((await eventually(() => client.closed)).code, 1001);
  });
});

/** A stream with narrow limits, without the rest of a log center. */
async function bench(changes: Partial<StreamOptions> = {}) {
  const temporary = await temporaryStore();
  const { store } = temporary;
  const failures: unknown[] = [];
  const limits = { mostBuffered: 64 * 1024, patienceMilliseconds: 200, heartbeatMilliseconds: 60_000 };
  const stream = new Stream(store, { ...limits, ...changes, failed: error => failures.push(error) });
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  let isCut = false;
  sockets.on('connection', (socket, request) => {
    const close = socket.close.bind(socket);
    socket.close = (code, reason) => {
      isCut ||= code === tooSlow;
      close(code, reason);
    };
    const query = new URL(request.url ?? '', 'http://h').searchParams;
    const { after, status } = streamQuerySchema.parse(Object.fromEntries(query));
    stream.add(socket, after, { statuses: status });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issue = {
    id: 'SHOP-1',
    project: 'shop',
    status: 'NEW',
    version: 0,
    title: 'E'.repeat(500),
    culprit: '',
    level: 'error',
    platform: 'node',
    count: 1,
    users: 0,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-01T00:00:00Z',
    fingerprint: 'v1:0',
  } as const;
  return {
    store,
    url,
    cut: () => isCut,
    announce: (count: number) =>
      store.write(async transaction => {
        for (let number = 0; number < count; number++) await announceIssue(transaction, issue);
      }),
    async connect(after: number, query = ''): Promise<StreamMessage[]> {
      const messages: StreamMessage[] = [];
      const socket = new WebSocket(`${url}?after=${after}${query}`);
      socket.on('message', data => messages.push(JSON.parse(String(data))));
      await once(socket, 'open');
      return messages;
    },
    async [Symbol.asyncDispose]() {
      stream.close();
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      await temporary[Symbol.asyncDispose]();
      assert.deepEqual(failures, []);
    },
  };
}
