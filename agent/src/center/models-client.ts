import type { RouteAnswer, RouteQuery } from '@errata/protocol/center-routes';
import type { ModelCall, ModelUsage } from '@errata/protocol/model';
import type { Admission, PlannedModelCall } from '@errata/protocol/model-ledger';
import type { Call } from './follow-client.ts';

/** What a log center is told and asked of calls of models. */
export class ModelsClient {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Whether a call fits into the budgets. If so, the most that it may take is held until it is recorded. */
  begin(planned: PlannedModelCall, signal?: AbortSignal): Promise<Admission> {
    return this.#call('beginModelCall', {}, { json: planned, signal });
  }

  /** Says what came of a call. Told again, it is the same one. */
  async record(call: ModelCall): Promise<void> {
    await this.#call('recordModelCall', {}, { json: call });
  }

  /** A page, the newest first, without prompts. */
  calls(
    query: Partial<RouteQuery<'listModelCalls'>>,
    signal?: AbortSignal,
  ): Promise<RouteAnswer<'listModelCalls'>> {
    return this.#call('listModelCalls', {}, { query, signal });
  }

  /** With its prompt and answer, where they were kept. */
  call(id: string, signal?: AbortSignal): Promise<ModelCall> {
    return this.#call('readModelCall', { id }, { signal });
  }

  /** What was used since a time: with the token that asks, or by a run. */
  usage(since: Date, run?: string, signal?: AbortSignal): Promise<ModelUsage> {
    return this.#call('modelUsage', {}, { query: { since: since.toISOString(), run }, signal });
  }
}
