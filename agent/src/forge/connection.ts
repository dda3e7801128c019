import { jsonOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import type { z } from 'zod';
import { type Answer, exchange } from './exchange.ts';
import { ForgeError } from './forge-error.ts';
import { refusal } from './refusal.ts';
import { cut } from './strangers-text.ts';
import { pause } from './waiting.ts';

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  readonly query?: Readonly<Record<string, string | number>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** So much of the end of a long answer. */
  readonly endOnly?: number | undefined;
  /** It may be kept by another host, which is asked without the token. */
  readonly elsewhere?: boolean | undefined;
}

const tries = 3;
const firstPause = 250;
/** A forge that wants more than this to pass is for whoever asked to come back to. */
const longestPause = 5000;
const mostKept = 4 << 20;
const longestKept = 256 << 10;

/** A REST API as one account. */
export class ForgeConnection {
  readonly api: string;
  readonly host: string;
  readonly #authorization: Readonly<Record<string, string>>;
  readonly #tokenFrom: string | undefined;
  /** What was answered, so that asking again costs little where nothing has changed. */
  readonly #kept = new Map<string, { readonly tag: string; readonly answer: Answer }>();
  #held = 0;

  /** @param tokenFrom where the token was found, for a person */
  constructor(api: string, authorization: Readonly<Record<string, string>>, tokenFrom?: string) {
    this.api = api;
    this.host = new URL(api).host;
    // Such a header `fetch` would not send, and would say in its error.
    if (!Object.values(authorization).every(value => /^[ -~]*[!-~]$/.test(value))) {
      throw new ForgeError(
        'token-refused',
        t('The token for {0} has characters in it that no token has.', this.host),
      );
    }
    this.#authorization = authorization;
    this.#tokenFrom = tokenFrom;
  }

  /** An answer of success. Only what reads is asked again: whatever else may have had its effect. */
  async ask(path: string, question: Question = {}): Promise<Answer> {
    for (let left = question.method === undefined || question.method === 'GET' ? tries : 1; ; left--) {
      try {
        return await this.#once(path, question);
      } catch (error) {
        const wait = left > 1 ? pauseAfter(error, tries - left) : undefined;
        if (wait === undefined) throw error;
        await pause(wait, question.signal);
      }
    }
  }

  async read<T>(path: string, schema: z.ZodType<T>, question: Question = {}): Promise<T> {
    return this.parsed(schema, jsonOf((await this.ask(path, question)).text));
  }

  /** Nothing where there is no such thing, or it is not shown. */
  async seek<T>(path: string, schema: z.ZodType<T>, question: Question = {}): Promise<T | undefined> {
    try {
      return await this.read(path, schema, question);
    } catch (error) {
      if (ForgeError.is(error, 'not-found', 'forbidden')) return undefined;
      throw error;
    }
  }

  parsed<T>(schema: z.ZodType<T>, answer: unknown): T {
    const { success, data, error } = schema.safeParse(answer);
    if (success) return data;
    const where = error.issues[0]?.path.join('.') ?? '';
    throw new ForgeError(
      'bad-answer',
      t('{0} gave an answer that cannot be read ({1}); is this its API?', this.host, where || t('not JSON')),
      { cause: error },
    );
  }

  async #once(path: string, question: Question): Promise<Answer> {
    const { method = 'GET', query = {}, body, signal, endOnly, elsewhere } = question;
    const search = String(new URLSearchParams(mapped(query)));
    const url = `${this.api}/${path}${search === '' ? '' : `?${search}`}`;
    const kept = method === 'GET' ? this.#kept.get(url) : undefined;
    const answer = await exchange(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'errata',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(kept && { 'if-none-match': kept.tag }),
        ...this.#authorization,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      endOnly,
      elsewhere,
    });
    if (kept !== undefined && answer.status === 304) return kept.answer;
    if (answer.status < 200 || answer.status >= 300) {
      const words = this.#withoutToken(wordsOf(answer));
      throw refusal(this.host, { ...answer, words, tokenFrom: this.#tokenFrom });
    }
    if (method === 'GET') this.#keep(url, answer);
    return answer;
  }

  #keep(url: string, answer: Answer): void {
    const tag = answer.headers.get('etag');
    this.#forget(url);
    if (tag === null || answer.text.length > longestKept) return;
    this.#kept.set(url, { tag, answer });
    this.#held += answer.text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#held <= mostKept) return;
      this.#forget(oldest);
    }
  }

  #forget(url: string): void {
    this.#held -= this.#kept.get(url)?.answer.text.length ?? 0;
    this.#kept.delete(url);
  }

  /** As a forge may say what it was given. */
  #withoutToken(words: string): string {
    return Object.values(this.#authorization)
      .map(value => value.slice(value.lastIndexOf(' ') + 1))
      .reduce((text, token) => text.replaceAll(token, '…'), words);
  }
}

function pauseAfter(error: unknown, before: number): number | undefined {
  if (ForgeError.is(error, 'unreachable', 'forge-failed')) return firstPause * 2 ** before;
  if (!ForgeError.is(error, 'rate-limited') || error.retryAt === undefined) return undefined;
  const wait = error.retryAt.getTime() - Date.now();
  return wait <= longestPause ? Math.max(0, wait) : undefined;
}

function mapped(query: NonNullable<Question['query']>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
}

/** Why it was refused, in the several forms in which forges say that. */
function wordsOf({ text }: Answer): string {
  const said = jsonOf(text.slice(0, 100_000));
  if (typeof said !== 'object' || said === null) return '';
  const of = (key: string): unknown => (said as Record<string, unknown>)[key];
  const parts = [of('message') ?? of('error_description') ?? of('error'), of('errors')].map(part =>
    flat(part),
  );
  return cut(parts.filter(part => part !== '').join(': '), 1000)
    .replace(/\s+/g, ' ')
    .trim();
}

function flat(said: unknown, depth = 0): string {
  if (typeof said === 'string') return said;
  if (typeof said !== 'object' || said === null || depth > 3) return '';
  // One of GitHub's, which may have no words but names.
  if ('code' in said && 'resource' in said) {
    const { message, field, code } = said as Readonly<Record<string, unknown>>;
    return typeof message === 'string'
      ? message
      : [field, code].filter(name => typeof name === 'string').join(' ');
  }
  const parts = Object.entries(said).map(([key, value]) => {
    const words = flat(value, depth + 1);
    return Array.isArray(said) || key === 'base' ? words : `${key} ${words}`;
  });
  return parts.filter(part => part !== '').join(', ');
}
