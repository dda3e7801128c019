import type { Answer, Call } from './call.ts';

interface PageSize {
  readonly usual: number;
  readonly most: number;
  /** What it is called in a query. */
  readonly name: 'per_page' | 'limit';
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly number: number;
  readonly size: number;
  readonly last: number;
  readonly total: number;
  /** The `Link` header, where there is another page than this. */
  readonly links: Readonly<Record<string, string>>;
}

/** One page of a list as the query asks for it, with the addresses of its neighbours. */
export function pageOf<T>(call: Call, all: readonly T[], { usual, most, name }: PageSize): Page<T> {
  const size = Math.min(positive(call.query.get(name)) ?? usual, most);
  const number = positive(call.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const near = { prev: number - 1, next: number + 1, last, first: 1 };
  const links = Object.entries(near)
    .filter(
      ([rel, page]) =>
        page >= 1 &&
        page <= last &&
        !(rel === 'last' && number >= last) &&
        !(rel === 'first' && number === 1),
    )
    .map(([rel, page]) => {
      const query = new URLSearchParams(call.query);
      query.set('page', String(page));
      return `<${call.origin}${call.path}?${query}>; rel="${rel}"`;
    });
  return {
    items: all.slice((number - 1) * size, number * size),
    ...{ number, size, last, total: all.length },
    links: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function positive(text: string | null): number | undefined {
  const value = Number.parseInt(text ?? '', 10);
  return value > 0 ? value : undefined;
}

export function ok(body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status: 200, body, headers };
}
