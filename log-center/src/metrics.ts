import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the gauges are read from when they are asked for. */
export interface Readings {
  readonly waitingWrites: () => number;
  readonly streamClients: () => number;
  readonly freeBytes: () => Promise<number>;
}

const mostNames = 200;

/** Labels that a stranger could make up are cut down to the known ones before they come here. */
export class Metrics {
  readonly registry = new Registry();
  readonly events = this.#counter('events_total', 'Events stored', ['project']);
  readonly items = this.#counter('items_total', 'Items received in envelopes, by type', ['type']);
  readonly refused = this.#counter('refused_total', 'Requests of clients that were refused, by reason', [
    'reason',
  ]);
  readonly quarantined = this.#counter('quarantined_total', 'Events that could not be processed', [
    'project',
  ]);
  readonly discarded = this.#counter(
    'client_discarded_total',
    'Events that SDKs say they have dropped themselves',
    ['reason', 'category'],
  );
  readonly hooks = this.#counter('hooks_total', 'Webhooks, by source and what became of them', [
    'source',
    'result',
  ]);
  #isWatched = false;
  readonly #discardedNames = new Set<string>();
  readonly acknowledgement = new Histogram({
    name: 'errata_acknowledgement_seconds',
    help: 'From the arrival of a request with events to the answer that they are on disk',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });

  /** Counts what a client says that it dropped. What it calls things is its own: beyond so many names they are all one. */
  countDiscarded(reason: string, category: string, quantity: number): void {
    const name = `${reason} ${category}`;
    if (this.#discardedNames.size < mostNames) this.#discardedNames.add(name);
    const labels = this.#discardedNames.has(name)
      ? { reason, category }
      : { reason: 'other', category: 'other' };
    this.discarded.inc(labels, quantity);
  }

  /** Everything in Prometheus' text format. The process is watched from the first time on: that is not for nothing. */
  async exposition(): Promise<string> {
    if (!this.#isWatched) collectDefaultMetrics({ register: this.registry });
    this.#isWatched = true;
    return this.registry.metrics();
  }

  /** Adds what is read only when somebody asks. */
  watch(readings: Readings): void {
    this.#gauge('waiting_writes', 'Events and other writes that wait for their turn', readings.waitingWrites);
    this.#gauge('stream_clients', 'Clients of the stream', readings.streamClients);
    this.#gauge('free_disk_bytes', 'Free bytes where the data lies', readings.freeBytes);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `errata_${name}`, help, labelNames, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name: `errata_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}
