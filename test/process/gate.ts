import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it came to a gate. */
export interface Passing {
  readonly method: string;
  readonly path: string;
}

/** `before` a request is carried out, or `after` that and before it is answered: true breaks its connection off at that moment. */
export type Guard = (passing: Passing, phase: 'before' | 'after') => Promise<boolean> | boolean;

/** Stands before a server, and lets a test see and break off what goes through. */
export class Gate implements AsyncDisposable {
  /** The server's origin; may be another one after it was started again. */
  target: string;
  guard: Guard = () => false;
  readonly #server: Server;

  private constructor(target: string) {
    this.target = target;
    this.#server = createServer((asked, answer) => {
      this.#pass(asked, answer).catch(() => answer.destroy());
    });
  }

  static async before(target: string): Promise<Gate> {
    const gate = new Gate(target);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await buffer(asked);
    const { method = 'GET', url: path = '/' } = asked;
    if (await this.guard({ method, path }, 'before')) return void answer.destroy();
    const { host: _, connection: __, ...headers } = asked.headers;
    const sent = request(`${this.target}${path}`, { method, headers, agent: false });
    sent.end(body);
    const [got] = (await once(sent, 'response')) as [IncomingMessage];
    const said = await buffer(got);
    if (await this.guard({ method, path }, 'after')) return void answer.destroy();
    const { 'transfer-encoding': ___, connection: ____, ...back } = got.headers;
    answer.writeHead(got.statusCode ?? 502, { ...back, 'content-length': said.length }).end(said);
  }
}
