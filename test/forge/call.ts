import type { IncomingHttpHeaders } from 'node:http';
import { type Account, Refusal } from './model.ts';

/** A request as a face answers it. */
export interface Call {
  readonly method: string;
  /** As it was sent, without the search. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Fields;
  readonly account: Account | undefined;
  readonly params: Params;
  /** `http://127.0.0.1:4711` */
  readonly origin: string;
}

export interface Answer {
  readonly status: number;
  /** JSON, unless it is text. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;
/** By method and path: `GET /repos/:owner/:repo`; `:rest*` is the whole rest of the path. */
export type Routes = Readonly<Record<string, Handler>>;

/** What one kind of forge answers over HTTP beside git. */
export interface Face {
  answer(call: Omit<Call, 'params' | 'body' | 'account'>): Promise<Answer>;
}

export function signedIn({ account }: Call): Account {
  if (!account) throw new Refusal('unauthorized');
  return account;
}

/** Parts of a path by their names. */
export class Params {
  readonly #values: Readonly<Record<string, string>>;

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.#values = values;
  }

  text(name: string): string {
    const value = this.#values[name];
    if (value === undefined) throw new Error(`no ${name} in the path`);
    return value;
  }

  number(name: string): number {
    return Number.parseInt(this.text(name), 10);
  }
}

/** The fields of a JSON body, read by their types. */
export class Fields {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: unknown) {
    this.#values = typeof values === 'object' && values !== null ? { ...values } : {};
  }

  static parse(text: string): Fields {
    return new Fields(text === '' ? {} : JSON.parse(text));
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
  }

  number(name: string): number | undefined {
    const value = Number(this.#values[name] ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.#values[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value : [];
  }

  texts(name: string): string[] {
    return this.list(name).map(String);
  }
}

/** The handler of a path, the more fixed parts its own has the better. */
export function route(
  routes: Routes,
  method: string,
  path: string,
): { handler: Handler; params: Params } | undefined {
  const parts = path.split('/');
  for (const [name, handler] of sorted(routes)) {
    const [verb, template = ''] = name.split(' ');
    const values = verb === method && matched(template.split('/'), parts);
    if (values) return { handler, params: new Params(values) };
  }
  return undefined;
}

const orders = new WeakMap<Routes, readonly (readonly [string, Handler])[]>();

function sorted(routes: Routes): readonly (readonly [string, Handler])[] {
  const fixed = (name: string) => name.split('/').filter(part => !part.startsWith(':')).length;
  const order = orders.get(routes) ?? Object.entries(routes).sort(([a], [b]) => fixed(b) - fixed(a));
  orders.set(routes, order);
  return order;
}

function matched(template: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, wanted] of template.entries()) {
    if (wanted.endsWith('*')) {
      if (parts.length <= index) return undefined;
      values[wanted.slice(1, -1)] = decodeURIComponent(parts.slice(index).join('/'));
      return values;
    }
    const part = parts[index];
    if (part === undefined) return undefined;
    if (wanted.startsWith(':')) values[wanted.slice(1)] = decodeURIComponent(part);
    else if (wanted !== part) return undefined;
  }
  return template.length === parts.length ? values : undefined;
}
