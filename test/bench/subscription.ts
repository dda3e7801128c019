import { Forked } from './forked.ts';
import type { Latency } from './latency.ts';

/** What is subscribed to: the log center's WebSocket, or Spotlight's server-sent events. */
export type Source =
  | { readonly kind: 'log-center'; readonly url: string; readonly token: string }
  | { readonly kind: 'spotlight'; readonly url: string; readonly run: string };

export interface SubscribeQuestion {
  readonly kind: 'subscribe';
  readonly source: Source;
  readonly subscribers: number;
}

/** The events `0` to `sent - 1` were to be sent at `began` and so many a second from then on. */
export interface ReportQuestion {
  readonly kind: 'report';
  readonly began: number;
  readonly perSecond: number;
  readonly sent: number;
  /** The first event that counts. */
  readonly from: number;
}

export interface StreamReport {
  readonly latency: Latency | undefined;
  /** Events of which a subscriber was not told, over all subscribers. */
  readonly missing: number;
}

/** Subscribers in a process of their own that remember when they were told of which event. */
export class Subscribers implements AsyncDisposable {
  readonly #process = new Forked(new URL('./subscribers.ts', import.meta.url));

  async subscribe(source: Source, subscribers: number, signal: AbortSignal): Promise<void> {
    const question: SubscribeQuestion = { kind: 'subscribe', source, subscribers };
    await this.#process.ask(question, signal);
  }

  /** Waits a while for what is still on the way. */
  report(load: Omit<ReportQuestion, 'kind'>, signal: AbortSignal): Promise<StreamReport> {
    const question: ReportQuestion = { kind: 'report', ...load };
    return this.#process.ask<StreamReport>(question, signal);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
