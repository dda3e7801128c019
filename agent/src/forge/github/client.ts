import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { ForgeConnection, type Question } from '../connection.ts';
import type { ForgeAccess } from '../forge.ts';
import { ForgeError, type ForgeFailure } from '../forge-error.ts';
import { cut } from '../strangers-text.ts';

/** What a call to Octokit comes to. */
type Called = Promise<{ readonly data: unknown; readonly headers: { readonly link?: string | undefined } }>;

/** For every call to Octokit: when to stop. */
export function until(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

const pageSize = 100;
const mostPages = 10;

/** GitHub as one account: Octokit knows its routes, all that it asks goes through our own connection. */
export class GithubClient {
  readonly rest: Octokit['rest'];
  readonly connection: ForgeConnection;
  /** The repository, as routes want it. */
  readonly place: { readonly owner: string; readonly repo: string };
  readonly #graph: ForgeConnection;

  constructor({ api, token, tokenFrom, place }: ForgeAccess) {
    const authorization = { authorization: `Bearer ${token}` };
    this.connection = new ForgeConnection(api, authorization, tokenFrom);
    // `https://git.acme.example/api/v3` has it beside it, `https://api.github.com` below it.
    this.#graph = new ForgeConnection(api.replace(/\/v3$/, ''), authorization, tokenFrom);
    const [owner = '', repo = ''] = place.repository.split('/');
    this.place = { owner, repo };
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    this.rest = new Octokit({
      baseUrl: api,
      request: { fetch: fetchOver(this.connection), log },
      log,
    }).rest;
  }

  /** What a call answers, as far as it is used. Throws `ForgeError`. */
  async read<T>(schema: z.ZodType<T>, call: Called): Promise<T> {
    return this.connection.parsed(schema, (await settled(call)).data);
  }

  /** Nothing where there is no such thing. */
  async seek<T>(schema: z.ZodType<T>, call: Called): Promise<T | undefined> {
    try {
      return await this.read(schema, call);
    } catch (error) {
      if (ForgeError.is(error, 'not-found')) return undefined;
      throw error;
    }
  }

  /** For calls whose answer says nothing. */
  async done(call: Called): Promise<void> {
    await settled(call);
  }

  /** What is on the pages of a list; on so many of them at most. */
  async list<T>(
    schema: z.ZodType<T>,
    page: (which: { page: number; per_page: number }) => Called,
    most = mostPages,
  ): Promise<T[]> {
    const found: T[] = [];
    for (let number = 1; number <= most; number++) {
      const { data, headers } = await settled(page({ page: number, per_page: pageSize }));
      found.push(this.connection.parsed(schema, data));
      if (!headers.link?.includes('rel="next"')) break;
    }
    return found;
  }

  /** What only GraphQL can do. */
  async graphql<T>(
    schema: z.ZodType<T>,
    query: string,
    variables: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const body = { query, variables };
    const { data, errors } = await this.#graph.read('graphql', graphSchema, { method: 'POST', body, signal });
    const [error] = errors ?? [];
    if (error === undefined) return this.connection.parsed(schema, data);
    throw new ForgeError(graphReasons[error.type ?? ''] ?? 'invalid', cut(error.message, 500));
  }
}

const graphSchema = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).optional(),
});

const graphReasons: Readonly<Record<string, ForgeFailure>> = {
  NOT_FOUND: 'not-found',
  FORBIDDEN: 'forbidden',
  INSUFFICIENT_SCOPES: 'forbidden',
  RATE_LIMITED: 'rate-limited',
};

/** Octokit wraps whatever went wrong in an error of its own. */
async function settled(call: Called): Promise<Awaited<Called>> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof Error && ForgeError.is(error.cause) ? error.cause : error;
  }
}

function fetchOver(connection: ForgeConnection): typeof fetch {
  return async (url, { method, body, signal } = {}) => {
    const path = String(url).slice(connection.api.length + 1);
    const answer = await connection.ask(path, {
      method: method as Question['method'],
      body: typeof body === 'string' ? JSON.parse(body) : undefined,
      signal: signal ?? undefined,
    });
    const isEmpty = answer.status === 204 || answer.status === 205;
    const link = answer.headers.get('link');
    return new Response(isEmpty ? null : answer.text, {
      status: answer.status,
      headers: { 'content-type': 'application/json', ...(link !== null && { link }) },
    });
  };
}
