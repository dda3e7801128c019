import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { EditorModelAnswer, EditorModelRequest } from '@errata/protocol/model';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import { ModelError } from '../model/model-error.ts';
import { windowOf } from '../model/offered-models.ts';
import { askEditorThrough, editorModelsThrough } from './ask-editor.ts';

const request: EditorModelRequest = {
  model: 'copilot/gpt',
  system: 'Fix it.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'It crashes.' }] }],
  tools: [],
};
const answer: EditorModelAnswer = {
  model: 'copilot/gpt',
  text: 'Done.',
  calls: [],
  tokens: { input: 5, output: 2, cacheRead: 0, cacheWrite: 0 },
};

/** An agent and an editor with pipes between them. */
function talking() {
  const [toEditor, toAgent] = [new PassThrough(), new PassThrough()];
  const editor: MessageConnection = createMessageConnection(
    new StreamMessageReader(toEditor),
    new StreamMessageWriter(toAgent),
  );
  const agent = createConnection(new StreamMessageReader(toAgent), new StreamMessageWriter(toEditor));
  agent.listen();
  editor.listen();
  return {
    editor,
    ask: askEditorThrough(agent),
    list: editorModelsThrough(agent),
    [Symbol.dispose]() {
      editor.dispose();
      agent.dispose();
    },
  };
}

describe('a model in the editor', () => {
  const { signal } = new AbortController();

  it('is asked through the language client', async () => {
    using talk = talking();
    talk.editor.onRequest('errata/askModel', asked => {
      assert.deepEqual(asked, request);
      return answer;
    });
    assert.deepEqual(await talk.ask(request, signal), answer);
  });

  it('gives the reason of the editor, with its words', async () => {
    using talk = talking();
    talk.editor.onRequest('errata/askModel', () => {
      throw new ResponseError(-32_603, 'Errata may not use it.', { reason: 'forbidden' });
    });
    await assert.rejects(talk.ask(request, signal), error => {
      assert.ok(ModelError.is(error, 'forbidden'));
      assert.equal(error.message, 'Errata may not use it.');
      return true;
    });
  });

  it('is not there in an editor that lends none', async () => {
    using talk = talking();
    await assert.rejects(talk.ask(request, signal), error => ModelError.is(error, 'no-model'));
  });

  it('is told with the others, and with what it takes', async () => {
    using talk = talking();
    const models = [{ name: 'copilot/gpt', window: 12_000 }, { name: 'copilot/other' }];
    talk.editor.onRequest('errata/editorModels', () => ({ models }));
    assert.deepEqual(await talk.list(signal), models);
    const access = { choice: { provider: 'editor', model: 'copilot/gpt', api: 'chat' } } as const;
    assert.equal(await windowOf({ ...access, editorModels: talk.list }, signal), 12_000);
    using silent = talking();
    assert.equal(await windowOf({ ...access, editorModels: silent.list }, signal), undefined);
  });

  it('has its answer checked', async () => {
    using talk = talking();
    talk.editor.onRequest('errata/askModel', () => ({ text: 7 }));
    await assert.rejects(talk.ask(request, signal), error => ModelError.is(error, 'bad-answer'));
  });

  it('is told when nobody waits for it any more', async () => {
    using talk = talking();
    const asking = new AbortController();
    const cancelled = new Promise<void>(resolve => {
      talk.editor.onRequest('errata/askModel', async (_, token: CancellationToken) => {
        const ended = new Promise<void>(end => token.onCancellationRequested(() => end()));
        asking.abort(new Error('no more'));
        await ended;
        resolve();
        throw new ResponseError(-32_800, 'cancelled');
      });
    });
    await assert.rejects(talk.ask(request, asking.signal), /no more/);
    await cancelled;
    await assert.rejects(talk.ask(request, asking.signal), /no more/);
  });
});
