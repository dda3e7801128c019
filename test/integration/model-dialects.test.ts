import assert from 'node:assert/strict';
import { engineSettingsSchema } from '@errata/protocol/model';
import type { ModelRequest, Tool } from '../../agent/src/model/model.ts';
import { openModel } from '../../agent/src/model/open-model.ts';
import { WireServer } from '../models/wire-server.ts';

const tools: readonly Tool[] = [
  { name: 'read_file', description: 'Reads a file.', input: { type: 'object', properties: {} } },
  { name: 'list', description: 'Lists files.', input: { type: 'object', properties: {} } },
];
const question: ModelRequest = {
  purpose: 'step',
  system: 'You correct errors.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Why?' }] }],
  maxOutput: 500,
};
const { signal } = new AbortController();

describe('what is particular to a server of models', () => {
  let server: WireServer;

  beforeEach(async () => {
    server = await WireServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  const open = (protocol: Parameters<WireServer['choice']>[0]) =>
    openModel(engineSettingsSchema.parse({ model: server.choice(protocol) }), {});
  const body = (index: number) => server.requests[index]?.body as Record<string, unknown>;

  /** One call of tools, and what is asked when they have spoken. */
  async function useTools(protocol: Parameters<WireServer['choice']>[0]) {
    const model = await open(protocol);
    const first = await model.ask({ ...question, tools }, { signal });
    const results = first.calls.map(({ id }) => ({ type: 'result', call: id, text: 'done' }) as const);
    const messages = [
      ...question.messages,
      { role: 'assistant', parts: [{ type: 'text', text: first.text }, ...first.calls] } as const,
      { role: 'user', parts: results } as const,
    ];
    const last = await model.ask({ ...question, tools, messages }, { signal });
    assert.deepEqual(server.mistakes, []);
    return { first, last };
  }

  describe('Anthropic’s', () => {
    it('is asked to cache what is the same the next time, in no more places than it takes', async () => {
      server.script(['Yes.']);
      const parts = ['a', 'b', 'c', 'd'].map(text => ({ type: 'text', text, stable: true }) as const);
      const model = await open('anthropic');
      await model.ask(
        { ...question, tools, messages: [{ role: 'user', parts: [...parts, { type: 'text', text: 'e' }] }] },
        { signal },
      );
      assert.deepEqual(server.mistakes, []);
      const marked = server.requests[0]?.messages.flatMap(message =>
        message.parts.flatMap(part => (part.type === 'text' && part.stable ? [part.text] : [])),
      );
      assert.deepEqual(marked, ['c', 'd', 'e']);
      assert.match(JSON.stringify(body(0)['system']), /"cache_control":\{"type":"ephemeral"\}/);
    });

    it('is shown again what it thought before it called a tool', async () => {
      server.script([{ thinking: 'Which file?', calls: [{ tool: 'read_file' }] }, 'Now I know.']);
      await useTools('anthropic');
      const [, said] = body(1)['messages'] as { content: unknown }[];
      assert.deepEqual(said?.content, [
        { type: 'thinking', thinking: 'Which file?', signature: 'c2lnbmVk' },
        { type: 'tool_use', id: 'toolu_1', name: 'read_file', input: {} },
      ]);
    });

    it('is told no temperature, which it does not take any longer', async () => {
      server.script(['Yes.']);
      await (await open('anthropic')).ask({ ...question, temperature: 0.7 }, { signal });
      assert.deepEqual(server.mistakes, []);
    });
  });

  for (const protocol of ['openai-chat', 'openai-responses'] as const) {
    it(`leaves out of ${protocol} a temperature that is refused, from then on`, async () => {
      server.script([{ fault: 'not-taken', parameter: 'temperature' }, 'One.', 'Two.']);
      const model = await open(protocol);
      await model.ask({ ...question, temperature: 0.5 }, { signal });
      await model.ask({ ...question, temperature: 0.8 }, { signal });
      assert.deepEqual(
        server.requests.map(({ temperature }) => temperature),
        [0.5, undefined, undefined],
      );
    });
  }

  it('shows a model of OpenAI again what it thought before it called a tool, where the server gives that', async () => {
    const calls = [{ tool: 'read_file', id: 'call_9' }];
    server.script([{ thinking: 'Which file?', calls }, 'Now I know.']);
    await useTools('openai-responses');
    const [, reasoning, called] = body(1)['input'] as Record<string, unknown>[];
    assert.deepEqual(
      [reasoning?.['type'], reasoning?.['encrypted_content']],
      ['reasoning', 'V2hpY2ggZmlsZT8='],
    );
    assert.equal(called?.['call_id'], 'call_9');

    server.script([
      { fault: 'not-taken', parameter: 'include' },
      { thinking: 'Which file?', calls },
      'Now I know.',
    ]);
    await useTools('openai-responses');
    assert.equal(body(2)['include'] === undefined, false);
    assert.equal(body(3)['include'], undefined);
    assert.deepEqual(
      (body(4)['input'] as Record<string, unknown>[]).map(({ type }) => type ?? 'message'),
      ['message', 'function_call', 'function_call_output'],
    );
  });

  it('says by another name how long an answer may be, and then not at all', async () => {
    const refused = (parameter: string) => ({ fault: 'not-taken', parameter }) as const;
    server.script([refused('max_tokens'), refused('max_completion_tokens'), 'Yes.']);
    await (await open('openai-chat')).ask(question, { signal });
    assert.deepEqual(
      server.requests.map((_, index) => Object.keys(body(index)).filter(name => name.startsWith('max_'))),
      [['max_tokens'], ['max_completion_tokens'], []],
    );
  });

  it('does without a count of tokens, and counts letters', async () => {
    await server.replay('ollama');
    const { first, last } = await useTools('openai-chat');
    assert.deepEqual(
      first.calls.map(({ id, tool, input }) => [id, tool, input]),
      [
        ['call_hk81qg8b', 'read_file', { path: 'src/cart.js' }],
        ['call_rk2xye1l', 'list', {}],
      ],
    );
    assert.equal(last.text, 'Both are read.');
    assert.ok(first.tokens.input > 10 && first.tokens.output > 5);
    const [, , said] = body(1)['messages'] as { reasoning?: string }[];
    assert.equal(said?.reasoning, 'Let me look');
  });

  it('reads fields that are null, and inputs in pieces', async () => {
    await server.replay('vllm');
    const { first } = await useTools('openai-chat');
    assert.equal(first.text, 'I read it.');
    assert.deepEqual(
      first.calls.map(({ input }) => input),
      [{ path: 'src/cart.js' }],
    );
    assert.deepEqual(first.tokens, { input: 331, output: 55, cacheRead: 0, cacheWrite: 0 });
    const [, , said] = body(1)['messages'] as { reasoning_content?: string }[];
    assert.equal(said?.reasoning_content, 'The cart is empty');
  });

  it('tells calls apart that have one index', async () => {
    await server.replay('no-index');
    const model = await open('openai-chat');
    const { calls, stop } = await model.ask({ ...question, tools }, { signal });
    assert.equal(stop, 'calls');
    assert.deepEqual(
      calls.map(({ id, input }) => [id, input]),
      [
        ['a', { path: 'a' }],
        ['b', { path: 'b' }],
      ],
    );
  });

  it('takes out of a text what was thought', async () => {
    await server.replay('thinks-in-text');
    const model = await open('openai-chat');
    const schema = { name: 'a', schema: { type: 'object', properties: { a: { type: 'number' } } } };
    assert.deepEqual(JSON.parse((await model.ask({ ...question, schema }, { signal })).text), { a: 1 });
  });
});
