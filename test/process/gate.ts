import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { LocalServer } from './local-server.ts';

/** A request as it came to a gate. */
export interface Passing {
  readonly method: string;
  readonly path: string;
}

/** `before` a request is carried out, or `after` that and before it is answered: true breaks its connection off at that moment. */
export type Guard = (passing: Passing, phase: 'before' | 'after') => Promise<boolean> | boolean;

/** Stands before a server, and lets a test see and break off what goes through. */
export class Gate extends LocalServer {
  /** The server's origin; may be another one after it was started again. */
  target: string;
  guard: Guard = () => false;

  private constructor(target: string) {
    super();
    this.target = target;
  }

  static async before(target: string): Promise<Gate> {
    const gate = new Gate(target);
    await gate.listen();
    return gate;
  }

  protected async serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
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
