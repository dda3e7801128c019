import assert from 'node:assert/strict';
import { engineSettingsSchema } from '@errata/protocol/model';
import fc from 'fast-check';
import { buildContext } from '../../agent/src/diagnose/context/build-context.ts';
import { diagnose } from '../../agent/src/diagnose/diagnose.ts';
import { explain } from '../../agent/src/diagnose/explain.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../../agent/src/diagnose/scratch-case.ts';
import { ModelError } from '../../agent/src/model/model-error.ts';
import { openModel } from '../../agent/src/model/open-model.ts';
import { type ScriptedAnswer, WireServer } from '../models/wire-server.ts';

const made: Case = {
  files: {
    'src/cart.js':
      'export function guest(id) {\n  return { id };\n}\n\nexport function other() {\n  return { id };\n}\n',
    'src/total.js':
      "import { guest } from './cart.js';\n\nexport const total = () => guest(1).lines.length;\n",
  },
  type: 'TypeError',
  value: "Cannot read properties of undefined (reading 'length')",
  frames: [['src/total.js', 'lines.length']],
};
const place = { file: 'src/cart.js', line: 2, code: 'return { id };' };
const answer = {
  found: true,
  cause: 'A guest has no lines.',
  evidence: [{ ...place, why: 'makes it without them' }],
  producedAt: place,
  strategy: 'Give guests an empty list.',
  disprovedBy: 'A guest with lines.',
};
const none = { model: 'anthropic:scripted-1', evidence: [] };

describe('the diagnosis of a model', () => {
  let server: WireServer;

  beforeEach(async () => {
    server = await WireServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  async function explained(
    said: ScriptedAnswer,
    protocol: 'anthropic' | 'openai-chat' | 'openai-responses' = 'anthropic',
    signal = new AbortController().signal,
  ) {
    server.script([said]);
    const event = eventOf(made);
    const mapped = mappedOf(event);
    const sources = inMemory(made.files);
    const { slice, ...found } = await diagnose({ event, tree: sources, mapped });
    const diagnosis = { ...found, suspects: [], owners: [], unmapped: [] };
    const context = await buildContext({ event, diagnosis, mapped, slice, sources, seed: 'seed' });
    const settings = engineSettingsSchema.parse({ model: server.choice(protocol) });
    return explain(await openModel(settings, { key: 'sk-1' }), context, sources, signal);
  }

  for (const protocol of ['anthropic', 'openai-chat', 'openai-responses'] as const) {
    it(`is asked for by ${protocol} with rules that hold nothing of the event, and with all of it as data`, async () => {
      const { model: _, ...found } = await explained(JSON.stringify(answer), protocol);
      assert.deepEqual(found, {
        ...{ cause: answer.cause, strategy: answer.strategy, disprovedBy: answer.disprovedBy },
        evidence: [{ file: 'src/cart.js', line: 2, why: 'makes it without them' }],
        producedAt: { file: 'src/cart.js', line: 2 },
      });
      const [request] = server.requests;
      assert.ok(request);
      assert.doesNotMatch(request.system, /src\/|Cannot read/);
      assert.match(request.text, /Cannot read properties of undefined/);
      assert.match(request.text, /return \{ id \};/);
      assert.deepEqual(request.tools, []);
      assert.deepEqual(server.mistakes, []);
    });
  }

  it('has the line of what it quotes, whatever number it gives', async () => {
    const evidence = [
      { file: './src/cart.js', line: 7, code: '  return   { id };', why: 'nearest' },
      {
        file: 'src/cart.js',
        line: 99,
        code: 'export function guest(id) {\n  return { id };',
        why: 'first line',
      },
      { file: 'src/total.js', line: 3, code: '', why: 'by its number' },
    ];
    const found = await explained(JSON.stringify({ ...answer, evidence }));
    assert.deepEqual(
      found.evidence.map(({ file, line }) => `${file}:${line}`),
      ['src/cart.js:6', 'src/cart.js:1', 'src/total.js:3'],
    );
  });

  it('keeps no evidence that is not in the repository, and no cause without any', async () => {
    const evidence = [
      { file: '/etc/passwd', line: 1, code: 'root', why: 'outside' },
      { file: '../src/cart.js', line: 2, code: '', why: 'outside' },
      { file: 'src/cart.js', line: 2, code: 'return nothing;', why: 'not there' },
      { file: 'src/cart.js', line: 0, code: '', why: 'no line' },
      { file: 'src/total.js', line: 4, code: '}', why: 'no line' },
    ];
    assert.deepEqual(await explained(JSON.stringify({ ...answer, evidence, producedAt: evidence[0] })), none);
  });

  it('may find no cause', async () => {
    assert.deepEqual(await explained(JSON.stringify({ ...answer, found: false })), none);
    assert.deepEqual(await explained(JSON.stringify({ found: false })), none);
  });

  it('is bounded, and shows what cannot be seen', async () => {
    const evidence = Array.from({ length: 500 }, (_, at) => ({
      ...place,
      file: at % 2 ? 'src/cart.js' : 'src/total.js',
      line: 1 + (at % 3),
      code: '',
      why: 'x',
    }));
    const found = await explained(
      JSON.stringify({ ...answer, evidence, cause: `${'\u202e'}${'x'.repeat(9000)}` }),
    );
    assert.ok(found.evidence.length <= 12);
    assert.match(found.cause ?? '', /^⟦U\+202E⟧x{1499}$/);
  });

  it('throws a reason when the answer is none', async () => {
    for (const said of ['I do not know.', '[]', '{"cause": 7}', '{"found": "perhaps", "cause": "x"}']) {
      await assert.rejects(explained(said), error => ModelError.is(error, 'bad-answer'), said);
    }
    await assert.rejects(explained({ fault: 'refusal' }), error => ModelError.is(error, 'refused'));
  });

  it('takes whatever JSON comes', async () => {
    const odd = fc.record(
      { found: fc.jsonValue(), cause: fc.jsonValue(), evidence: fc.jsonValue(), producedAt: fc.jsonValue() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(odd, async said => {
        const found = await explained(JSON.stringify(said)).catch((error: unknown) => error);
        assert.ok(ModelError.is(found, 'bad-answer') || JSON.stringify(found) === JSON.stringify(none));
      }),
      { numRuns: 30 },
    );
  });

  it('is cancelled', async () => {
    const gone = AbortSignal.abort(new Error('enough'));
    await assert.rejects(explained(JSON.stringify(answer), 'anthropic', gone), /enough/);
  });
});
