import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { engineSettingsSchema, type ModelCall } from '@errata/protocol/model';
import type { PlannedModelCall } from '@errata/protocol/model-ledger';
import { Relay } from './relay.ts';
import type { RelayedApi } from './relayed-apis.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Where requests are handed on to. */
class Upstream implements AsyncDisposable {
  readonly received: Received[] = [];
  answer: (response: ServerResponse) => void = response =>
    response.end('{"usage":{"input_tokens":50,"output_tokens":7}}');
  readonly #server: Server = createServer(async (incoming, response) => {
    this.received.push({ path: incoming.url ?? '', headers: incoming.headers, body: await text(incoming) });
    this.answer(response);
  });

  static async start(): Promise<Upstream> {
    const upstream = new Upstream();
    upstream.#server.listen(0, '127.0.0.1');
    await once(upstream.#server, 'listening');
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const question = JSON.stringify({ model: 'm-1', max_tokens: 100, messages: [] });

function open(upstream: Upstream, more: Partial<RelayedApi> = {}, settings: unknown = {}, ledger?: Ledger) {
  return Relay.open(
    { provider: 'anthropic', baseUrl: upstream.url, key: 'the-true-key', ...more },
    {
      program: 'coder',
      settings: engineSettingsSchema.parse(settings),
      ledger,
      run: 'run-1',
      purpose: 'propose',
    },
  );
}

async function ask(
  relay: Relay,
  how: { path?: string; method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const { path = '/v1/messages', method = 'POST', body = question } = how;
  const headers = { 'x-api-key': relay.token, 'content-type': 'application/json', ...how.headers };
  const asked = request({ socketPath: relay.socket, path, method, headers });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

/** Admits so many calls and remembers what it is told. */
class Ledger {
  readonly begun: PlannedModelCall[] = [];
  readonly told: ModelCall[] = [];
  readonly #most: number;

  constructor(most = 100) {
    this.#most = most;
  }

  async begin(planned: PlannedModelCall) {
    if (this.begun.length >= this.#most) return { admitted: false, limit: 'tokensPerFix', used: 1 } as const;
    this.begun.push(planned);
    return { admitted: true } as const;
  }

  async record(call: ModelCall) {
    this.told.push(call);
  }
}

describe('the relay', () => {
  let upstream: Upstream;
  beforeEach(async () => {
    upstream = await Upstream.start();
  });
  afterEach(() => upstream[Symbol.asyncDispose]());

  it('hands a request on with the key that the program does not know', async () => {
    await using relay = await open(upstream);
    const headers = {
      'anthropic-version': '2023-06-01',
      cookie: 'a=b',
      'x-forwarded-host': 'elsewhere',
      host: 'elsewhere',
    };
    const answer = await ask(relay, { path: '/v1/messages?beta=true', headers });
    assert.deepEqual([answer.status, answer.body], [200, '{"usage":{"input_tokens":50,"output_tokens":7}}']);
    const [received] = upstream.received;
    assert.deepEqual([received?.path, received?.body], ['/v1/messages?beta=true', question]);
    const {
      host,
      'x-api-key': key,
      'anthropic-version': version,
      cookie,
      'x-forwarded-host': other,
    } = received?.headers ?? {};
    assert.deepEqual([key, version, cookie, other], ['the-true-key', '2023-06-01', undefined, undefined]);
    assert.equal(`http://${host}`, upstream.url);
    assert.notEqual(relay.token, 'the-true-key');
  });

  it('speaks to servers of the other protocol with theirs', async () => {
    await using relay = await open(upstream, { provider: 'openai', baseUrl: `${upstream.url}/v1/` });
    const headers = { authorization: `Bearer ${relay.token}`, 'x-api-key': '' };
    for (const path of ['/v1/responses', '/v1/chat/completions', '/v1/messages', '/responses'])
      await ask(relay, { path, headers: { authorization: headers.authorization } });
    assert.deepEqual(
      upstream.received.map(({ path, headers }) => [path, headers.authorization]),
      [
        ['/v1/responses', 'Bearer the-true-key'],
        ['/v1/chat/completions', 'Bearer the-true-key'],
      ],
    );
  });

  it('lets nothing else through', async () => {
    await using relay = await open(upstream);
    const paths = [
      '/',
      '/v1/files',
      '/v1/messages/',
      '/v1/messages/../files',
      '/v1/messages/batches',
      '/v1/%6dessages',
      '//elsewhere.example/v1/messages',
      'http://elsewhere.example/v1/messages',
      '/v1/messages?to=http://elsewhere.example',
    ];
    for (const path of paths) assert.equal((await ask(relay, { path })).status, 403, path);
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      assert.equal((await ask(relay, { method, body: '' })).status, 403, method);
    for (const body of ['', 'model', '[]', '{"model":7}'])
      assert.equal((await ask(relay, { body })).status, 400, body);
    for (const key of ['', 'the-true-key', `${relay.token}x`, relay.token.slice(1)])
      assert.equal((await ask(relay, { headers: { 'x-api-key': key } })).status, 401, key);
    assert.deepEqual(upstream.received, []);
    assert.equal(relay.calls.spent.calls, 0);
  });

  it('has the server reach nothing either', async () => {
    await using relay = await open(upstream);
    const tools = [{ name: 'Read' }, { type: 'web_search_20250305', name: 'web_search' }];
    await ask(relay, { body: JSON.stringify({ model: 'm-1', messages: [], tools }) });
    assert.deepEqual(JSON.parse(upstream.received[0]?.body ?? ''), {
      model: 'm-1',
      messages: [],
      tools: [tools[0]],
    });
    const image = { type: 'image', source: { type: 'url', url: 'https://x.example/?code=secret' } };
    const messages = [{ role: 'user', content: [image] }];
    assert.equal((await ask(relay, { body: JSON.stringify({ model: 'm-1', messages }) })).status, 400);
    assert.equal(upstream.received.length, 1);
  });

  it('neither follows a redirect nor says where it leads', async () => {
    await using elsewhere = await Upstream.start();
    await using relay = await open(upstream);
    upstream.answer = response => {
      response.writeHead(307, {
        location: `${elsewhere.url}/v1/messages`,
        'set-cookie': 'a=b',
        'x-secret': 's',
      });
      response.end();
    };
    const { status, headers } = await ask(relay);
    assert.deepEqual(
      [status, headers.location, headers['set-cookie'], headers['x-secret']],
      [307, undefined, undefined, undefined],
    );
    assert.deepEqual(elsewhere.received, []);
  });

  it('gives an answer on as it comes', async () => {
    await using relay = await open(upstream);
    let go: () => void = () => undefined;
    upstream.answer = response => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: one\n\n');
      go = () => response.end('data: two\n\n');
    };
    const asked = request({
      socketPath: relay.socket,
      path: '/v1/messages',
      method: 'POST',
      headers: { 'x-api-key': relay.token },
    });
    asked.end(question);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const [first] = await once(answer, 'data');
    assert.equal(String(first), 'data: one\n\n');
    go();
    const [second] = await once(answer, 'data');
    assert.equal(String(second), 'data: two\n\n');
  });

  it('asks the ledger before each call and tells it of each', async () => {
    const ledger = new Ledger(1);
    const prices = { 'm-1': { input: 10, output: 100 } };
    await using relay = await open(upstream, {}, { prices }, ledger);
    await ask(relay);
    const [begun] = ledger.begun;
    assert.deepEqual([begun?.model, begun?.run, begun?.tokens.output], ['anthropic:m-1', 'run-1', 100]);
    const [told] = ledger.told;
    assert.deepEqual(
      [told?.id, told?.outcome, told?.tokens.input, told?.tokens.output],
      [begun?.id, 'answered', 50, 7],
    );
    assert.equal(told?.cost, (50 * 10 + 7 * 100) / 1e6);
    assert.equal(told?.prompt, undefined);
    const refused = await ask(relay);
    assert.equal(refused.status, 403);
    assert.equal(relay.trouble?.reason, 'budget-used-up');
    assert.equal(upstream.received.length, 1);
    assert.deepEqual(relay.calls.spent.tokens, { input: 50, output: 7, cacheRead: 0, cacheWrite: 0 });
  });

  it('says what is wrong with the server, and forgets it once it is right', async () => {
    const ledger = new Ledger();
    await using relay = await open(upstream, {}, {}, ledger);
    const usual = upstream.answer;
    const troubles: (string | undefined)[] = [];
    for (const status of [401, 403, 404, 429, 529, 400]) {
      upstream.answer = response => response.writeHead(status).end();
      assert.equal((await ask(relay)).status, status);
      troubles.push(relay.trouble?.reason);
    }
    assert.deepEqual(troubles, [
      'key-refused',
      'forbidden',
      'model-not-found',
      'rate-limited',
      'overloaded',
      'bad-answer',
    ]);
    upstream.answer = response => response.destroy();
    assert.equal((await ask(relay)).status, 502);
    assert.equal(relay.trouble?.reason, 'unreachable');
    upstream.answer = usual;
    await ask(relay);
    assert.equal(relay.trouble, undefined);
    assert.equal(ledger.told.length, ledger.begun.length);
  });

  it('takes the key out of what the server says of it', async () => {
    await using relay = await open(upstream);
    upstream.answer = response =>
      response.writeHead(401).end('{"error":{"message":"the-true-key is no key of ours"}}');
    const { status, body } = await ask(relay);
    assert.deepEqual([status, body], [401, '{"error":{"message":"… is no key of ours"}}']);
    assert.doesNotMatch(relay.trouble?.message ?? '', /the-true-key/);
  });

  it('ends what is under way, and is gone', async () => {
    const ledger = new Ledger();
    const relay = await open(upstream, {}, {}, ledger);
    const asked = request({
      socketPath: relay.socket,
      path: '/v1/messages',
      method: 'POST',
      headers: { 'x-api-key': relay.token },
    });
    const arrived = new Promise<void>(resolve => {
      upstream.answer = () => resolve();
    });
    const failed = once(asked, 'response').catch((error: Error) => error);
    asked.end(question);
    await arrived;
    await relay[Symbol.asyncDispose]();
    assert.ok((await failed) instanceof Error);
    assert.deepEqual(
      ledger.told.map(({ outcome }) => outcome),
      ['cancelled'],
    );
    assert.equal(existsSync(relay.socket), false);
  });
});
