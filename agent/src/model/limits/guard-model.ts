import { randomUUID } from 'node:crypto';
import {
  type EngineSettings,
  type ModelCall,
  type ModelPrice,
  type ModelSpend,
  totalTokens,
} from '@errata/protocol/model';
import type { AskOptions, Model, ModelAnswer, ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { askInTime } from './ask-in-time.ts';
import { usedUp } from './budget.ts';
import { type Clock, systemClock } from './clock.ts';
import { mostTokens } from './estimate.ts';
import { type Gate, type Gates, processGates } from './gates.ts';
import { AnswerKeys, type KeptModelAnswers } from './kept-answers.ts';
import { MemoryLedger, type ModelLedger } from './ledger.ts';
import { persist } from './persist.ts';
import { costOf, mostCost, priceOf } from './prices.ts';
import { Tally } from './tally.ts';
import { answerText, promptText } from './transcript.ts';
import { nothing, usedBy } from './used-by.ts';

export interface GuardOptions {
  readonly settings: EngineSettings;
  /** The run that is asked for; its earlier calls count for the budget of the fix. */
  readonly run?: string | undefined;
  /** Without it, budgets are kept for this guard alone. */
  readonly ledger?: ModelLedger | undefined;
  readonly cache?: KeptModelAnswers | undefined;
  /** Told what is waited for. */
  readonly report?: ((message: string) => void) | undefined;
  readonly clock?: Clock | undefined;
  readonly gates?: Gates | undefined;
}

/** A model that can neither be asked too much nor waited for too long. */
export interface GuardedModel extends Model {
  /** What was spent through this guard. */
  spent(): ModelSpend;
}

/**
 * Stands between us and a model: gives answers again that were given, keeps to the budgets, lets in few at a time, tries again what
 * may pass, waits for nobody too long, and puts every call down.
 */
export function guardModel(model: Model, options: GuardOptions): GuardedModel {
  return new Guard(model, options);
}

type Begun = Pick<ModelCall, 'id' | 'run' | 'purpose' | 'model'>;

interface End extends Pick<ModelCall, 'outcome' | 'tokens'> {
  readonly began: Date;
  /** What the model said. */
  readonly text: string;
}

class Guard implements GuardedModel {
  readonly id: string;
  readonly window: number | undefined;
  readonly #model: Model;
  readonly #settings: EngineSettings;
  readonly #run: string | undefined;
  readonly #ledger: ModelLedger;
  readonly #cache: KeptModelAnswers | undefined;
  readonly #report: GuardOptions['report'];
  readonly #clock: Clock;
  readonly #gate: Gate;
  readonly #keys: AnswerKeys;
  readonly #price: ModelPrice | undefined;
  readonly #tally: Tally;

  constructor(model: Model, { gates = processGates, ...options }: GuardOptions) {
    const { settings, run, ledger, cache, clock, report } = options;
    const address = settings.model?.baseUrl ?? '';
    this.id = model.id;
    this.window = model.window;
    this.#model = model;
    this.#settings = settings;
    this.#run = run || undefined;
    this.#ledger = ledger ?? new MemoryLedger();
    this.#cache = cache;
    this.#report = report;
    this.#clock = clock ?? systemClock;
    this.#gate = gates.of(`${model.id} ${address}`);
    this.#keys = new AnswerKeys({ model: model.id, address, run: this.#run });
    this.#price = priceOf(model.id, settings.prices);
    this.#tally = new Tally(model.id, this.#price !== undefined);
  }

  spent(): ModelSpend {
    return this.#tally.spend;
  }

  async ask(request: ModelRequest, how: AskOptions): Promise<ModelAnswer> {
    const call: Begun = {
      ...{ id: randomUUID(), purpose: request.purpose, model: this.id },
      ...(this.#run !== undefined && { run: this.#run }),
    };
    const key = this.#cache && this.#keys.of(request);
    const kept = key === undefined ? undefined : await this.#cache?.get(key);
    if (kept !== undefined) {
      await this.#record(call, request, {
        began: this.#clock.now(),
        outcome: 'cached',
        tokens: nothing,
        text: answerText(kept),
      });
      how.onText?.(kept.text);
      return { ...kept, tokens: nothing, cached: true };
    }
    using _slot = await this.#gate.slots.take(how.signal);
    await this.#begin(call, request);
    return await this.#ask(call, request, how, key);
  }

  /** Throws `ModelError` `budget-used-up`. */
  async #begin(call: Begun, request: ModelRequest): Promise<void> {
    const { budget } = this.#settings;
    const tokens = mostTokens(request);
    const cost = this.#price && mostCost(tokens, this.#price);
    const admission = await this.#ledger.begin({
      ...call,
      tokens,
      ...(cost !== undefined && { cost }),
      budget,
    });
    if (admission.admitted) return;
    const wanted = { tokens: totalTokens(tokens), cost: cost ?? 0 };
    throw usedUp(admission, budget, wanted, this.#clock.now());
  }

  async #ask(
    call: Begun,
    request: ModelRequest,
    how: AskOptions,
    key: string | undefined,
  ): Promise<ModelAnswer> {
    const began = this.#clock.now();
    let heard = '';
    const onText = (chunk: string) => {
      heard += chunk;
      how.onText?.(chunk);
    };
    const attempt = () => askInTime(this.#model, request, { signal: how.signal, onText }, this.#clock);
    const through = {
      ...{ model: this.id, breaker: this.#gate.breaker, clock: this.#clock },
      ...{ signal: how.signal, report: this.#report },
    };
    let answer: ModelAnswer;
    try {
      answer = await persist(attempt, through);
    } catch (error) {
      const outcome = ModelError.is(error) ? error.reason : 'cancelled';
      await this.#record(call, request, {
        began,
        outcome,
        tokens: usedBy(error, request, heard),
        text: heard,
      });
      throw error;
    }
    if (key !== undefined) await this.#cache?.set(key, answer);
    const { tokens } = answer;
    await this.#record(call, request, { began, outcome: 'answered', tokens, text: answerText(answer) });
    return answer;
  }

  async #record(call: Begun, request: ModelRequest, { began, outcome, tokens, text }: End): Promise<void> {
    const cost = this.#price && costOf(tokens, this.#price);
    const milliseconds = this.#clock.now().getTime() - began.getTime();
    const spent = { tokens, ...(cost !== undefined && { cost }), milliseconds };
    if (outcome !== 'cached') this.#tally.add(spent);
    await this.#ledger.record({
      ...{ ...call, at: began.toISOString(), outcome, ...spent },
      ...(this.#settings.keepPrompts && { prompt: promptText(request), answer: text }),
    });
  }
}
