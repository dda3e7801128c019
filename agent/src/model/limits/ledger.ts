import type { ModelCall } from '@errata/protocol/model';
import { totalTokens } from '@errata/protocol/model';
import { type Admission, admit, type PlannedModelCall } from '@errata/protocol/model-ledger';

/** Where calls of models are put down: the log center (`client.models`). */
export interface ModelLedger {
  /** Whether a call fits into the budgets. If so, the most that it may take is held until it is recorded. */
  begin(planned: PlannedModelCall): Promise<Admission>;
  /** Says what came of a call. Told again, it is the same one. */
  record(call: ModelCall): Promise<void>;
}

/** Holds budgets where there is no log center, for as long as it lives: all that it is told is one fix. */
export class MemoryLedger implements ModelLedger {
  readonly #used = new Map<string, { tokens: number; cost: number }>();

  async begin(planned: PlannedModelCall): Promise<Admission> {
    const used = { tokens: 0, cost: 0 };
    for (const { tokens, cost } of this.#used.values()) {
      used.tokens += tokens;
      used.cost += cost;
    }
    const admission = admit(planned, { fix: used, day: used });
    if (admission.admitted) this.#keep(planned);
    return admission;
  }

  async record(call: ModelCall): Promise<void> {
    this.#keep(call);
  }

  #keep({ id, tokens, cost = 0 }: Pick<ModelCall, 'id' | 'tokens' | 'cost'>): void {
    this.#used.set(id, { tokens: totalTokens(tokens), cost });
  }
}
