import type { Ready } from '@errata/protocol/center-record';
import { type StreamMessage, streamMessageSchema } from '@errata/protocol/stream';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { type Center, type CenterOptions, startCenter } from '../center.ts';
import { eventually, temporaryData } from './temporary.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A client of a log center's HTTP contract. */
export class CenterClient {
  readonly ready: Ready;

  constructor(ready: Ready) {
    this.ready = ready;
  }

  get key(): string {
    return new URL(this.ready.dsn).username;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return answerOf(
      await fetch(`${this.ready.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.ready.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  }

  /** Asks for what must succeed, in the form that it must have. */
  async get<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
    const { status, body } = await this.ask('GET', path);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  }

  /** Sends to a door for SDKs, as `POST /api/1/…`. */
  async send(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return answerOf(await fetch(`${this.ready.url}/api/${path}`, { method: 'POST', headers, body }));
  }

  /** @param filter `&project=…` and the like */
  stream(after = 0, filter = ''): StreamClient {
    return new StreamClient(this.ready, after, filter);
  }
}

/** A client of the stream that keeps all that it was sent. */
export class StreamClient {
  readonly messages: StreamMessage[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | undefined;

  constructor(ready: Ready, after: number, filter: string) {
    const query = `?after=${after}${filter}`;
    this.socket = new WebSocket(`${ready.url.replace('http', 'ws')}/api/v1/stream${query}`, {
      headers: { authorization: `Bearer ${ready.token}` },
    });
    this.socket.on('message', data =>
      this.messages.push(streamMessageSchema.parse(JSON.parse(String(data)))),
    );
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  /** Waits until a message of this kind has come. */
  until(wanted: (message: StreamMessage) => boolean): Promise<StreamMessage> {
    return eventually(() => this.messages.find(wanted));
  }

  async close(): Promise<void> {
    this.socket.close();
    await eventually(() => this.closed);
  }
}

/** A log center in this process with a directory of its own. */
export async function startTestCenter(
  options: Partial<CenterOptions> = {},
): Promise<{ center: Center; client: CenterClient } & AsyncDisposable> {
  const directory = await temporaryData();
  const usual = {
    host: '127.0.0.1',
    port: 0,
    data: directory.path,
    leaseMilliseconds: 30_000,
    minFreeBytes: 0,
    openMetrics: true,
    follows: [],
    logger: false,
  };
  const center = await startCenter({ ...usual, ...options });
  return {
    center,
    client: new CenterClient(center.ready),
    async [Symbol.asyncDispose]() {
      await center.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
