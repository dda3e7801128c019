import { Forked } from './forked.ts';
import type { Latency } from './latency.ts';

/** Closed: so many connections, each sending again as soon as it is answered. Open: sent on time, answered or not. */
export type Pace =
  | { readonly kind: 'closed'; readonly connections: number }
  | { readonly kind: 'open'; readonly perSecond: number };

export interface LoadJob {
  /** Where envelopes are posted, with the key in its query. */
  readonly url: string;
  /** 16 hexadecimal digits that the ids of all events of a run begin with. */
  readonly run: string;
  readonly bytes: number;
  /** The number of the first event. */
  readonly first: number;
  readonly seconds: number;
  /** How long latencies are not counted yet. */
  readonly warmSeconds: number;
  readonly pace: Pace;
}

export interface LoadReport {
  /** On the clock that all processes share. */
  readonly began: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Answers other than 2xx, by status. */
  readonly refused: Readonly<Record<string, number>>;
  /** Not answered at all, or not sent because too many were waiting. */
  readonly unanswered: number;
  /** From the moment at which an event was to be sent to its acknowledgement. */
  readonly latency: Latency | undefined;
  /** Seconds of a processor that the generator used per second: near 1 means that it was the limit. */
  readonly generatorCpu: number;
}

/** Makes a load in a process of its own, so that what it costs is not counted as the target's. */
export class Generator implements AsyncDisposable {
  readonly #process = new Forked(new URL('./generator.ts', import.meta.url));

  run(job: LoadJob, signal: AbortSignal): Promise<LoadReport> {
    return this.#process.ask<LoadReport>(job, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
