import { randomUUID } from 'node:crypto';
import {
  type EngineSettings,
  type ModelCall,
  type ModelPrice,
  type ModelSpend,
  totalTokens,
} from '@errata/protocol/model';
import type { ModelAnswer, ModelRequest } from '../model.ts';
import { usedUp } from './budget.ts';
import type { Clock } from './clock.ts';
import { mostTokens } from './estimate.ts';
import type { ModelLedger } from './ledger.ts';
import { costOf, mostCost, priceOf } from './prices.ts';
import { Tally } from './tally.ts';
import { promptText } from './transcript.ts';

interface AccountOptions {
  readonly model: string;
  readonly run: string | undefined;
  readonly settings: EngineSettings;
  readonly ledger: ModelLedger;
  readonly clock: Clock;
}

/** A call that is being made. */
export interface OpenCall {
  readonly id: string;
  readonly request: ModelRequest;
  readonly began: Date;
}

interface End extends Pick<ModelCall, 'outcome' | 'tokens'> {
  /** What the model said. */
  readonly text: string;
}

/** What one model may take and took for one run. */
export class Account {
  readonly #options: AccountOptions;
  readonly #price: ModelPrice | undefined;
  readonly #tally: Tally;

  constructor(options: AccountOptions) {
    this.#options = options;
    this.#price = priceOf(options.model, options.settings.prices);
    this.#tally = new Tally(options.model, this.#price !== undefined);
  }

  get spend(): ModelSpend {
    return this.#tally.spend;
  }

  /** A call that nothing was begun for: it takes nothing. */
  open(request: ModelRequest): OpenCall {
    return { id: randomUUID(), request, began: this.#options.clock.now() };
  }

  /** Opens a call if the budgets leave enough for it. Throws `ModelError` `budget-used-up`. */
  async begin(request: ModelRequest): Promise<OpenCall> {
    const { settings, ledger } = this.#options;
    const { budget } = settings;
    const call = this.open(request);
    const tokens = mostTokens(request);
    const cost = this.#price && mostCost(tokens, this.#price);
    const admission = await ledger.begin({ ...this.#named(call), ...amounts(tokens, cost), budget });
    if (admission.admitted) return call;
    throw usedUp(admission, budget, { tokens: totalTokens(tokens), cost: cost ?? 0 }, call.began);
  }

  /** Puts down what came of a call, and says what it took. */
  async end(call: OpenCall, { outcome, tokens, text }: End): Promise<Pick<ModelAnswer, 'tokens' | 'cost'>> {
    const { settings, ledger, clock } = this.#options;
    const took = amounts(tokens, this.#price && costOf(tokens, this.#price));
    const spent = {
      ...took,
      milliseconds: clock.now().getTime() - call.began.getTime(),
    };
    if (outcome !== 'cached') this.#tally.add(spent);
    await ledger.record({
      ...{ ...this.#named(call), at: call.began.toISOString(), outcome, ...spent },
      ...(settings.keepPrompts && { prompt: promptText(call.request), answer: text }),
    });
    return took;
  }

  #named({ id, request }: OpenCall): Pick<ModelCall, 'id' | 'run' | 'purpose' | 'model'> {
    const { model, run } = this.#options;
    return { id, purpose: request.purpose, model, ...(run !== undefined && { run }) };
  }
}

function amounts(tokens: ModelCall['tokens'], cost: number | undefined): Pick<ModelCall, 'tokens' | 'cost'> {
  return { tokens, ...(cost !== undefined && { cost }) };
}
