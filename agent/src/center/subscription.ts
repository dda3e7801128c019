import { type StreamMessage, streamMessageSchema } from '@errata/protocol/stream';
import { t } from '@vscode/l10n';
import { WebSocket } from 'ws';
import type { LogCenterClient } from './client.ts';
import { LogCenterError } from './error.ts';

const firstDelay = 250;
const longestDelay = 10_000;

/** What a subscriber hears. */
export interface SubscriptionListener {
  connected(client: LogCenterClient): void;
  message(message: StreamMessage): void;
  /** The line is down; another try follows by itself. */
  disconnected(error: LogCenterError): void;
}

/**
 * The log center's stream, reconnected with back-off and resumed behind the last message that was handled. `connect` is
 * asked before each try, so that an embedded log center that went away is started again.
 */
export class Subscription implements Disposable {
  readonly #connect: () => Promise<LogCenterClient>;
  readonly #listener: SubscriptionListener;
  /** Unknown until the first `hello`: a new subscriber hears what happens from then on. */
  #after: number | undefined;
  #socket: WebSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #delay = firstDelay;
  /** Why the line is given up, where it did not break by itself. */
  #why: LogCenterError | undefined;
  #disposed = false;

  constructor(connect: () => Promise<LogCenterClient>, listener: SubscriptionListener) {
    this.#connect = connect;
    this.#listener = listener;
    void this.#open();
  }

  /** Tries at once instead of after the back-off. */
  retry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#delay = firstDelay;
    void this.#open();
  }

  /** Gives the line up for what went wrong beside it; another try follows by itself. */
  giveUp(error: unknown): void {
    this.#why ??= asLogCenterError(error);
    this.#socket?.terminate();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  async #open(): Promise<void> {
    let client: LogCenterClient;
    try {
      client = await this.#connect();
    } catch (error) {
      this.#lost(asLogCenterError(error));
      return;
    }
    if (this.#disposed) return;
    const from = this.#after === undefined ? '' : `?after=${this.#after}`;
    const url = `${client.url.replace(/^http/, 'ws')}/api/v1/stream${from}`;
    const socket = new WebSocket(url, { headers: client.headers, handshakeTimeout: 10_000 });
    this.#socket = socket;
    this.#why = undefined;
    let openedAt = Number.POSITIVE_INFINITY;
    socket.on('open', () => {
      openedAt = performance.now();
      this.#listener.connected(client);
    });
    socket.on('message', data => {
      try {
        this.#receive(String(data));
      } catch (error) {
        const said = t(
          'The log center at {0} sent something that is not understood: {1}',
          client.url,
          String(error),
        );
        this.giveUp(new LogCenterError('bad-answer', said, { cause: error }));
      }
    });
    socket.on('unexpected-response', (_, { statusCode = 0 }) => {
      this.giveUp(
        statusCode === 401 || statusCode === 403
          ? new LogCenterError('unauthorized', t('The log center at {0} refused the token.', client.url))
          : unreachable(
              t('The log center at {0} cannot be streamed from: HTTP {1}.', client.url, statusCode),
            ),
      );
    });
    socket.on('error', error => {
      this.#why ??= unreachable(
        t('The log center at {0} cannot be streamed from: {1}', client.url, error.message),
        error,
      );
    });
    socket.on('close', () => {
      // A line that breaks at once, again and again, is not tried ever so often.
      if (performance.now() - openedAt > this.#delay) this.#delay = firstDelay;
      this.#lost(this.#why ?? unreachable(t('The log center at {0} closed the connection.', client.url)));
    });
  }

  #lost(error: LogCenterError): void {
    if (this.#disposed) return;
    this.#listener.disconnected(error);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#open();
    }, this.#delay);
    this.#delay = Math.min(this.#delay * 2, longestDelay);
  }

  #receive(text: string): void {
    const message = streamMessageSchema.parse(JSON.parse(text));
    // Without a place to go on from, the log center begins with what was long before.
    if (message.type !== 'hello' && message.sequence <= (this.#after ?? 0)) return;
    this.#listener.message(message);
    if (message.type !== 'hello') this.#after = message.sequence;
    else if (this.#after === undefined || message.head < this.#after) this.#after = message.head;
  }
}

function asLogCenterError(error: unknown): LogCenterError {
  return LogCenterError.is(error) ? error : unreachable(String(error), error);
}

function unreachable(message: string, cause?: unknown): LogCenterError {
  return new LogCenterError('unreachable', message, { cause });
}
