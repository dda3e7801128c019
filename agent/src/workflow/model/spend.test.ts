import assert from 'node:assert/strict';
import type { ModelSpend } from '@errata/protocol/model';
import { together } from './spend.ts';

const spent = (calls: number, more: Partial<ModelSpend> = {}): ModelSpend => ({
  ...{ model: 'openai:m', calls, milliseconds: calls },
  tokens: { input: calls * 1_000_000, output: 0, cacheRead: calls, cacheWrite: 0 },
  ...more,
});

describe('what models cost', () => {
  it('adds up over rounds', () => {
    assert.equal(together(undefined, undefined), undefined);
    assert.deepEqual(together(spent(1), undefined), spent(1));
    assert.deepEqual(together(undefined, spent(2)), spent(2));
    assert.deepEqual(
      together(spent(1, { cost: 0.5, reflections: 1 }), spent(2, { cost: 0.25 })),
      spent(3, { cost: 0.75, reflections: 1 }),
    );
  });

  it('is not known in money where a part of it is not', () => {
    assert.equal(together(spent(1, { cost: 0.5 }), spent(2))?.cost, undefined);
    assert.equal(together(spent(1, { cost: 0.5 }), spent(0))?.cost, 0.5);
  });
});
