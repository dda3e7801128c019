import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ModelBudget, type ModelCall, modelBudgetSchema } from '@errata/protocol/model';
import type { PlannedModelCall } from '@errata/protocol/model-ledger';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { beginModelCall, recordModelCall } from '../../ledger/model-ledger.ts';
import { startRun } from '../../lifecycle/start-run.ts';
import { auditAfter } from '../audit.ts';
import { modelCallById, modelUsage, pageOfModelCalls } from '../model-calls.ts';
import type { Store } from '../store.ts';
import { collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

const yesterday = new Date(now.getTime() - 86_400_000);
const budget = modelBudgetSchema.parse({
  moneyPerFix: 1,
  moneyPerDay: 3,
  tokensPerFix: 1000,
  tokensPerDay: 3000,
});

function planned(
  run: string | undefined,
  changes: { cost?: number; tokens?: number; budget?: ModelBudget } = {},
): PlannedModelCall {
  const tokens = { input: changes.tokens ?? 10, output: 0, cacheRead: 0, cacheWrite: 0 };
  return {
    ...{ id: randomUUID(), purpose: 'propose' as const, model: 'openai:m', tokens },
    budget: changes.budget ?? budget,
    ...(run !== undefined && { run }),
    ...(changes.cost !== undefined && { cost: changes.cost }),
  };
}

function ended({ budget: _, ...call }: PlannedModelCall, changes: Partial<ModelCall> = {}): ModelCall {
  return { ...call, at: now.toISOString(), milliseconds: 1500, outcome: 'answered', ...changes };
}

export function accountingContract(open: OpenEmptyStore): void {
  describe('the ledger of what models were asked', () => {
    it('promises the same money to one only, of however many that ask at once', async () => {
      await using opened = await open();
      const { store, another } = opened;
      const { run } = await runIn(store);
      const stores = [store, ...(another === undefined ? [] : [await another(), await another()])];
      const asked = Array.from({ length: 60 }, (_, index) => {
        const each = stores[index % stores.length] ?? store;
        return each.write(tx => beginModelCall(tx, planned(run, { cost: 0.3 }), teller, now));
      });
      const answers = await Promise.all(asked);
      assert.equal(answers.filter(({ admitted }) => admitted).length, 3);
      const refused = answers.find(({ admitted }) => !admitted);
      assert.deepEqual(refused, { admitted: false, limit: 'moneyPerFix', used: refusedAfter(3, 0.3) });
    });

    it('counts a call with the most that it may take until it is told what it took', async () => {
      await using opened = await open();
      const { store } = opened;
      const { run } = await runIn(store);
      const begin = (call: PlannedModelCall) => store.write(tx => beginModelCall(tx, call, teller, now));
      const first = planned(run, { tokens: 900, cost: 0.9 });
      assert.ok((await begin(first)).admitted);
      assert.ok((await begin(first)).admitted, 'the same call again is no other one');
      const used = await usage(store, run);
      assert.deepEqual([used.calls, used.tokens, used.cost], [1, 900, 0.9]);
      assert.deepEqual(await begin(planned(run, { tokens: 101 })), {
        ...{ admitted: false, limit: 'tokensPerFix', used: 900 },
      });
      const tokens = { input: 100, output: 20, cacheRead: 3, cacheWrite: 4 };
      const told = ended(first, { tokens, cost: 0.25, prompt: 'p', answer: 'a' });
      assert.ok(await record(store, told));
      assert.ok(!(await record(store, { ...told, cost: 9 })), 'what was told first holds');
      const after = await usage(store, run);
      assert.deepEqual([after.calls, after.tokens, after.cost], [1, 127, 0.25]);
      assert.ok((await begin(planned(run, { tokens: 101 }))).admitted);
      assert.deepEqual((await modelCallById(store.reader, first.id))?.call, told);
    });

    it('counts a fix over all days and tokens, and a day over all fixes of one token', async () => {
      await using opened = await open();
      const { store } = opened;
      const { run } = await runIn(store);
      const other = await runIn(store);
      const begin = (call: PlannedModelCall, token = 'me', at = now) =>
        store.write(tx => beginModelCall(tx, call, { ...teller, token }, at));
      assert.ok((await begin(planned(run, { cost: 0.8 }), 'me', yesterday)).admitted);
      assert.deepEqual(await begin(planned(run, { cost: 0.3 }), 'you'), {
        ...{ admitted: false, limit: 'moneyPerFix', used: 0.8 },
      });
      const spare = { ...budget, moneyPerFix: 100, tokensPerFix: 10 ** 6 };
      assert.ok((await begin(planned(other.run, { cost: 2.5, budget: spare }))).admitted);
      assert.deepEqual(await begin(planned(run, { cost: 0.6, budget: spare })), {
        ...{ admitted: false, limit: 'moneyPerDay', used: 2.5 },
      });
      assert.ok((await begin(planned(run, { cost: 0.6, budget: spare }), 'you')).admitted);
      assert.deepEqual(await begin(planned(undefined, { tokens: 2991 })), {
        ...{ admitted: false, limit: 'tokensPerDay', used: 10 },
      });
      // Where no price is known, money is not counted: but what is used up is used up.
      assert.ok((await begin(planned(undefined, { tokens: 2990 }))).admitted);
      assert.equal((await begin(planned(undefined, { tokens: 0 }))).admitted, false);
    });

    it('keeps each call with its entry in the audit, or neither', async () => {
      await using opened = await open();
      const { store } = opened;
      const { run, issue } = await runIn(store);
      const one = planned(run, { cost: 0.5 });
      await store.write(tx => beginModelCall(tx, one, teller, now));
      await record(store, ended(one, { cost: 0.0123 }), issue);
      const two = ended(planned(undefined), { outcome: 'rate-limited', at: yesterday.toISOString() });
      await record(store, two, 'openai:m');
      await record(store, two, 'openai:m');
      const failing = store.write(async tx => {
        await recordModelCall(tx, ended(planned(run)), { ...teller, subject: issue }, now);
        throw new Error('undone');
      });
      await assert.rejects(failing, /undone/);
      const entries = await auditAfter(store.reader, { after: 0, limit: 100 });
      assert.deepEqual(
        entries
          .filter(({ action }) => action === 'model-call')
          .map(({ by, subject, to, reason }) => [by, subject, to, reason]),
        [
          ['me', issue, 'openai:m', 'propose: answered; 10 tokens in, 0 out; $0.0123; 1500 ms'],
          [
            'me',
            'openai:m',
            'openai:m',
            'propose: rate-limited; 10 tokens in, 0 out; price unknown; 1500 ms',
          ],
        ],
      );
      const { calls, nextCursor } = await pageOfModelCalls(store.reader, { project: undefined, limit: 1 });
      assert.deepEqual(calls, [two]);
      const rest = await pageOfModelCalls(store.reader, { project: undefined, limit: 1, cursor: nextCursor });
      assert.deepEqual([rest.calls.map(({ id }) => id), rest.nextCursor], [[one.id], undefined]);
      const ofDay = { project: undefined, limit: 9, from: '2026-06-15', to: '2026-06-16' };
      assert.deepEqual((await pageOfModelCalls(store.reader, ofDay)).calls, rest.calls);
      assert.deepEqual((await pageOfModelCalls(store.reader, { project: 999, limit: 9 })).calls, []);
    });
  });
}

const teller = { token: 'me', project: undefined };

async function runIn(store: Store): Promise<{ run: string; issue: string }> {
  const { issue } = await collectOne(store, await newProject(store), sampleEvent());
  const { run } = await store.write(tx => startRun(tx, issue, 'agent', now, 1000));
  return { run: run.id, issue };
}

function record(store: Store, call: ModelCall, subject = 'an issue'): Promise<boolean> {
  return store.write(tx => recordModelCall(tx, call, { ...teller, subject }, now));
}

function usage(store: Store, run: string) {
  return modelUsage(store.reader, { run, token: 'me', since: '' });
}

/** As a database adds it up. */
function refusedAfter(times: number, cost: number): number {
  return Array.from({ length: times }, () => cost).reduce((sum, each) => sum + each);
}
