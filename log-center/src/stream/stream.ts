import type { WebSocket } from 'ws';
import type { OutboxFilter } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { Subscriber, type SubscriberLimits } from './subscriber.ts';

export interface StreamOptions extends SubscriberLimits {
  readonly heartbeatMilliseconds: number;
  readonly failed: (error: unknown) => void;
}

export const usualStreamOptions = {
  mostBuffered: 1024 * 1024,
  patienceMilliseconds: 5000,
  heartbeatMilliseconds: 15_000,
} as const;

const goingAway = 1001;
const internalError = 1011;

/** All clients of the stream. */
export class Stream {
  readonly #store: Store;
  readonly #options: StreamOptions;
  readonly #clients = new Map<WebSocket, { subscriber: Subscriber; isAlive: boolean }>();
  readonly #unsubscribe: () => void;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(store: Store, options: StreamOptions) {
    this.#store = store;
    this.#options = options;
    this.#unsubscribe = store.onCommit(() => {
      for (const { subscriber } of this.#clients.values()) subscriber.notify();
    });
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMilliseconds);
    this.#heartbeat.unref();
  }

  /** How many clients are connected. */
  get size(): number {
    return this.#clients.size;
  }

  /** Streams what passes a filter to a client that has handled everything up to the sequence `after`. */
  add(socket: WebSocket, after: number, filter: OutboxFilter = {}): void {
    const subscriber = new Subscriber(socket, this.#store, after, filter, this.#options);
    const client = { subscriber, isAlive: true };
    this.#clients.set(socket, client);
    socket.on('pong', () => {
      client.isAlive = true;
    });
    socket.on('error', this.#options.failed);
    socket.once('close', () => this.#clients.delete(socket));
    subscriber.run().catch((error: unknown) => {
      this.#options.failed(error);
      socket.close(internalError, 'the log center failed; resume later');
    });
  }

  /** Sends every client away; they are to come back when the log center does. */
  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const socket of this.#clients.keys()) socket.close(goingAway, 'the log center stops; resume later');
  }

  #beat(): void {
    for (const [socket, client] of this.#clients) {
      if (!client.isAlive) {
        socket.terminate();
        continue;
      }
      client.isAlive = false;
      client.subscriber.tellPosition();
      socket.ping();
    }
  }
}
