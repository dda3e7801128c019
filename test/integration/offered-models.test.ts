import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { offeredAt } from '../../agent/src/lsp/engines.ts';
import { offeredModels, windowOf } from '../../agent/src/model/offered-models.ts';
import type { Access } from '../../agent/src/model/open-model.ts';
import { WireServer } from '../models/wire-server.ts';

const never = new AbortController().signal;

describe('the models that a server offers', () => {
  let server: WireServer;
  beforeEach(async () => {
    server = await WireServer.start();
    server.key = 'sk-right';
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const access = (protocol: 'anthropic' | 'openai-chat', key = 'sk-right'): Access => ({
    choice: server.choice(protocol),
    key,
  });

  it('are told by name, with what they take where it says so', async () => {
    server.offered = [
      { type: 'model', id: 'claude-b', max_input_tokens: 200_000 },
      { type: 'model', id: 'claude-a', max_input_tokens: null },
    ];
    assert.deepEqual(await offeredModels(access('anthropic'), never), [
      { name: 'claude-b', window: 200_000 },
      { name: 'claude-a' },
    ]);
    server.offered = [
      { id: 'qwen', max_model_len: 32_768 },
      { id: 'gpt' },
      { id: 'other', context_length: 8192, max_model_len: 'many' },
      { name: 'none' },
      'odd',
    ];
    assert.deepEqual(await offeredModels(access('openai-chat'), never), [
      { name: 'gpt' },
      { name: 'other', window: 8192 },
      { name: 'qwen', window: 32_768 },
    ]);
    assert.deepEqual(server.requests, [], 'a model was asked');
  });

  it('are not told without the right key, nor where nobody is', async () => {
    server.offered = [];
    for (const protocol of ['anthropic', 'openai-chat'] as const)
      await assert.rejects(offeredModels(access(protocol, 'sk-wrong'), never), { reason: 'key-refused' });
    const choice = { ...server.choice('openai-chat'), baseUrl: 'http://127.0.0.1:1' };
    await assert.rejects(offeredModels({ choice }, never), { reason: 'unreachable' });
  });

  it('say how much one takes that is loaded for it, as Ollama does', async () => {
    const asked: string[] = [];
    const loaded: unknown[] = [];
    const ollama = createServer(async (request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const { model } = request.method === 'POST' ? JSON.parse(await text(request)) : {};
      if (model) loaded.push({ name: `${model}:latest`, context_length: 4096 });
      const data = [{ id: 'qwen3-coder:latest' }];
      response.end(JSON.stringify(request.url === '/v1/models' ? { data } : { models: loaded }));
    });
    ollama.listen(0, '127.0.0.1');
    await once(ollama, 'listening');
    const { port } = ollama.address() as AddressInfo;
    const choice = {
      ...server.choice('openai-chat'),
      model: 'qwen3-coder',
      baseUrl: `http://127.0.0.1:${port}/v1`,
    };
    try {
      assert.equal(await windowOf({ choice }, never), 4096);
      assert.equal(await windowOf({ choice }, never), 4096);
      assert.equal(await windowOf({ choice, key: 'sk-of-another' }, never), undefined);
    } finally {
      ollama.closeAllConnections();
      ollama.close();
    }
    const load = ['GET /v1/models', 'GET /api/ps', 'POST /api/generate', 'GET /api/ps'];
    assert.deepEqual(asked, [...load, 'GET /v1/models', 'GET /api/ps', 'GET /v1/models']);
  });

  it('are asked for with a key of the environment, where a client gives none', async () => {
    server.offered = [{ id: 'gpt' }];
    const { provider, baseUrl } = server.choice('openai-chat');
    const env = { ERRATA_MODEL_KEY: 'sk-right' };
    assert.deepEqual(await offeredAt({ provider, baseUrl }, env, never), { models: [{ name: 'gpt' }] });
    const wrong = offeredAt({ provider, baseUrl, key: 'sk-wrong' }, env, never);
    await assert.rejects(wrong, { reason: 'key-refused' });
  });

  it('may be cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(offeredModels(access('openai-chat'), signal), /enough/);
  });

  it('say how much the one that is chosen takes, where anybody knows', async () => {
    assert.equal(await windowOf(access('openai-chat'), never), undefined);
    server.offered = [
      { id: 'scripted-1', max_model_len: 4096 },
      { id: 'other', max_model_len: 1 },
    ];
    assert.equal(await windowOf(access('openai-chat'), never), 4096);
    server.offered = [{ id: 'other', max_model_len: 1 }];
    assert.equal(await windowOf(access('openai-chat'), never), undefined);
  });
});
