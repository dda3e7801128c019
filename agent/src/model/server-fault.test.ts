import assert from 'node:assert/strict';
import { APIError as AnthropicError } from '@anthropic-ai/sdk';
import type { ModelTroubleReason } from '@errata/protocol/model';
import { APIError as OpenaiError } from 'openai';
import { serverFault } from './server-fault.ts';

const server = { id: 'openai:m', host: 'models.example.org', key: 'sk-canary' };
const openai = (status: number, body: object | undefined, text = '') =>
  serverFault(OpenaiError.generate(status, body, text, new Headers()), server);

describe('what servers say of requests that they do not answer', () => {
  const said: readonly [
    from: string,
    status: number,
    body: object | undefined,
    text: string,
    ModelTroubleReason,
  ][] = [
    [
      'Ollama',
      404,
      { error: { message: 'model "x" not found, try pulling it first' } },
      '',
      'model-not-found',
    ],
    [
      'DeepSeek',
      400,
      { error: { message: 'Model Not Exist', type: 'invalid_request_error' } },
      '',
      'model-not-found',
    ],
    ['DeepSeek', 402, { error: { message: 'Insufficient Balance' } }, '', 'forbidden'],
    [
      'Gemini',
      400,
      { error: { message: 'API key not valid. Please pass a valid API key.' } },
      '',
      'key-refused',
    ],
    ['FastAPI', 404, undefined, '{"detail":"Not Found"}', 'model-not-found'],
    [
      'vLLM',
      400,
      { error: { message: "This model's maximum context length is 4096 tokens." } },
      '',
      'context-too-long',
    ],
    [
      'llama.cpp',
      400,
      { error: { message: 'the request exceeds the available context size' } },
      '',
      'context-too-long',
    ],
    ['llama.cpp', 503, { error: { message: 'Loading model', type: 'unavailable_error' } }, '', 'overloaded'],
    [
      'OpenAI',
      429,
      {
        error: {
          message: 'Request too large for gpt on tokens per min (TPM): Limit 30000, Requested 50000.',
        },
      },
      '',
      'context-too-long',
    ],
    ['a gateway', 413, undefined, '<html>Request Entity Too Large</html>', 'context-too-long'],
    ['a gateway', 504, undefined, '<html>Gateway Time-out</html>', 'unreachable'],
  ];
  for (const [from, status, body, text, reason] of said) {
    it(`is understood of ${from}: ${reason} (${status})`, () => {
      const error = openai(status, body, text);
      assert.equal(error.reason, reason);
      assert.doesNotMatch(error.message, /undefined|[<>]|\[object/);
    });
  }

  it('is told without the key, and cut', () => {
    const error = openai(403, { error: { message: `sk-canary has no access. ${'a '.repeat(1000)}` } });
    assert.ok(!error.message.includes('sk-canary'));
    assert.ok(error.message.length < 400);
  });

  it('is told with the time after which to ask again, in every form', () => {
    const after = (headers: Record<string, string>) =>
      serverFault(AnthropicError.generate(429, {}, 'slow down', new Headers(headers)), server).retryAt;
    assert.equal(after({ 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' })?.getUTCFullYear(), 2100);
    assert.ok((after({ 'retry-after': '7' })?.getTime() ?? 0) > Date.now() + 5000);
    assert.ok((after({ 'retry-after-ms': '90000' })?.getTime() ?? 0) > Date.now() + 80_000);
    assert.equal(after({ 'retry-after': 'soon' }), undefined);
    assert.equal(after({}), undefined);
  });
});
