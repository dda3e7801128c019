import assert from 'node:assert/strict';
import { modelPriceSchema } from '@errata/protocol/model';
import fc from 'fast-check';
import known from '../prices.json' with { type: 'json' };
import { costOf, mostCost, priceOf } from './prices.ts';

const token = fc.nat(10_000_000);
const usage = fc.record({ input: token, output: token, cacheRead: token, cacheWrite: token });
const amount = fc.double({ min: 0, max: 100, noNaN: true });
const rate = { input: amount, output: amount, cacheRead: amount, cacheWrite: amount };
const price = fc.record(
  {
    ...rate,
    longPrompt: fc.record({ ...rate, over: token }, { requiredKeys: ['input', 'output', 'over'] }),
  },
  { requiredKeys: ['input', 'output'] },
);

describe('the price of a model', () => {
  it('is found by its whole name and that of an edition, and for nothing that is only alike', () => {
    const gpt = known.models['openai:gpt-5'];
    for (const id of ['openai:gpt-5', 'openai:gpt-5-2025-08-07', 'openai:gpt-5-latest']) {
      assert.deepEqual(priceOf(id, {}), gpt, id);
    }
    assert.deepEqual(priceOf('openai:gpt-5-mini', {}), known.models['openai:gpt-5-mini']);
    assert.deepEqual(
      priceOf('anthropic:claude-sonnet-4-5-20250929', {}),
      known.models['anthropic:claude-sonnet-4-5'],
    );
    for (const id of [
      'openai:gpt-5-pro',
      'openai:gpt-5.9',
      'openai:qwen3',
      'editor:gpt-5',
      'anthropic:gpt-5',
    ]) {
      assert.equal(priceOf(id, {}), undefined, id);
    }
  });

  it('is what the settings say first, the longest name of them', () => {
    const cheap = { input: 1, output: 1 };
    const dear = { input: 9, output: 9 };
    assert.equal(priceOf('openai:gpt-5', { gpt: cheap }), cheap);
    assert.equal(priceOf('openai:gpt-5-pro', { gpt: cheap, 'gpt-5-pro': dear }), dear);
    assert.equal(priceOf('openai:gpt-5-pro', { 'openai:': cheap, claude: dear }), cheap);
  });

  it('is published in the form of a price, by a provider that is named with a day', () => {
    const providers = known.sources.map(({ provider }) => provider);
    for (const [id, published] of Object.entries(known.models)) {
      assert.deepEqual(modelPriceSchema.strict().parse(published), published, id);
      assert.ok(providers.includes(id.split(':')[0] ?? ''), id);
    }
    for (const { url, asOf } of known.sources) assert.ok(URL.canParse(url) && Date.parse(asOf) > 0);
  });

  it('is another for the whole of a call with a long prompt, where a provider has one', () => {
    const each = { input: 1, output: 10, longPrompt: { over: 100, input: 2, output: 20, cacheRead: 1 } };
    const of = (input: number, cacheRead: number) =>
      costOf({ input, output: 1, cacheRead, cacheWrite: 0 }, each) * 1e6;
    assert.deepEqual([of(100, 0), of(50, 50), of(101, 0), of(50, 51)], [110, 110, 222, 171]);
    assert.ok(priceOf('openai:gpt-5.4', {})?.longPrompt);
  });

  it('is never more than what was reckoned with before the call', () => {
    assert.equal(
      costOf({ input: 1e6, output: 2e6, cacheRead: 3e6, cacheWrite: 0 }, { input: 1, output: 10 }),
      24,
    );
    fc.assert(
      fc.property(usage, price, (tokens, each) => {
        const { input, output, cacheRead, cacheWrite } = tokens;
        const planned = { input: input + cacheRead + cacheWrite, output, cacheRead: 0, cacheWrite: 0 };
        const { longPrompt = { ...each, over: Number.POSITIVE_INFINITY } } = each;
        const applied = planned.input > longPrompt.over ? longPrompt : each;
        const dearRead = Math.max(0, (applied.cacheRead ?? 0) - applied.input) * cacheRead;
        assert.ok(costOf(tokens, each) <= mostCost(planned, each) + dearRead / 1e6 + 1e-6);
      }),
    );
  });
});
