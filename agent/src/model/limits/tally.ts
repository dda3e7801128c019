import type { ModelSpend, TokenUsage } from '@errata/protocol/model';

interface Spent {
  readonly tokens: TokenUsage;
  readonly cost?: number | undefined;
  readonly milliseconds: number;
}

/** Adds up what calls of a model took. */
export class Tally {
  readonly #model: string;
  #calls = 0;
  #tokens: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  #cost: number | undefined;
  #milliseconds = 0;

  constructor(model: string, hasPrice: boolean) {
    this.#model = model;
    this.#cost = hasPrice ? 0 : undefined;
  }

  add({ tokens, cost, milliseconds }: Spent): void {
    this.#calls++;
    this.#tokens = {
      input: this.#tokens.input + tokens.input,
      output: this.#tokens.output + tokens.output,
      cacheRead: this.#tokens.cacheRead + tokens.cacheRead,
      cacheWrite: this.#tokens.cacheWrite + tokens.cacheWrite,
    };
    if (cost !== undefined) this.#cost = (this.#cost ?? 0) + cost;
    this.#milliseconds += milliseconds;
  }

  get spend(): ModelSpend {
    return {
      model: this.#model,
      calls: this.#calls,
      tokens: this.#tokens,
      ...(this.#cost !== undefined && { cost: this.#cost }),
      milliseconds: this.#milliseconds,
    };
  }
}
