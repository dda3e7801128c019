import { jsonOf } from '@errata/protocol/lenient';
import { z } from 'zod';
import type { ForgeConnection, Question } from '../connection.ts';

const perPage = 50;

/** A repository in the API of Gitea, which Forgejo has kept. */
export class Hub {
  readonly connection: ForgeConnection;
  readonly owner: string;
  readonly name: string;

  constructor(connection: ForgeConnection, repository: string) {
    this.connection = connection;
    [this.owner = '', this.name = ''] = repository.split('/');
  }

  /** Where its pages for people are. */
  get pages(): string {
    return this.connection.api.replace(/\/api\/v1$/, '');
  }

  /** @param path below the repository */
  path(path = ''): string {
    const repository = `repos/${encodeURIComponent(this.owner)}/${encodeURIComponent(this.name)}`;
    return path === '' ? repository : `${repository}/${path}`;
  }

  read<T>(path: string, schema: z.ZodType<T>, question?: Question): Promise<T> {
    return this.connection.read(this.path(path), schema, question);
  }

  seek<T>(path: string, schema: z.ZodType<T>, question?: Question): Promise<T | undefined> {
    return this.connection.seek(this.path(path), schema, question);
  }

  /** Of each page all, of as many pages as may be asked for. */
  async *each<T>(
    path: string,
    item: z.ZodType<T>,
    { query = {}, signal, most = 20 }: Pick<Question, 'query' | 'signal'> & { readonly most?: number },
  ): AsyncGenerator<T[], void> {
    let seen = 0;
    for (let page = 1; page <= most; page++) {
      const { text, headers } = await this.connection.ask(path, {
        query: { ...query, page, limit: perPage },
        signal,
      });
      const items = this.connection.parsed(z.array(item), jsonOf(text));
      seen += items.length;
      yield items;
      // The host may allow fewer on a page than were asked for; a list without either is given whole.
      const isMore =
        Number(headers.get('x-total-count') ?? 0) > seen || /rel="?next/.test(headers.get('link') ?? '');
      if (items.length === 0 || !isMore) return;
    }
  }

  async all<T>(...list: Parameters<typeof this.each<T>>): Promise<T[]> {
    const found: T[] = [];
    for await (const page of this.each(...list)) found.push(...page);
    return found;
  }
}
