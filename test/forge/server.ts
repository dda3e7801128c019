import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { LocalServer } from '../process/local-server.ts';
import type { Answer, Face } from './call.ts';
import { answerOf, Faults } from './faults.ts';
import { isGitPath, serveGit } from './git-server.ts';
import type { World } from './world.ts';

/** A request as tests see it. */
export interface Seen {
  /** From 1 on, in the order in which they came. */
  readonly number: number;
  readonly kind: 'api' | 'git';
  readonly method: string;
  /** With its search. */
  readonly path: string;
}

/** `before` it is carried out, and `after` that but before it is answered. */
export type Watcher = (request: Seen, phase: 'before' | 'after') => Promise<void> | void;

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export class ForgeServer extends LocalServer {
  readonly faults = new Faults();
  readonly seen: Seen[] = [];
  /** What went wrong inside, which is a mistake of the forge. */
  readonly failures: unknown[] = [];
  watcher: Watcher | undefined;
  readonly #world: World;
  #face: Face | undefined;

  private constructor(world: World) {
    super();
    this.#world = world;
  }

  static async start(world: World, face: (origin: string) => Face): Promise<ForgeServer> {
    const server = new ForgeServer(world);
    await server.listen();
    server.#face = face(server.origin);
    return server;
  }

  protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response);
    } catch (error) {
      this.failures.push(error);
      throw error;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method = 'GET', url = '/', headers } = request;
    const { pathname: path, search, searchParams: query } = new URL(url, 'http://forge');
    const kind = isGitPath(path) ? 'git' : 'api';
    const seen: Seen = { number: this.seen.length + 1, kind, method, path: url };
    this.seen.push(seen);
    await this.watcher?.(seen, 'before');
    const fault = this.faults.take(`${method} ${url}`);
    if (fault === 'hang') return;
    if (fault === 'cut') return void response.destroy();
    const sent =
      fault !== undefined && fault !== 'cut-after'
        ? json(typeof fault === 'string' ? answerOf(this.#world.kind, fault) : fault)
        : kind === 'git'
          ? await serveGit(this.#world, { method, path, search, headers, body })
          : json(
              await this.#ask({ method, path, query, headers, text: body.toString(), origin: this.origin }),
            );
    await this.watcher?.(seen, 'after');
    if (fault === 'cut-after') return void response.destroy();
    response.writeHead(sent.status, { ...sent.headers }).end(sent.body);
  }

  async #ask(call: Parameters<Face['answer']>[0]): Promise<Answer> {
    if (!this.#face) throw new Error('the forge has not started');
    return this.#face.answer(call);
  }
}

function json({ status, body, headers = {} }: Answer): Sent {
  if (body === undefined) return { status, headers, body: '' };
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
