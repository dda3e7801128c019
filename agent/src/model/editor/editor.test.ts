import assert from 'node:assert/strict';
import {
  type EditorModelAnswer,
  type EditorModelRequest,
  editorModelRequestSchema,
  engineSettingsSchema,
} from '@errata/protocol/model';
import type { ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { type AskEditor, openModel } from '../open-model.ts';

const tokens = { input: 9, output: 3, cacheRead: 0, cacheWrite: 0 };
const said = (answer: Partial<EditorModelAnswer>): EditorModelAnswer => ({
  model: 'gpt',
  text: '',
  calls: [],
  tokens,
  ...answer,
});
const request: ModelRequest = {
  purpose: 'propose',
  system: 'You correct errors.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'The code.', stable: true }] }],
  maxOutput: 1000,
};
const { signal } = new AbortController();
const open = (askEditor?: AskEditor, model = 'copilot/gpt') =>
  openModel(engineSettingsSchema.parse({ model: { provider: 'editor', model } }), { askEditor });
const refusedAs = (reason: ModelError['reason']) => (error: unknown) => ModelError.is(error, reason);

describe('a model of the editor', () => {
  it('is asked in the editor, without a key', async () => {
    const asked: EditorModelRequest[] = [];
    const model = await open(async given => {
      asked.push(given);
      return said({ text: 'Here.' });
    });
    const heard: string[] = [];
    const answer = await model.ask(request, { signal, onText: text => heard.push(text) });
    assert.deepEqual([answer.text, answer.stop, answer.tokens], ['Here.', 'end', tokens]);
    assert.deepEqual(heard, ['Here.']);
    assert.deepEqual(
      asked.map(given => editorModelRequestSchema.parse(given)),
      [
        {
          model: 'copilot/gpt',
          system: 'You correct errors.',
          messages: [{ role: 'user', parts: [{ type: 'text', text: 'The code.' }] }],
          tools: [],
        },
      ],
    );
  });

  it('is any that there is where the person said so, and is told a form in words', async () => {
    let asked: EditorModelRequest | undefined;
    const model = await open(async given => {
      asked = given;
      return said({ text: 'So:\n```json\n{"a": 1}\n```' });
    }, 'any');
    const schema = { name: 'a', schema: { type: 'object', properties: { a: { type: 'number' } } } };
    assert.deepEqual(JSON.parse((await model.ask({ ...request, schema }, { signal })).text), { a: 1 });
    assert.equal(asked?.model, '');
    assert.match(asked.system, /"type":"number"/);
  });

  it('calls tools', async () => {
    const model = await open(async () => said({ calls: [{ id: '1', tool: 'read', input: { path: 'a' } }] }));
    const answer = await model.ask(request, { signal });
    assert.deepEqual(
      [answer.stop, answer.calls],
      ['calls', [{ type: 'call', id: '1', tool: 'read', input: { path: 'a' } }]],
    );
  });

  it('is in trouble for the reason that the editor gave', async () => {
    const refused = await open(() => Promise.reject(new ModelError('forbidden', 'no consent')));
    await assert.rejects(refused.ask(request, { signal }), refusedAs('forbidden'));
    const told = await open(() =>
      Promise.reject(Object.assign(new Error('quota'), { reason: 'rate-limited' })),
    );
    await assert.rejects(told.ask(request, { signal }), refusedAs('rate-limited'));
    const gone = await open(() => Promise.reject(new Error('the connection is gone')));
    await assert.rejects(gone.ask(request, { signal }), refusedAs('unreachable'));
    const empty = await open(async () => said({}));
    await assert.rejects(empty.ask(request, { signal }), refusedAs('empty'));
  });

  it('is not asked any longer when it is stopped', async () => {
    const stop = new AbortController();
    const stopped = new Error('stopped');
    const model = await open((_, given) => {
      stop.abort(stopped);
      return Promise.reject(given.reason);
    });
    await assert.rejects(model.ask(request, { signal: stop.signal }), stopped);
  });

  it('is none where there is no editor', async () => {
    await assert.rejects(open(), refusedAs('no-model'));
  });
});

describe('opening a model', () => {
  it('says what is missing', async () => {
    await assert.rejects(openModel(engineSettingsSchema.parse({}), {}), refusedAs('no-model'));
    const keyless = engineSettingsSchema.parse({ model: { provider: 'anthropic', model: 'claude' } });
    await assert.rejects(openModel(keyless, {}), refusedAs('no-key'));
    assert.equal((await openModel(keyless, { key: 'k' })).id, 'anthropic:claude');
  });
});
