import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { type ScriptedAnswer, WireServer } from '../models/wire-server.ts';

const answer: ScriptedAnswer = {
  text: 'Grüße 🌍, and more than fits into one piece of a stream.',
  calls: [{ tool: 'read_file', input: { path: 'src/“cart”.js' } }],
};
const input = { type: 'object' as const, properties: {} };

/** What programs of other people see, which ask with the same SDKs in ways of their own. */
describe('the scripted servers of models', () => {
  let server: WireServer;

  beforeEach(async () => {
    server = await WireServer.start();
    server.script(() => answer);
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('say the same by Anthropic’s protocol at once and in pieces', async () => {
    const client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 });
    const question = {
      model: 'm',
      max_tokens: 100,
      messages: [{ role: 'user' as const, content: 'Why?' }],
      tools: [{ name: 'read_file', description: 'Reads.', input_schema: input }],
    };
    const plain = await client.messages.create(question);
    const streamed = await client.messages.stream(question).finalMessage();
    for (const { content, stop_reason, usage } of [plain, streamed]) {
      assert.deepEqual(
        content.map(block => (block.type === 'text' ? block.text : block.type === 'tool_use' && block.input)),
        [answer.text, { path: 'src/“cart”.js' }],
      );
      assert.equal(stop_reason, 'tool_use');
      assert.ok(usage.output_tokens > 10);
    }
    assert.deepEqual(server.mistakes, []);
  });

  it('say the same by OpenAI’s chat at once and in pieces', async () => {
    const client = new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1`, maxRetries: 0 });
    const question = {
      model: 'm',
      messages: [{ role: 'user' as const, content: 'Why?' }],
      tools: [{ type: 'function' as const, function: { name: 'read_file', parameters: input } }],
    };
    const plain = await client.chat.completions.create(question);
    const streamed = await client.chat.completions.stream(question).finalChatCompletion();
    for (const { choices } of [plain, streamed]) {
      const [choice] = choices;
      assert.ok(choice);
      assert.equal(choice.message.content, answer.text);
      const [call] = choice.message.tool_calls ?? [];
      assert.ok(call?.type === 'function');
      assert.deepEqual(JSON.parse(call.function.arguments), { path: 'src/“cart”.js' });
      assert.equal(choice.finish_reason, 'tool_calls');
    }
    assert.deepEqual(server.mistakes, []);
  });

  it('say the same by OpenAI’s responses at once and in pieces', async () => {
    const client = new OpenAI({ apiKey: 'k', baseURL: `${server.url}/v1`, maxRetries: 0 });
    const question = {
      model: 'm',
      store: false,
      input: [{ role: 'user' as const, content: 'Why?' }],
      tools: [{ type: 'function' as const, name: 'read_file', parameters: input, strict: false }],
    };
    const plain = await client.responses.create(question);
    const streamed = await client.responses.stream(question).finalResponse();
    for (const { output_text, output, usage } of [plain, streamed]) {
      assert.equal(output_text, answer.text);
      const [, call] = output;
      assert.ok(call?.type === 'function_call');
      assert.deepEqual(JSON.parse(call.arguments), { path: 'src/“cart”.js' });
      assert.ok(usage && usage.total_tokens > 10);
    }
    assert.deepEqual(server.mistakes, []);
  });

  it('take no more than the real ones, and say so', async () => {
    const client = new Anthropic({ apiKey: 'k', baseURL: server.url, maxRetries: 0 });
    const question = { model: 'm', max_tokens: 100, messages: [{ role: 'user' as const, content: 'Why?' }] };
    const refused = (error: unknown) => error instanceof Anthropic.BadRequestError;
    await assert.rejects(client.post('/v1/messages', { body: { ...question, temperature: 0.5 } }), refused);
    const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'read_file', input: {} };
    const messages = [
      ...question.messages,
      { role: 'assistant' as const, content: [call] },
      ...question.messages,
    ];
    await assert.rejects(client.messages.create({ ...question, messages }), refused);
    assert.equal(server.mistakes.length, 2);
    assert.match(server.mistakes[0] ?? '', /temperature/);
    assert.match(server.mistakes[1] ?? '', /toolu_1/);
    server.script([]);
    await assert.rejects(client.messages.create(question), refused);
    assert.equal(server.mistakes.length, 3);
  });
});
