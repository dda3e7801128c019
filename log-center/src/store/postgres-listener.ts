import type { Client } from 'pg';

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 5000;

/**
 * Hears what other processes announce on a channel, over a connection of its own that is made again whenever it breaks. What
 * was announced meanwhile cannot be known: `heard` is then called without an origin.
 */
export class PostgresListener {
  readonly #connect: () => Client;
  readonly #channel: string;
  readonly #heard: (origin: string | undefined) => void;
  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pauseMilliseconds = firstPauseMilliseconds;
  #isStopped = false;

  constructor(connect: () => Client, channel: string, heard: (origin: string | undefined) => void) {
    this.#connect = connect;
    this.#channel = channel;
    this.#heard = heard;
    this.#listen();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#client?.end().catch(() => {});
  }

  #listen(): void {
    const client = this.#connect();
    this.#client = client;
    client.on('error', () => {});
    client.once('end', () => this.#again());
    client.on('notification', ({ payload }) => this.#heard(payload));
    client
      .connect()
      .then(() => client.query(`listen ${this.#channel}`))
      .then(() => {
        this.#pauseMilliseconds = firstPauseMilliseconds;
        this.#heard(undefined);
      })
      .catch(() => client.end().catch(() => {}));
  }

  #again(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#listen(), this.#pauseMilliseconds);
    this.#timer.unref();
    this.#pauseMilliseconds = Math.min(2 * this.#pauseMilliseconds, longestPauseMilliseconds);
  }
}
