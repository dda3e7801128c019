import type { Explanation } from '@errata/protocol/diagnosis';
import type { ModelSpend } from '@errata/protocol/model';
import type { Proposal } from '@errata/protocol/proposal';
import { alternatives, cartPath } from './scenes.ts';

/* What models have to do with the review of `scenes.ts`. */

const model = 'anthropic:claude-sonnet-4-5';

export const spent: ModelSpend = {
  model,
  calls: 5,
  tokens: { input: 6120, output: 2410, cacheRead: 18_400, cacheWrite: 4600 },
  cost: 0.0874,
  milliseconds: 31_400,
  reflections: 1,
};

export const explained: Explanation = {
  model,
  cause: '`loadCart` gives a guest `{ id }` alone since guests may look at the cart, and `total` never knew.',
  evidence: [
    { file: cartPath, line: 5, why: 'reads `cart.items` without asking' },
    { file: 'src/checkout/load.ts', line: 31, why: 'returns a cart without items' },
  ],
  producedAt: { file: 'src/checkout/load.ts', line: 31 },
  strategy: 'Give a guest an empty list of items where the cart is made.',
  disprovedBy: 'a caller that tells an absent list from an empty one',
};

/** The alternatives, of which one was written by a model in its second round. */
export const writtenByModel: Proposal = {
  ...alternatives,
  candidates: alternatives.candidates.map(each =>
    each.engine === 'model' ? { ...each, spent: { ...spent, calls: 1, cost: 0.0213 } } : each,
  ),
};
