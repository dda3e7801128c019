import { randomUUID } from 'node:crypto';
import { jsonOf } from '@errata/protocol/lenient';
import {
  type EngineSettings,
  type ModelCall,
  type ModelPurpose,
  type ModelSpend,
  type TokenUsage,
  totalTokens,
} from '@errata/protocol/model';
import { z } from 'zod';
import { usedUp } from '../limits/budget.ts';
import { estimateTokens } from '../limits/estimate.ts';
import { MemoryLedger, type ModelLedger } from '../limits/ledger.ts';
import { costOf, mostCost, priceOf } from '../limits/prices.ts';
import { Tally } from '../limits/tally.ts';

/** Programs ask for room that they hardly ever use; held back in full, it would let none of them begin. */
const mostExpected = 8_000;

/** What is looked at of a request; the rest is between the program and the server. */
const requestSchema = z.looseObject({
  model: z.string().min(1).max(200),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  max_output_tokens: z.int().positive().optional(),
});
export type RelayedRequest = z.infer<typeof requestSchema>;

export function relayedRequest(body: string): RelayedRequest | undefined {
  return requestSchema.safeParse(jsonOf(body)).data;
}

export interface RelayedCallsOptions {
  readonly provider: string;
  /** The program, as it is told of. */
  readonly program: string;
  readonly settings: Pick<EngineSettings, 'budget' | 'prices' | 'keepPrompts'>;
  readonly run?: string | undefined;
  readonly ledger?: ModelLedger | undefined;
  readonly purpose: ModelPurpose;
}

/** A call that was let through. */
export interface RelayedCall {
  /** Puts down what came of it; `tokens` as the server counted them, else `answer` is measured. */
  end(outcome: ModelCall['outcome'], answer: string, tokens: TokenUsage | undefined): Promise<void>;
}

/** Holds what a program asks for against the budgets, and puts every call down. */
export class RelayedCalls {
  readonly #options: RelayedCallsOptions;
  readonly #ledger: ModelLedger;
  readonly #tally: Tally;

  constructor(options: RelayedCallsOptions) {
    this.#options = options;
    this.#ledger = options.ledger ?? new MemoryLedger();
    this.#tally = new Tally(options.program, false);
  }

  get spent(): ModelSpend {
    return this.#tally.spend;
  }

  /** Throws `ModelError` `budget-used-up`. */
  async begin(request: RelayedRequest, body: string): Promise<RelayedCall> {
    const { provider, settings, run, purpose } = this.#options;
    const { max_tokens, max_completion_tokens, max_output_tokens } = request;
    const asked = max_tokens ?? max_completion_tokens ?? max_output_tokens ?? mostExpected;
    const input = estimateTokens(body);
    const most = { input, output: Math.min(asked, mostExpected), cacheRead: 0, cacheWrite: 0 };
    const model = `${provider}:${request.model}`;
    const call = { id: randomUUID(), purpose, model, ...(run && { run }) };
    const price = priceOf(model, settings.prices);
    const cost = price && mostCost(most, price);
    const { budget } = settings;
    const planned = { ...call, tokens: most, ...(cost !== undefined && { cost }), budget };
    const admission = await this.#ledger.begin(planned);
    const began = new Date();
    if (!admission.admitted)
      throw usedUp(admission, budget, { tokens: totalTokens(most), cost: cost ?? 0 }, began);
    const end: RelayedCall['end'] = async (outcome, answer, counted) => {
      const tokens = counted ?? {
        ...{ input: answer === '' ? 0 : input, output: estimateTokens(answer), cacheRead: 0, cacheWrite: 0 },
      };
      const spent = {
        tokens,
        ...(price && { cost: costOf(tokens, price) }),
        milliseconds: Date.now() - began.getTime(),
      };
      this.#tally.add(spent);
      await this.#ledger.record({
        ...{ ...call, at: began.toISOString(), outcome, ...spent },
        ...(settings.keepPrompts && { prompt: body, answer }),
      });
    };
    return { end };
  }
}
