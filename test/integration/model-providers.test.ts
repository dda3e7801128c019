import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { engineSettingsSchema, type ModelTroubleReason } from '@errata/protocol/model';
import type { ModelAnswer, ModelRequest, Tool } from '../../agent/src/model/model.ts';
import { ModelError } from '../../agent/src/model/model-error.ts';
import { openModel } from '../../agent/src/model/open-model.ts';
import { WireServer } from '../models/wire-server.ts';

const protocols = ['anthropic', 'openai-chat', 'openai-responses'] as const;
const key = 'sk-canary-7c1f';

const request: ModelRequest = {
  purpose: 'propose',
  system: 'You correct errors.',
  messages: [
    {
      role: 'user',
      parts: [
        { type: 'text', text: 'The code.', stable: true },
        { type: 'text', text: 'The event.' },
      ],
    },
  ],
  maxOutput: 1000,
};
const readFile: Tool = {
  name: 'read_file',
  description: 'Reads a file.',
  input: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
};
const schema = {
  name: 'explanation',
  schema: {
    type: 'object',
    properties: { cause: { type: 'string', minLength: 3 } },
    required: ['cause'],
    additionalProperties: false,
  },
};

for (const protocol of protocols) {
  describe(`a model by ${protocol}`, () => {
    let server: WireServer;

    beforeEach(async () => {
      server = await WireServer.start();
    });
    afterEach(() => server[Symbol.asyncDispose]());

    const open = (choice: object = {}, given = key) =>
      openModel(engineSettingsSchema.parse({ model: { ...server.choice(protocol), ...choice } }), {
        key: given,
      });
    const never = new AbortController().signal;

    const ask = async (more: Partial<ModelRequest> = {}): Promise<ModelAnswer> =>
      (await open()).ask({ ...request, ...more }, { signal: never });
    const trouble = async (asked: Promise<unknown>, reason: ModelTroubleReason): Promise<ModelError> => {
      const error = await asked.then(
        answer => assert.fail(`answered: ${inspect(answer)}`),
        (thrown: unknown) => thrown,
      );
      assert.ok(ModelError.is(error, reason), inspect(error));
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(key), 'the error holds the key');
      return error;
    };

    it('is asked for what it was to be asked for, with its key', async () => {
      server.script(['Here is the fix.']);
      const said = await ask();
      assert.equal(said.text, 'Here is the fix.');
      assert.equal(said.stop, 'end');
      const [asked] = server.requests;
      assert.equal(asked?.key, key);
      assert.equal(asked.model, 'scripted-1');
      assert.equal(asked.system, 'You correct errors.');
      assert.equal(asked.maxOutput, 1000);
      assert.equal(asked.stream, true);
      assert.match(asked.text, /^The code\.\s+The event\.$/);
      assert.deepEqual(server.mistakes, []);
    });

    it('is heard while it speaks', async () => {
      const text = 'Grüße, 世界 🌍! '.repeat(40);
      server.script([{ text, thinking: 'Let me see.' }]);
      const chunks: string[] = [];
      const model = await open();
      const answer = await model.ask(request, { signal: never, onText: chunk => chunks.push(chunk) });
      assert.equal(answer.text, text);
      assert.equal(chunks.join(''), text);
      assert.ok(chunks.length > 10);
    });

    it('tells what it used, with what its cache held', async () => {
      const tokens = { input: 120, output: 30, cacheRead: 1000, cacheWrite: 50 };
      server.script([{ text: 'Yes.', tokens }]);
      assert.deepEqual((await ask()).tokens, tokens);
    });

    it('calls tools, and hears what they say', async () => {
      const calls = [
        { tool: 'read_file', input: { path: 'src/“cart”.js' } },
        { tool: 'read_file', input: {} },
      ];
      server.script([{ text: 'I look.', calls, thinking: 'Which file?' }, 'Now I know.']);
      const model = await open();
      const tools = [readFile];
      const first = await model.ask({ ...request, tools }, { signal: never });
      assert.equal(first.stop, 'calls');
      assert.deepEqual(
        first.calls.map(({ tool, input }) => ({ tool, input })),
        calls,
      );
      const [one, two] = first.calls;
      assert.ok(one && two && one.id !== two.id);
      const messages: ModelRequest['messages'] = [
        ...request.messages,
        { role: 'assistant', parts: [{ type: 'text', text: first.text }, ...first.calls] },
        {
          role: 'user',
          parts: [
            { type: 'text', text: 'And be quick.' },
            { type: 'result', call: one.id, text: 'const cart = 1;' },
            { type: 'result', call: two.id, text: 'no path', isError: true },
          ],
        },
      ];
      assert.equal((await model.ask({ ...request, tools, messages }, { signal: never })).text, 'Now I know.');
      assert.deepEqual(server.mistakes, []);
      const parts = server.requests[1]?.messages.flatMap(message => message.parts) ?? [];
      assert.deepEqual(
        parts.flatMap(part => (part.type === 'result' ? [[part.call, part.text]] : [])),
        [
          [one.id, 'const cart = 1;'],
          [two.id, 'no path'],
        ],
      );
      assert.deepEqual(
        parts.flatMap(part => (part.type === 'call' ? [part.input] : [])),
        [{ path: 'src/“cart”.js' }, {}],
      );
      assert.deepEqual(server.requests[1]?.tools, [readFile]);
    });

    it('is held to the form of its answer', async () => {
      server.script(['{"cause": "an empty cart"}']);
      assert.deepEqual(JSON.parse((await ask({ schema })).text), { cause: 'an empty cart' });
      assert.ok(server.requests[0]?.schema);
      assert.deepEqual(server.mistakes, []);
    });

    it('is told the form in words where its server knows of none, from then on', async () => {
      const parameter = {
        anthropic: 'output_config',
        'openai-chat': 'response_format',
        'openai-responses': 'text.format',
      }[protocol];
      const fenced = 'Here it is:\n```json\n{"cause": "an empty cart"}\n```\n';
      server.script([{ fault: 'not-taken', parameter }, fenced, fenced]);
      const model = await open();
      const asked = { ...request, schema };
      for (const signal of [never, never]) {
        assert.deepEqual(JSON.parse((await model.ask(asked, { signal })).text), { cause: 'an empty cart' });
      }
      assert.deepEqual(
        server.requests.map(({ schema: form, system }) => [
          form !== undefined,
          system.includes('"minLength":3'),
        ]),
        [
          [true, protocol !== 'anthropic'],
          [false, true],
          [false, true],
        ],
      );
    });

    it('gives no document where none was asked for', async () => {
      server.script(['The cart is empty.', { text: '{"cause": "an em', stop: 'length' }]);
      await trouble(ask({ schema }), 'bad-answer');
      await trouble(ask({ schema }), 'too-long');
    });

    it('says when it was cut at the end that was set', async () => {
      server.script([
        { text: 'The first half', stop: 'length' },
        { thinking: 'Hm. ', stop: 'length' },
      ]);
      const answer = await ask();
      assert.deepEqual([answer.text, answer.stop], ['The first half', 'length']);
      await trouble(ask(), 'too-long');
    });

    const faults = [
      ['wrong-key', 'key-refused'],
      ['forbidden', 'forbidden'],
      ['no-credit', 'forbidden'],
      ['no-such-model', 'model-not-found'],
      ['too-long', 'context-too-long'],
      ['not-taken', 'bad-answer'],
      ['rate-limited', 'rate-limited'],
      ['overloaded', 'overloaded'],
      ['overloaded-midway', 'overloaded'],
      ['failed', 'overloaded'],
      ['gateway', 'unreachable'],
      ['refusal', 'refused'],
      ['empty', 'empty'],
      ['cut', 'cut-off'],
      ['ended', 'cut-off'],
      ['malformed', 'bad-answer'],
      ['endless', 'too-long'],
    ] as const;
    for (const [fault, reason] of faults) {
      it(`is in trouble when its server says ${fault}: ${reason}`, async () => {
        server.script([{ fault, parameter: 'model' }]);
        const error = await trouble(ask(), reason);
        assert.ok(error.message.length > 20 && error.message.length < 500, error.message);
        assert.doesNotMatch(error.message, /[<{}]|undefined|\[object/);
        // Nothing is asked twice here: whether that is worth its price is decided above.
        assert.equal(server.requests.length, 1);
      });
    }

    it('does not say with which key it was refused', async () => {
      server.key = 'another';
      const error = await trouble(ask(), 'key-refused');
      assert.match(error.message, /ERRATA_MODEL_KEY/);
    });

    it('knows when it may be asked again', async () => {
      const before = Date.now();
      server.script([{ fault: 'rate-limited', retryAfter: 3600 }]);
      const { retryAt } = await trouble(ask(), 'rate-limited');
      assert.ok(retryAt && retryAt.getTime() >= before + 3_600_000 && retryAt.getTime() < before + 3_700_000);
    });

    it('counts what an answer used that came to nothing', async () => {
      server.script([{ fault: 'endless' }]);
      const { tokens } = await trouble(ask(), 'too-long');
      assert.ok(tokens && tokens.output >= 1000, inspect(tokens));
    });

    it('breaks off a call whose input is no JSON', async () => {
      server.script([{ calls: [{ tool: 'read_file', raw: '{"path": "src/ca' }] }]);
      await trouble(ask({ tools: [readFile] }), 'bad-answer');
    });

    for (const fault of ['hang', 'stall', 'endless'] as const) {
      it(`stops asking when it is told to, and the server sees that (${fault})`, async () => {
        const stop = new AbortController();
        const stopped = new Error('stopped by the person');
        server.script(() => {
          if (fault === 'hang') stop.abort(stopped);
          return { fault };
        });
        const model = await open();
        const asked = model.ask(
          { ...request, maxOutput: 1_000_000 },
          { signal: stop.signal, onText: () => stop.abort(stopped) },
        );
        await assert.rejects(asked, stopped);
        assert.equal(await server.requests[0]?.cancelled, true);
        await assert.rejects(model.ask(request, { signal: stop.signal }), stopped);
        assert.equal(server.requests.length, 1);
      });
    }

    it('is found with /v1 in its address, and without', async () => {
      server.script(() => 'Here.');
      for (const path of ['', '/', '/v1', '/v1/']) {
        const model = await open({ baseUrl: server.url + path });
        assert.equal((await model.ask(request, { signal: never })).text, 'Here.');
      }
    });

    it('is unreachable where nothing listens', async () => {
      const model = await open();
      await server[Symbol.asyncDispose]();
      const error = await trouble(model.ask(request, { signal: never }), 'unreachable');
      assert.match(error.message, /^Nothing listens at 127\.0\.0\.1:.*--model-url/);
      server = await WireServer.start();
    });

    it('sends nothing on to where a server sends it', async () => {
      const elsewhere = createServer((_, response) => {
        response.writeHead(307, { location: `${server.url}${paths[protocol]}` }).end();
      });
      elsewhere.listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      server.script(() => 'I have your key.');
      const { port } = elsewhere.address() as AddressInfo;
      const model = await open({ baseUrl: `http://127.0.0.1:${port}` });
      await trouble(model.ask(request, { signal: never }), 'unreachable');
      assert.equal(server.requests.length, 0);
      elsewhere.close();
      elsewhere.closeAllConnections();
    });

    it('is no model where a page is', async () => {
      const page = createServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
      });
      page.listen(0, '127.0.0.1');
      await once(page, 'listening');
      const { port } = page.address() as AddressInfo;
      const model = await open({ baseUrl: `http://127.0.0.1:${port}` });
      const error = await trouble(model.ask(request, { signal: never }), 'bad-answer');
      assert.match(error.message, /address/);
      page.close();
      page.closeAllConnections();
    });
  });
}

const paths = {
  anthropic: '/v1/messages',
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
};
