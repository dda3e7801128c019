import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  /** `GET /projects/7`. */
  readonly what: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** As JSON; text as it is. */
  readonly body?: unknown;
  /** Takes the question, and closes the connection. */
  readonly isBroken?: boolean;
  /** Takes the question, and never answers. */
  readonly isSilent?: boolean;
}

type Teller = Told | ((asked: Asked) => Told);

/** An API over HTTP that answers what a test says, and tells what it was asked. */
export class ScratchApi implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly #tellers = new Map<string, Teller[]>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<ScratchApi> {
    const api = new ScratchApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Of several answers each once, the last from then on. */
  on(what: string, ...tellers: Teller[]): void {
    this.#tellers.set(what, tellers);
  }

  /** The questions of one kind. */
  of(what: string): Asked[] {
    return this.asked.filter(asked => asked.what === what);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const asked: Asked = {
      what: `${request.method} ${pathname}`,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.asked.push(asked);
    const tellers = this.#tellers.get(asked.what) ?? [];
    const teller = (tellers.length > 1 ? tellers.shift() : tellers[0]) ?? {
      status: 404,
      body: { message: `404 ${asked.what}` },
    };
    const told = typeof teller === 'function' ? teller(asked) : teller;
    if (told.isSilent) return;
    if (told.isBroken) {
      request.socket.destroy();
      return;
    }
    const isText = typeof told.body === 'string';
    response.writeHead(told.status ?? 200, {
      'content-type': isText ? 'text/plain' : 'application/json',
      ...told.headers,
    });
    response.end(isText ? told.body : JSON.stringify(told.body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
