import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type ModelCall, modelBudgetSchema } from '@errata/protocol/model';
import type { PlannedModelCall } from '@errata/protocol/model-ledger';
import { ModelError } from '../model-error.ts';
import { firstWordMilliseconds, wholeMilliseconds } from './ask-in-time.ts';
import { Gates } from './gates.ts';
import { guardModel } from './guard-model.ts';
import { KeptModelAnswers } from './kept-answers.ts';
import { MemoryLedger } from './ledger.ts';
import { answerOf, ManualClock, requestOf, settingsOf, ToldModel } from './scratch-model.ts';

const never = new AbortController().signal;
const prices = { 'openai:m': { input: 10, output: 100, cacheRead: 1, cacheWrite: 12 } };

/** A ledger that shows what it was told. */
class OpenLedger extends MemoryLedger {
  readonly begun: PlannedModelCall[] = [];
  readonly recorded: ModelCall[] = [];

  override begin(planned: PlannedModelCall) {
    this.begun.push(planned);
    return super.begin(planned);
  }

  override record(call: ModelCall) {
    this.recorded.push(call);
    return super.record(call);
  }
}

function bench(model: ToldModel, changes: Parameters<typeof settingsOf>[0] = {}) {
  const clock = new ManualClock();
  const ledger = new OpenLedger();
  const gates = new Gates();
  const settings = settingsOf({ prices, ...changes });
  const reports: string[] = [];
  const report = (message: string) => reports.push(message);
  const guard = (run = 'run-1', cache?: KeptModelAnswers) =>
    guardModel(model, { settings, run, ledger, clock, gates, cache, report });
  return { clock, reports, ledger, guard, outcomes: () => ledger.recorded.map(({ outcome }) => outcome) };
}

const overloaded = () => new ModelError('overloaded', 'busy');
const isOf = (reason: ModelError['reason']) => (error: unknown) => ModelError.is(error, reason);

describe('a guarded model', () => {
  describe('budgets', () => {
    it('are never broken by calls that race, and what was not used may be used', async () => {
      const model = new ToldModel(() => answerOf('a', { input: 1, output: 1000 }));
      const budget = modelBudgetSchema.parse({ moneyPerFix: 0.35 });
      const { guard, ledger } = bench(model, { budget });
      const guarded = guard();
      const asked = Array.from({ length: 10 }, (_, index) =>
        guarded.ask(requestOf(`${index}`), { signal: never }),
      );
      const settled = await Promise.allSettled(asked);
      const refused = settled.filter(({ status }) => status === 'rejected');
      assert.equal(model.asked.length, 3);
      assert.equal(refused.length, 7);
      for (const each of refused) {
        assert.ok(each.status === 'rejected' && ModelError.is(each.reason, 'budget-used-up'));
        assert.match(each.reason.message, /errata\.modelBudget\.moneyPerFix/);
      }
      assert.ok((guarded.spent().cost ?? 1) <= 0.35);
      assert.equal(ledger.recorded.length, 3);
    });

    it('hold a call against the most that it may take, before it is made', async () => {
      const model = new ToldModel();
      const { guard, ledger } = bench(model, { budget: modelBudgetSchema.parse({ tokensPerDay: 1500 }) });
      await guard().ask(requestOf('x'), { signal: never });
      const [planned] = ledger.begun;
      assert.equal(planned?.tokens.output, 1000);
      assert.ok((planned?.cost ?? 0) >= 0.1, 'what goes in may be written into a cache, which is dearer');
      const long = guard().ask(requestOf('x'.repeat(3000)), { signal: never });
      await assert.rejects(long, (error: unknown) => {
        assert.ok(ModelError.is(error, 'budget-used-up'));
        assert.match(error.message, /1500 tokens in a day\. 110 tokens are used.*2026-06-16 00:00 UTC/);
        assert.equal(error.retryAt?.toISOString(), '2026-06-16T00:00:00.000Z');
        return true;
      });
      assert.equal(model.asked.length, 1);
    });

    it('count tokens alone where no price is known', async () => {
      const { guard, ledger } = bench(new ToldModel(undefined, 'openai:local'));
      const guarded = guard();
      await guarded.ask(requestOf('x'), { signal: never });
      assert.equal(ledger.begun[0]?.cost, undefined);
      const { cost, tokens, calls } = guarded.spent();
      assert.deepEqual([cost, tokens.input, calls], [undefined, 100, 1]);
    });
  });

  describe('failures', () => {
    it('that may pass are tried again, ever later, by chance', async () => {
      let failures = 3;
      const model = new ToldModel(() => {
        if (failures-- > 0) throw overloaded();
        return answerOf('at last');
      });
      const { guard, clock, outcomes, reports } = bench(model);
      const asked = guard().ask(requestOf('x'), { signal: never });
      for (const pause of [500, 1000, 2000]) {
        await clock.pass(pause - 1);
        const before = model.asked.length;
        await clock.pass(1);
        assert.equal(model.asked.length, before + 1, `after ${pause} ms`);
      }
      assert.equal((await asked).text, 'at last');
      assert.deepEqual(
        reports,
        [1, 1, 2].map(seconds => `openai:m is asked again in ${seconds} s: busy`),
      );
      assert.deepEqual(outcomes(), ['answered']);
    });

    it('are not tried again before the provider says so, nor where that is too long', async () => {
      const model = new ToldModel();
      const { guard, clock } = bench(model);
      const at = (milliseconds: number) => ({ retryAt: new Date(clock.now().getTime() + milliseconds) });
      const replies = [new ModelError('rate-limited', 'later', at(20_000))];
      model.reply = () => {
        const reply = replies.shift();
        if (reply !== undefined) throw reply;
        return answerOf('yes');
      };
      const guarded = guard();
      const asked = guarded.ask(requestOf('x'), { signal: never });
      await clock.pass(20_499);
      assert.equal(model.asked.length, 1);
      await clock.pass(1);
      await asked;
      replies.push(new ModelError('rate-limited', 'tomorrow', at(86_400_000)));
      await assert.rejects(guarded.ask(requestOf('x'), { signal: never }), /tomorrow/);
      assert.equal(model.asked.length, 3);
    });

    it('that stay are told at once, with what was used', async () => {
      const model = new ToldModel();
      const { guard, ledger, outcomes } = bench(model);
      const guarded = guard();
      const tokens = { input: 7, output: 3, cacheRead: 0, cacheWrite: 0 };
      const errors = [
        new ModelError('key-refused', 'no'),
        new ModelError('refused', 'no', { tokens }),
        new ModelError('cut-off', 'no'),
        new TypeError('a mistake'),
      ];
      for (const error of errors) {
        model.reply = (_, { onText }) => {
          onText?.('123456');
          throw error;
        };
        if (error instanceof ModelError && error.reason === 'key-refused')
          model.reply = () => Promise.reject(error);
        await assert.rejects(guarded.ask(requestOf('x'), { signal: never }), error);
      }
      assert.deepEqual(outcomes(), ['key-refused', 'refused', 'cut-off', 'cancelled']);
      const used = ledger.recorded.map(each => [each.tokens.input > 0, each.tokens.output]);
      assert.deepEqual(used, [
        [false, 0],
        [true, 3],
        [true, 2],
        [true, 2],
      ]);
    });

    it('in a row leave the model alone for a while; then one call tries it', async () => {
      const model = new ToldModel(() => Promise.reject(overloaded()));
      const { guard, clock } = bench(model);
      const first = assert.rejects(guard().ask(requestOf('x'), { signal: never }), isOf('overloaded'));
      for (let step = 0; step < 20; step++) await clock.pass(1000);
      await first;
      assert.equal(model.asked.length, 5);
      const alone = guard().ask(requestOf('x'), { signal: never });
      await assert.rejects(alone, /left alone/);
      assert.equal(model.asked.length, 5, 'nothing was asked, by any guard');
      await clock.pass(60_000);
      const answer = Promise.withResolvers<ReturnType<typeof answerOf>>();
      model.reply = () => answer.promise;
      const trial = guard().ask(requestOf('x'), { signal: never });
      await turn();
      await assert.rejects(guard().ask(requestOf('y'), { signal: never }), /left alone/);
      answer.resolve(answerOf('back'));
      assert.equal((await trial).text, 'back');
      assert.equal((await guard().ask(requestOf('z'), { signal: never })).text, 'back');
    });
  });

  describe('time', () => {
    const deaf = () => new Promise<never>(() => {});

    it('is up where nothing comes, and where it does not end, even if nobody listens to the signal', async () => {
      const model = new ToldModel(deaf);
      const { guard, clock, outcomes } = bench(model);
      const silent = assert.rejects(guard().ask(requestOf('x'), { signal: never }), isOf('timeout'));
      await clock.pass(firstWordMilliseconds);
      await silent;
      model.reply = (_, { onText }) => {
        onText?.('');
        return deaf();
      };
      const endless = assert.rejects(guard().ask(requestOf('x'), { signal: never }), /15 minutes/);
      await clock.pass(firstWordMilliseconds);
      assert.equal(outcomes().length, 1, 'it has begun to answer');
      await clock.pass(wholeMilliseconds - firstWordMilliseconds);
      await endless;
      assert.deepEqual(outcomes(), ['timeout', 'timeout']);
    });

    it('is given up when the person stops it: while asking, waiting to ask again, and waiting for a turn', async () => {
      const model = new ToldModel(deaf);
      const { guard, clock, outcomes, ledger } = bench(model);
      const stop = new AbortController();
      const why = new Error('stopped');
      const guarded = guard();
      const all = [1, 2, 3].map(each => guarded.ask(requestOf(`${each}`), { signal: stop.signal }));
      await turn();
      assert.equal(model.asked.length, 2, 'two at a time');
      stop.abort(why);
      for (const each of all) await assert.rejects(each, why);
      assert.deepEqual(outcomes(), ['cancelled', 'cancelled']);
      assert.equal(ledger.begun.length, 2);
      model.reply = () => Promise.reject(overloaded());
      const again = new AbortController();
      const waiting = guarded.ask(requestOf('x'), { signal: again.signal });
      await clock.pass(0);
      again.abort(why);
      await assert.rejects(waiting, why);
      assert.equal(model.asked.length, 3);
      // The turns were given back.
      model.reply = () => answerOf('yes');
      const rest = [1, 2, 3].map(each => guarded.ask(requestOf(`${each}`), { signal: never }));
      assert.equal((await Promise.all(rest)).length, 3);
    });
  });

  describe('answers that were given', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'errata-answers-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('are given again to a run that is resumed, each sample its own, and cost nothing', async () => {
      let count = 0;
      const model = new ToldModel(() => answerOf(`sample ${++count}`));
      const { guard, outcomes } = bench(model);
      const ask = async (run: string, temperature?: number) => {
        const guarded = guard(run, new KeptModelAnswers(folder));
        const request = requestOf('x', temperature === undefined ? {} : { temperature });
        const answers = [];
        for (let time = 0; time < 3; time++) answers.push(await guarded.ask(request, { signal: never }));
        return { texts: answers.map(({ text }) => text), answers, spent: guarded.spent() };
      };
      const first = await ask('one');
      assert.deepEqual(first.texts, ['sample 1', 'sample 2', 'sample 3']);
      const resumed = await ask('one');
      assert.deepEqual(resumed.texts, first.texts);
      assert.deepEqual([resumed.spent.calls, resumed.spent.cost, resumed.answers[0]?.cached], [0, 0, true]);
      assert.deepEqual(resumed.answers[0]?.tokens.input, 0);
      assert.deepEqual(outcomes().slice(3), ['cached', 'cached', 'cached']);
      assert.deepEqual((await ask('two')).texts, ['sample 4', 'sample 5', 'sample 6']);
      assert.deepEqual((await ask('one', 0)).texts, ['sample 7', 'sample 7', 'sample 7']);
      assert.deepEqual((await ask('two', 0)).texts, ['sample 7', 'sample 7', 'sample 7']);
      assert.deepEqual((await ask('one', 0.5)).texts, ['sample 8', 'sample 9', 'sample 10']);
    });

    it('are of no other request, model or address, and not of a failure', async () => {
      const model = new ToldModel(() => Promise.reject(new ModelError('empty', 'nothing')));
      const cache = new KeptModelAnswers(folder);
      const still = { temperature: 0 };
      const { guard } = bench(model);
      await assert.rejects(guard('r', cache).ask(requestOf('x', still), { signal: never }), isOf('empty'));
      model.reply = () => answerOf('yes');
      await guard('r', cache).ask(requestOf('x', still), { signal: never });
      const elsewhere = bench(model, {
        model: { provider: 'openai', model: 'm', baseUrl: 'http://127.0.0.1:1', api: 'chat' },
      });
      const other = new ToldModel(undefined, 'openai:other');
      await guard('r', cache).ask(requestOf('y', still), { signal: never });
      await elsewhere.guard('r', cache).ask(requestOf('x', still), { signal: never });
      await bench(other).guard('r', cache).ask(requestOf('x', still), { signal: never });
      assert.deepEqual([model.asked.length, other.asked.length], [4, 1]);
      await guard('r', cache).ask(requestOf('x', { ...still, purpose: 'reflect' }), { signal: never });
      assert.equal(model.asked.length, 4, 'what it is asked for changes no answer');
    });

    it('lie where only this user reads them', async () => {
      const { guard } = bench(new ToldModel());
      await guard('r', new KeptModelAnswers(folder)).ask(requestOf('x'), { signal: never });
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = names.filter(entry => entry.isFile());
      assert.ok(files.length > 0);
      for (const { parentPath, name } of files) {
        assert.equal((await stat(join(parentPath, name))).mode & 0o077, 0, name);
      }
    });
  });

  describe('the ledger', () => {
    it('is told of prompts only where that was switched on', async () => {
      const off = bench(new ToldModel());
      await off.guard().ask(requestOf('the prompt'), { signal: never });
      assert.equal(off.ledger.recorded[0]?.prompt, undefined);
      const on = bench(new ToldModel(), { keepPrompts: true });
      await on.guard().ask(requestOf('the prompt'), { signal: never });
      const [call] = on.ledger.recorded;
      assert.match(call?.prompt ?? '', /^\[system\]\nFix it\.\n\n\[user\]\nthe prompt$/);
      assert.match(call?.answer ?? '', /yes/);
      assert.deepEqual(
        [call?.run, call?.purpose, call?.model, call?.cost],
        ['run-1', 'propose', 'openai:m', 0.002],
      );
    });

    it('that does not answer lets nothing be asked', async () => {
      const model = new ToldModel();
      const ledger = { begin: () => Promise.reject(new Error('gone')), record: async () => {} };
      const guarded = guardModel(model, { settings: settingsOf(), ledger, gates: new Gates() });
      await assert.rejects(guarded.ask(requestOf('x'), { signal: never }), /gone/);
      assert.equal(model.asked.length, 0);
    });

    it('that does not answer afterwards costs no answer', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'errata-answers-'));
      try {
        const model = new ToldModel();
        const { guard, ledger } = bench(model);
        const cache = new KeptModelAnswers(folder);
        ledger.record = () => Promise.reject(new Error('gone'));
        await assert.rejects(guard('r', cache).ask(requestOf('x'), { signal: never }), /gone/);
        ledger.record = async () => {};
        assert.equal((await guard('r', cache).ask(requestOf('x'), { signal: never })).cached, true);
        assert.equal(model.asked.length, 1);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
});
