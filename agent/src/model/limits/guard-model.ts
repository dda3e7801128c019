import type { EngineSettings, ModelSpend } from '@errata/protocol/model';
import type { AskOptions, Model, ModelAnswer, ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import { Account, type OpenCall } from './account.ts';
import { askInTime } from './ask-in-time.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Gate, type Gates, processGates } from './gates.ts';
import { AnswerKeys, type KeptModelAnswers } from './kept-answers.ts';
import { MemoryLedger, type ModelLedger } from './ledger.ts';
import { persist } from './persist.ts';
import { answerText } from './transcript.ts';
import { nothing, usedBy } from './used-by.ts';

export interface GuardOptions {
  readonly settings: EngineSettings;
  /** Tokens that the model takes, where its server says it. */
  readonly window?: number | undefined;
  /** The run that is asked for; its earlier calls count for the budget of the fix. */
  readonly run?: string | undefined;
  /** How often the run has asked before for what it asks for now. */
  readonly retries?: number | undefined;
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

class Guard implements GuardedModel {
  readonly id: string;
  readonly window: number | undefined;
  readonly #model: Model;
  readonly #cache: KeptModelAnswers | undefined;
  readonly #report: GuardOptions['report'];
  readonly #clock: Clock;
  readonly #gate: Gate;
  readonly #keys: AnswerKeys;
  readonly #account: Account;

  constructor(model: Model, options: GuardOptions) {
    const { settings, cache, report, retries, ledger = new MemoryLedger() } = options;
    const { clock = systemClock, gates = processGates } = options;
    const run = options.run || undefined;
    const address = settings.model?.baseUrl ?? '';
    this.id = model.id;
    this.window = options.window;
    this.#model = model;
    this.#cache = cache;
    this.#report = report;
    this.#clock = clock;
    this.#gate = gates.of(`${model.id} ${address}`);
    this.#keys = new AnswerKeys({ model: model.id, address, run, retries });
    this.#account = new Account({ model: model.id, run, settings, ledger, clock });
  }

  spent(): ModelSpend {
    return this.#account.spend;
  }

  async ask(request: ModelRequest, how: AskOptions): Promise<ModelAnswer> {
    const key = this.#cache && this.#keys.of(request);
    const kept = key === undefined ? undefined : await this.#cache?.get(key);
    if (kept !== undefined) {
      const end = { outcome: 'cached', tokens: nothing, text: answerText(kept) } as const;
      const took = await this.#account.end(this.#account.open(request), end);
      how.onText?.(kept.text);
      return { ...kept, ...took, cached: true };
    }
    using _slot = await this.#gate.slots.take(how.signal);
    const call = await this.#account.begin(request);
    const answer = await this.#ask(call, how);
    // Kept first: it is not to be paid for again where the ledger does not answer.
    if (key !== undefined) await this.#cache?.set(key, answer);
    const { tokens } = answer;
    const took = await this.#account.end(call, { outcome: 'answered', tokens, text: answerText(answer) });
    return { ...answer, ...took };
  }

  /** A failure ends the call. */
  async #ask(call: OpenCall, how: AskOptions): Promise<ModelAnswer> {
    const { request } = call;
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
    try {
      return await persist(attempt, through);
    } catch (error) {
      const outcome = ModelError.is(error) ? error.reason : 'cancelled';
      await this.#account.end(call, { outcome, tokens: usedBy(error, request, heard), text: heard });
      throw error;
    }
  }
}
