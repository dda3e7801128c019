import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import type { ModelCall, ModelTrouble } from '@errata/protocol/model';
import { makeOwnedFolder } from '../../sandbox/owner.ts';
import { ModelError } from '../model-error.ts';
import { serverFault } from '../server-fault.ts';
import { handOn, type Onward } from './hand-on.ts';
import { refuse } from './refusal.ts';
import { type RelayedApi, type Route, routesOf, signature } from './relayed-apis.ts';
import { type RelayedCall, RelayedCalls, type RelayedCallsOptions, relayedRequest } from './relayed-calls.ts';
import { sealedRequest } from './sealed-request.ts';
import { UsageMeter } from './usage-meter.ts';

const mostBody = 32 * 1024 * 1024;

/**
 * The only way out of the sandbox for a program that needs its model: a socket on which requests for answers are taken and
 * handed on to one server, with a key that the program does not know. Everything else is refused.
 */
export class Relay implements AsyncDisposable {
  /** Where it listens. Anybody may connect; only who knows the token is served. */
  readonly socket: string;
  /** What a program takes for its key. It is worth nothing elsewhere, or later. */
  readonly token = randomBytes(24).toString('hex');
  /** What was refused, for who asks why a program failed. */
  readonly refused: string[] = [];
  readonly calls: RelayedCalls;
  readonly #folder: string;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #api: RelayedApi;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #open = new Set<Promise<void>>();
  #trouble: ModelTrouble | undefined;

  private constructor(folder: string, api: RelayedApi, calls: RelayedCalls) {
    this.#folder = folder;
    this.socket = join(folder, 'relay.sock');
    this.#api = api;
    this.#routes = routesOf(api);
    this.calls = calls;
    this.#server = createServer((request, response) => {
      const served = this.#serve(request, response).catch((error: unknown) => {
        this.refused.push(String(error));
        refuse(response, 500, 'The relay failed');
      });
      this.#open.add(served);
      void served.finally(() => this.#open.delete(served));
    });
  }

  static async open(api: RelayedApi, options: Omit<RelayedCallsOptions, 'provider'>): Promise<Relay> {
    // Where a sandbox of another user reaches it, too.
    const folder = await makeOwnedFolder('/dev/shm');
    const calls = new RelayedCalls({ ...options, provider: api.provider });
    const relay = new Relay(folder, api, calls);
    await chmod(folder, 0o711);
    relay.#server.listen(relay.socket);
    await once(relay.#server, 'listening');
    await chmod(relay.socket, 0o666);
    return relay;
  }

  /** What went wrong last, unless it went well after that. */
  get trouble(): ModelTrouble | undefined {
    return this.#trouble;
  }

  /** Ends what is under way. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.#server.closeAllConnections();
    this.#server.close();
    await Promise.all(this.#open);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const no = (status: number, message: string): void => {
      this.refused.push(`${request.method} ${request.url?.slice(0, 200)}: ${message}`);
      refuse(response, status, message);
    };
    const [path = '', query] = (request.url ?? '').split('?', 2);
    const route = this.#routes.get(path);
    if (request.method !== 'POST' || route === undefined || (query ?? '').match(/[^\w=&-]/))
      return no(403, 'This is not relayed');
    if (!this.#isKnown(request.headers)) return no(401, 'This is not the key of the relay');
    const sent = await wholeBody(request);
    if (sent === undefined) return no(413, 'This is too long');
    const asked = relayedRequest(sent);
    if (asked === undefined) return no(400, 'This asks no model for anything');
    const sealed = sealedRequest(asked);
    if (sealed === undefined) return no(400, 'The server may not fetch anything from an address');
    const body = JSON.stringify(sealed);
    let call: RelayedCall | undefined;
    try {
      if (route.costs) call = await this.calls.begin(asked, body);
    } catch (error) {
      if (!ModelError.is(error)) throw error;
      this.#trouble = error.trouble;
      return no(403, error.message);
    }
    const url = new URL(route.to);
    if (query) url.search = query;
    const signed = { signature: signature(this.#api), key: this.#api.key };
    await this.#handOn({ url, body, headers: request.headers, ...signed }, response, asked.model, call);
  }

  async #handOn(
    onward: Onward,
    response: ServerResponse,
    model: string,
    call: RelayedCall | undefined,
  ): Promise<void> {
    const { provider, key } = this.#api;
    const server = { id: `${provider}:${model}`, host: onward.url.host, key };
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#closing.signal]);
    const meter = new UsageMeter();
    let answer = '';
    const heard = (text: string): void => {
      meter.push(text);
      answer += text;
    };
    let outcome: ModelCall['outcome'] = 'answered';
    try {
      const denial = await handOn(onward, response, { signal, heard });
      this.#trouble = denial && serverFault(denial, server).trouble;
      if (this.#trouble) outcome = this.#trouble.reason;
    } catch (error) {
      if (signal.aborted) outcome = 'cancelled';
      else {
        this.#trouble = serverFault(error, server).trouble;
        outcome = this.#trouble.reason;
        refuse(response, 502, 'The server of models cannot be reached');
      }
    }
    await call?.end(outcome, answer, meter.tokens);
  }

  #isKnown(headers: IncomingHttpHeaders): boolean {
    const said = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /i, '');
    const given = Buffer.from(String(said ?? ''));
    const token = Buffer.from(this.token);
    return given.length === token.length && timingSafeEqual(given, token);
  }
}

async function wholeBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
