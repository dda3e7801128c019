import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelBudgetSchema, totalTokens } from './model.ts';
import { admit, dayOf } from './model-ledger.ts';

const cents = fc.nat(200).map(amount => amount / 64);
const count = fc.nat(2000);
const call = fc.record({
  tokens: fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count }),
  cost: fc.option(cents, { nil: undefined }),
});
const budget = fc
  .record({ money: fc.integer({ min: 1, max: 640 }), tokens: fc.integer({ min: 1, max: 20_000 }) })
  .map(({ money, tokens }) =>
    modelBudgetSchema.parse({
      ...{ moneyPerFix: money / 64, moneyPerDay: money / 32 },
      ...{ tokensPerFix: tokens, tokensPerDay: tokens * 2 },
    }),
  );

describe('admitting calls of models', () => {
  it('never breaks a budget, and refuses nothing that fits', () => {
    fc.assert(
      fc.property(budget, fc.array(fc.record({ fix: fc.nat(2), call }), { maxLength: 60 }), (each, asked) => {
        const none = () => ({ tokens: 0, cost: 0 });
        const day = none();
        const fixes = [none(), none(), none()];
        for (const { fix: which, call: one } of asked) {
          const fix = fixes[which] ?? none();
          const after = (used: typeof day) => ({
            tokens: used.tokens + totalTokens(one.tokens),
            cost: used.cost + (one.cost ?? 0),
          });
          const admission = admit({ ...one, budget: each }, { fix, day });
          if (admission.admitted) {
            Object.assign(day, after(day));
            Object.assign(fix, after(fix));
          } else {
            const measure = admission.limit.startsWith('money') ? 'cost' : 'tokens';
            const used = admission.limit.endsWith('Fix') ? fix : day;
            assert.equal(admission.used, used[measure]);
            assert.ok(
              after(used)[measure] > each[admission.limit] || used[measure] === each[admission.limit],
            );
          }
          assert.ok(day.cost <= each.moneyPerDay && day.tokens <= each.tokensPerDay);
          for (const { cost, tokens } of fixes)
            assert.ok(cost <= each.moneyPerFix && tokens <= each.tokensPerFix);
        }
      }),
    );
  });

  it('counts in days that are the same everywhere', () => {
    assert.equal(dayOf(new Date('2026-06-15T23:59:59.999Z')).toISOString(), '2026-06-15T00:00:00.000Z');
    assert.equal(dayOf(new Date('2026-06-16T01:30:00+02:00')).toISOString(), '2026-06-15T00:00:00.000Z');
  });
});
