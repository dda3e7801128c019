import type { EngineSettings, ModelPrice, ModelRate, TokenUsage } from '@errata/protocol/model';
import known from '../prices.json' with { type: 'json' };

/** What a model is called when it was made on a certain day. */
const edition = /^(-\d{8}|-\d{4}-\d{2}-\d{2}|-latest)?$/;

/**
 * What a model costs: as the settings say, by its name or the beginning of it, else as its provider publishes. Nothing where neither
 * knows it: a guess from a name that is alike could be wrong by far.
 * @param id `PROVIDER:MODEL`
 */
export function priceOf(id: string, prices: EngineSettings['prices']): ModelPrice | undefined {
  const name = id.slice(id.indexOf(':') + 1);
  const own = longest(Object.entries(prices).filter(([key]) => name.startsWith(key) || id.startsWith(key)));
  if (own !== undefined) return own;
  const published: [string, ModelPrice][] = Object.entries(known.models);
  return longest(published.filter(([key]) => id.startsWith(key) && edition.test(id.slice(key.length))));
}

/** What one call costs, in US dollars. Of several calls together it cannot be told: long prompts are dearer with some providers. */
export function costOf(tokens: TokenUsage, price: ModelPrice): number {
  const { input, output, cacheRead = input, cacheWrite = input } = rateOf(tokens, price);
  const millionths =
    tokens.input * input +
    tokens.output * output +
    tokens.cacheRead * cacheRead +
    tokens.cacheWrite * cacheWrite;
  return millionths / 1_000_000;
}

/** The most that so many tokens may cost: any that go in may be written into a cache. */
export function mostCost(tokens: TokenUsage, price: ModelPrice): number {
  const rate = rateOf(tokens, price);
  return costOf(tokens, { ...rate, input: Math.max(rate.input, rate.cacheWrite ?? 0) });
}

function rateOf(
  { input, cacheRead, cacheWrite }: TokenUsage,
  { longPrompt, ...usual }: ModelPrice,
): ModelRate {
  return longPrompt && input + cacheRead + cacheWrite > longPrompt.over ? longPrompt : usual;
}

function longest(found: readonly (readonly [key: string, price: ModelPrice])[]): ModelPrice | undefined {
  return found.toSorted(([one], [other]) => other.length - one.length)[0]?.[1];
}
