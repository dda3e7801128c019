import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineSettings, engineSettingsSchema, type ModelTroubleReason } from '@errata/protocol/model';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { readEventFile } from '../../agent/src/intake/event-file.ts';
import { makeProposal } from '../../agent/src/workflow/make-proposal.ts';
import type { Engines } from '../../agent/src/workflow/model/engines.ts';
import { writeFixes } from '../../agent/src/workflow/model/write-fixes.ts';
import { type Bench, Workbench } from '../../agent/src/workflow/workbench.ts';
import { answers, asksForCause, edit, makeShipping, shippingEvent } from '../models/shipping.ts';
import { type ScriptedAnswer, WireServer } from '../models/wire-server.ts';

const quiet = { report: () => undefined, signal: new AbortController().signal };

describe('a proposal with a model', function () {
  this.timeout(180_000);
  let folder: string;
  let server: WireServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-proposals-'));
    await makeShipping(await made('shipping'));
  });
  beforeEach(async () => {
    server = await WireServer.start();
  });
  afterEach(() => server[Symbol.asyncDispose]());
  after(() => rm(folder, { recursive: true, force: true }));

  async function made(name: string): Promise<string> {
    const path = join(folder, name);
    await mkdir(path, { recursive: true });
    return path;
  }
  async function benchOf(event: unknown): Promise<Workbench> {
    const file = join(folder, 'event.json');
    await writeFile(file, JSON.stringify(event));
    return Workbench.open({ folder: join(folder, 'shipping'), event: (await readEventFile(file)).event });
  }
  const settingsOf = (more: object = {}): EngineSettings =>
    engineSettingsSchema.parse({
      ...{ engine: 'model', model: server.choice('openai-chat'), samples: 1 },
      ...more,
    });
  const writes = (text: ScriptedAnswer) =>
    server.script(request => (asksForCause(request) ? answers.cause : text));

  describe('that comes to nothing', () => {
    let bench: Workbench;
    let room: Bench;
    before(async () => {
      bench = await benchOf(shippingEvent);
      room = await bench.bench(quiet.report, quiet.signal);
    });
    after(() => bench[Symbol.asyncDispose]());

    const home = { provider: 'anthropic', model: 'scripted-1' };
    const states: readonly {
      when: string;
      reason: ModelTroubleReason;
      says: RegExp;
      settings?: object;
      key?: string;
      answer?: ScriptedAnswer;
      fix?: ScriptedAnswer;
    }[] = [
      {
        when: 'none is chosen',
        reason: 'no-model',
        says: /choose|chosen|name/i,
        settings: { model: undefined },
      },
      { when: 'there is no key', reason: 'no-key', says: /key/, settings: { model: home } },
      { when: 'the key is wrong', reason: 'key-refused', says: /key/, key: 'sk-wrong-secret' },
      { when: 'the key may not', reason: 'forbidden', says: /may not/, answer: { fault: 'forbidden' } },
      {
        when: 'there is no such model',
        reason: 'model-not-found',
        says: /scripted-1/,
        answer: { fault: 'no-such-model' },
      },
      {
        when: 'the context is too long',
        reason: 'context-too-long',
        says: /long/,
        answer: { fault: 'too-long' },
      },
      { when: 'it refuses', reason: 'refused', says: /refused/, answer: { fault: 'refusal' } },
      { when: 'it says nothing', reason: 'empty', says: /nothing/, answer: { fault: 'empty' } },
      { when: 'it does not end', reason: 'too-long', says: /end/, answer: { fault: 'endless' } },
      { when: 'it only talks', reason: 'bad-answer', says: /./, answer: 'Let me think about it.' },
      {
        when: 'the budget is used up',
        reason: 'budget-used-up',
        says: /Raise/,
        settings: { budget: { tokensPerFix: 1 } },
      },
      {
        when: 'its edit is of other text',
        reason: 'edit-does-not-match',
        says: /zones\.js/,
        fix: edit('src/zones.js', '  return table.get(code);', '  return 1;', 'A table.'),
      },
      {
        when: 'its edit is outside',
        reason: 'edit-not-allowed',
        says: /passwd/,
        fix: edit('../../etc/passwd', 'root', 'toor', 'Another file.'),
      },
      { when: 'it has no fix', reason: 'empty', says: /./, fix: 'NO FIX: the error says too little.' },
    ];
    for (const { when, reason, says, settings, key = 'sk-right', answer, fix } of states) {
      it(`says ${reason} and what to do when ${when}`, async () => {
        server.key = 'sk-right';
        if (answer === undefined) writes(fix ?? answers.right);
        else server.script(() => answer);
        const engines: Engines = {
          settings: settingsOf(settings),
          key: settings && 'model' in settings ? undefined : key,
        };
        const told = { run: when, issue: '', decisions: [], known: [], prove: async () => [], ...quiet };
        const written = await writeFixes({ engines, bench, room, ...told });
        assert.equal(written.trouble?.reason, reason, written.trouble?.message);
        assert.match(written.trouble.message, says);
        assert.doesNotMatch(written.trouble.message, /sk-/);
        assert.deepEqual([written.candidates, written.room === room], [[], true]);
      });
    }
  });

  it('is asked for within what the model takes', async () => {
    server.offered = [{ id: 'scripted-1', max_model_len: 8000 }];
    writes('NO FIX: the error says too little.');
    await using bench = await benchOf(shippingEvent);
    const room = await bench.bench(quiet.report, quiet.signal);
    const told = { run: '', issue: '', decisions: [], known: [], prove: async () => [], ...quiet };
    await writeFixes({ engines: { settings: settingsOf() }, bench, room, ...told });
    assert.deepEqual(
      server.requests.map(({ maxOutput }) => maxOutput),
      [2000, 2000],
    );
  });

  it('offers what templates made all the same, and asks nobody where that proves the cause', async () => {
    const root = await made('total');
    const source = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
    await makeShipping(root, {
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
      'src/total.js': source,
      'test/total.test.js':
        "import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nimport { total } from '../src/total.js';\n\nit('is there', () => assert.equal(typeof total, 'function'));\n",
    });
    const frame = { filename: '/app/src/total.js', function: 'total', lineno: 4, in_app: true };
    const value = "Cannot read properties of undefined (reading 'price')";
    const frames = [{ ...frame, vars: { items: [{ price: 1 }], sum: 1 } }];
    const event = { exception: { values: [{ type: 'TypeError', value, stacktrace: { frames } }] } };
    const file = join(folder, 'total.json');
    await writeFile(file, JSON.stringify({ ...shippingEvent, ...event }));
    await using bench = await Workbench.open({ folder: root, event: (await readEventFile(file)).event });
    const propose = (settings: EngineSettings) =>
      makeProposal({ bench, issue: 'i', run: 'total', writing: { engines: { settings } }, ...quiet });
    const auto = await propose(settingsOf({ engine: 'auto' }));
    assert.deepEqual([recommendedCandidate(auto)?.engine, server.requests.length], ['templates', 0]);
    assert.deepEqual([auto.spent, auto.modelTrouble], [undefined, undefined]);
    const wanted = await propose(settingsOf({ model: { provider: 'anthropic', model: 'scripted-1' } }));
    assert.equal(wanted.recommended, auto.recommended);
    assert.equal(wanted.modelTrouble?.reason, 'no-key');
  });

  it('asks a model as well where what templates made is proven and yet unsure', async () => {
    const root = await made('invoice');
    await makeShipping(root, {
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }\n',
      'src/rates.js': `const rates = new Map([['DE', { value: 0.19 }]]);

export function rateFor(country) {
  return rates.get(country);
}
`,
      'src/invoice.js': `import { rateFor } from './rates.js';

export function taxOf(order) {
  const rate = rateFor(order.country);
  return { tax: order.net * rate.value };
}
`,
      'test/invoice.test.js':
        "import assert from 'node:assert/strict';\nimport { it } from 'node:test';\nimport { taxOf } from '../src/invoice.js';\n\nit('is there', () => assert.equal(taxOf({ country: 'DE', net: 100 }).tax, 19));\n",
    });
    const frame = { filename: '/app/src/invoice.js', function: 'taxOf', lineno: 5, in_app: true };
    const value = "Cannot read properties of undefined (reading 'value')";
    const event = { exception: { values: [{ type: 'TypeError', value, stacktrace: { frames: [frame] } }] } };
    const file = join(folder, 'invoice.json');
    await writeFile(file, JSON.stringify({ ...shippingEvent, ...event }));
    await using bench = await Workbench.open({ folder: root, event: (await readEventFile(file)).event });
    const propose = (writing?: { engines: Engines }) =>
      makeProposal({ bench, issue: 'i', run: 'invoice', writing, ...quiet });
    const alone = recommendedCandidate(await propose());
    assert.deepEqual([alone?.engine, alone?.verification?.verdict], ['templates', 'proven']);
    assert.ok((alone?.confidence ?? 1) < 0.8, `${alone?.confidence}`);
    const fix = '  return rates.get(country.toUpperCase());';
    writes(
      edit('src/rates.js', '  return rates.get(country);', fix, 'Codes are looked up in capital letters.'),
    );
    const together = await propose({ engines: { settings: settingsOf({ engine: 'auto' }) } });
    assert.deepEqual(
      together.candidates.map(({ engine }) => engine).filter(engine => engine === 'model'),
      ['model'],
    );
    assert.ok(together.candidates.some(({ id }) => id === alone?.id));
  });

  it('lets a model work step by step where nothing that it wrote at once holds', async () => {
    const right = /SEARCH\n([\s\S]*)\n=======\n([\s\S]*)\n>>>>>>>/.exec(answers.right) ?? [];
    const [, search, replace] = right;
    server.script(({ tools, messages, ...request }) => {
      if (asksForCause({ tools, messages, ...request })) return answers.cause;
      if (tools.length === 0) return answers.wrong;
      if (messages.length > 1) return 'LABEL: root-cause\nEXPLANATION: Codes are looked up by their country.';
      return { calls: [{ tool: 'edit', input: { path: 'src/zones.js', search, replace } }] };
    });
    await using bench = await benchOf(shippingEvent);
    const engines = { settings: settingsOf({ steps: 5 }) };
    const proposal = await makeProposal({ bench, issue: 'i', run: 'steps', writing: { engines }, ...quiet });
    const recommended = recommendedCandidate(proposal);
    assert.deepEqual(
      [recommended?.engine, recommended?.explanation, recommended?.verification?.verdict],
      ['model', 'Codes are looked up by their country.', 'proven'],
    );
    const first = server.requests.find(({ tools }) => tools.length > 0);
    assert.match(first?.text ?? '', /reproduction still raises/);
    assert.deepEqual(server.mistakes, []);
  });

  it('takes the model’s own test for the reproduction, if it raises the error', async () => {
    const [value] = shippingEvent.exception.values;
    const frames = value?.stacktrace.frames.map(({ vars: _, ...frame }) => frame);
    const silent = { exception: { values: [{ ...value, stacktrace: { frames } }] } };
    const test = (country: string) =>
      `FILE: test/region.test.js\n<<<<<<< SEARCH\n=======\nimport { it } from 'node:test';\nimport { rateFor } from '../src/shipping.js';\n\nit('has a rate for a region', () => {\n  rateFor({ country: '${country}' });\n});\n>>>>>>> REPLACE\n`;
    for (const [country, verdict] of [
      ['DE', 'plausible'],
      ['de-BE', 'proven'],
    ] as const) {
      writes(`${answers.right}\n${test(country)}`);
      await using bench = await benchOf({ ...shippingEvent, ...silent });
      const engines = { settings: settingsOf() };
      const proposal = await makeProposal({
        bench,
        issue: 'i',
        run: country,
        writing: { engines },
        ...quiet,
      });
      const recommended = recommendedCandidate(proposal);
      assert.deepEqual([recommended?.engine, recommended?.verification?.verdict], ['model', verdict]);
      assert.equal(proposal.reproduction?.path, verdict === 'proven' ? 'test/region.test.js' : undefined);
    }
  });
});
