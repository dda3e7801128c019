import { jsonOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import type { z } from 'zod';
import type { ForgeConnection } from '../connection.ts';
import { ForgeError } from '../forge-error.ts';
import { mostOfLog } from '../strangers-text.ts';

type Gitbeaker = typeof import('@gitbeaker/rest');
type RequesterFn = NonNullable<NonNullable<ConstructorParameters<Gitbeaker['Projects']>[0]>['requesterFn']>;
type Requester = ReturnType<RequesterFn>;
type Options = Parameters<Requester['get']>[1];

const resources = [
  'Branches',
  'Commits',
  'Jobs',
  'MergeRequestApprovals',
  'MergeRequestDiscussions',
  'MergeRequestNotes',
  'MergeRequests',
  'ProjectMembers',
  'Projects',
  'Users',
] as const;

export type Resources = { readonly [Name in (typeof resources)[number]]: InstanceType<Gitbeaker[Name]> };

/** So many at once, and no more pages than these. */
export const pages = { perPage: 100, maxPages: 10 } as const;

/** GitLab's API: gitbeaker knows its addresses, and how it is paged; what goes out and comes in is ours. */
export class Lab {
  readonly connection: ForgeConnection;
  readonly #gitbeaker: Gitbeaker;

  constructor(connection: ForgeConnection, gitbeaker: Gitbeaker) {
    this.connection = connection;
    this.#gitbeaker = gitbeaker;
  }

  static async over(connection: ForgeConnection): Promise<Lab> {
    return new Lab(connection, await import('@gitbeaker/rest'));
  }

  /** Where its pages for people are. */
  get pages(): string {
    return this.connection.api.replace(/\/api\/v4$/, '');
  }

  async ask<T>(
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
    question: (api: Resources) => Promise<unknown>,
  ): Promise<T> {
    return this.connection.parsed(schema, await this.#answer(signal, question));
  }

  /** Nothing where there is no such thing, this GitLab does not know such things, or does not show it. */
  async seek<T>(...question: Parameters<typeof this.ask<T>>): Promise<T | undefined> {
    try {
      return await this.ask(...question);
    } catch (error) {
      if (ForgeError.is(error, 'not-found', 'forbidden')) return undefined;
      throw error;
    }
  }

  async #answer(signal: AbortSignal | undefined, question: (api: Resources) => Promise<unknown>) {
    try {
      return await question(this.#resources(signal));
    } catch (cause) {
      if (ForgeError.is(cause)) throw cause;
      throw new ForgeError(
        'bad-answer',
        t(
          '{0} gave an answer that cannot be read ({1}); is this its API?',
          this.connection.host,
          t('not a list'),
        ),
        { cause },
      );
    }
  }

  /** Gitbeaker takes no signal for a single question, so that each has its own. */
  #resources(signal: AbortSignal | undefined): Resources {
    const options = { host: '', requesterFn: requester(this.connection, signal) };
    return Object.fromEntries(
      resources.map(name => [name, new this.#gitbeaker[name](options)]),
    ) as unknown as Resources;
  }
}

const root = '/api/v4/';
/** Gitbeaker counts pages by what the forge says of their length. */
const mostQuestions = 2 * pages.maxPages;

/** Instead of gitbeaker's own, which repeats what writes, and gives the token to whomever it is sent on to. */
function requester(connection: ForgeConnection, signal: AbortSignal | undefined): RequesterFn {
  let left = mostQuestions;
  return ({ url }) => {
    const folder = url.slice(root.length);
    const send =
      (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
      async (endpoint: string, { searchParams = {}, body }: NonNullable<Options> = {}) => {
        if (left-- === 0) throw new RangeError('pages without end');
        const { status, headers, text } = await connection.ask(
          folder === '' ? endpoint : `${folder}/${endpoint}`,
          {
            method,
            query: snakeCase(searchParams) as Record<string, string>,
            body: body && Object.keys(body).length > 0 ? snakeCase(body) : undefined,
            signal,
            endOnly: endpoint.endsWith('/trace') ? 4 * mostOfLog : undefined,
          },
        );
        const isJson = headers.get('content-type')?.includes('json') ?? false;
        // Whatever it is: it is parsed once it comes out of gitbeaker.
        return {
          status,
          headers: Object.fromEntries(headers),
          body: (isJson ? jsonOf(text) : text) as never,
        };
      };
    return {
      get: send('GET'),
      post: send('POST'),
      put: send('PUT'),
      patch: send('PATCH'),
      delete: send('DELETE'),
    };
  };
}

function snakeCase(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), value]),
  );
}
