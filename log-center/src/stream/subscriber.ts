import type { StreamMessage } from '@errata/protocol/stream';
import type { WebSocket } from 'ws';
import { messagesAfter, type OutboxFilter, outboxBounds } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

export interface SubscriberLimits {
  /** Bytes that may wait for a client before no more are given to it. */
  readonly mostBuffered: number;
  /** How long it may stay above that before it is cut. */
  readonly patienceMilliseconds: number;
}

/** Close code for a client that does not read fast enough: it may come back and resume. */
export const tooSlow = 4008;
const pageSize = 100;

/** One client of the stream: pulls from the outbox at the pace at which the client reads. */
export class Subscriber {
  readonly #socket: WebSocket;
  readonly #store: Store;
  readonly #filter: OutboxFilter;
  readonly #limits: SubscriberLimits;
  readonly #gone = new AbortController();
  #cursor: number;
  #wake: (() => void) | undefined;
  #isBehind = true;
  /** What the client knows of the cursor. */
  #told: number;

  constructor(
    socket: WebSocket,
    store: Store,
    after: number,
    filter: OutboxFilter,
    limits: SubscriberLimits,
  ) {
    this.#socket = socket;
    this.#store = store;
    this.#cursor = after;
    this.#told = after;
    this.#filter = filter;
    this.#limits = limits;
    socket.once('close', () => {
      this.#gone.abort();
      this.notify();
    });
  }

  /** Says that there may be something new in the outbox. */
  notify(): void {
    this.#isBehind = true;
    this.#wake?.();
  }

  /** Tells the client from where to resume when its filter has let nothing through for a while. */
  tellPosition(): void {
    if (this.#told === this.#cursor) return;
    this.#told = this.#cursor;
    this.#send({ type: 'at', sequence: this.#cursor });
  }

  /** Sends everything after the cursor and then what comes, until the client is gone. */
  async run(): Promise<void> {
    const { head } = await outboxBounds(this.#store.reader);
    this.#send({ type: 'hello', head });
    // Ahead of the outbox: the client remembers another database.
    if (this.#cursor > head) this.#skipTo(head);
    while (!this.#gone.signal.aborted) {
      if (!(await this.#drained())) return this.#cut();
      this.#isBehind = false;
      const { dropped, head } = await outboxBounds(this.#store.reader);
      if (this.#cursor < dropped) this.#skipTo(dropped);
      const messages = await messagesAfter(this.#store.reader, this.#cursor, head, pageSize, this.#filter);
      for (const message of messages) {
        this.#socket.send(message.text);
        this.#told = message.sequence;
      }
      const isCaughtUp = messages.length < pageSize;
      this.#cursor = isCaughtUp ? Math.max(head, this.#cursor) : this.#told;
      if (isCaughtUp) await this.#news();
    }
  }

  #skipTo(sequence: number): void {
    this.#cursor = sequence;
    this.#told = sequence;
    this.#send({ type: 'gap', sequence });
  }

  #send(message: StreamMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  async #news(): Promise<void> {
    if (this.#isBehind || this.#gone.signal.aborted) return;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  /** Waits until the client has read enough; false if it does not. */
  async #drained(): Promise<boolean> {
    const deadline = performance.now() + this.#limits.patienceMilliseconds;
    while (this.#socket.bufferedAmount > this.#limits.mostBuffered && !this.#gone.signal.aborted) {
      if (performance.now() > deadline) return false;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    return true;
  }

  #cut(): void {
    this.#socket.close(tooSlow, `too slow; resume with after=<last sequence handled>`);
  }
}
