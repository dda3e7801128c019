import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { conditionOf, type IssueRows, within } from './issue-conditions.ts';
import type { Page } from './paging.ts';
import type { SearchTerm } from './search-terms.ts';
import type { TimeRange } from './time-range.ts';

/** An issue with the slug of its project. */
export type IssueRow = Selectable<Tables['issues']> & { readonly slug: string };

/** Columns by Sentry's names of orders; the greatest comes first. */
const orders = {
  date: 'issues.last_seen',
  new: 'issues.first_seen',
  freq: 'issues.count',
  user: 'issues.users',
  recommended: 'issues.last_seen',
  trends: 'issues.last_seen',
  inbox: 'issues.last_seen',
} as const;
export type IssueOrder = keyof typeof orders;
export const issueOrders = Object.keys(orders) as IssueOrder[];

export interface IssueSearch {
  readonly terms: readonly SearchTerm[];
  /** Ids of projects, one at least. */
  readonly projects: readonly number[];
  readonly environments: readonly string[];
  readonly seen: TimeRange;
  readonly order: IssueOrder;
}

function issues(database: Kysely<Tables>) {
  return database
    .selectFrom('issues')
    .innerJoin('projects', 'projects.id', 'issues.project')
    .selectAll('issues')
    .select('projects.slug');
}

/** A page of issues, and one more if there are. */
export async function findIssues(
  database: Kysely<Tables>,
  search: IssueSearch,
  page: Page,
  now: Date,
): Promise<IssueRow[]> {
  const holds = (rows: IssueRows) => {
    const { terms, environments } = search;
    const wanted =
      environments.length === 0 ? [] : [{ key: 'environment', isNegated: false, values: environments }];
    return rows.and([
      within(rows, 'issues.last_seen', search.seen),
      ...[...wanted, ...terms].map(term => conditionOf(rows, term, now)),
    ]);
  };
  return await issues(database)
    .where('issues.merged_into', 'is', null)
    .where('issues.project', 'in', search.projects)
    .where(holds)
    .orderBy(orders[search.order], 'desc')
    .orderBy('issues.seq', 'desc')
    .offset(page.offset)
    .limit(page.limit + 1)
    .execute();
}

/** An issue by its number or its short id; one that was merged is the one that it is part of. */
export async function findIssue(database: Kysely<Tables>, name: string): Promise<IssueRow | undefined> {
  const isNumber = /^\d{1,15}$/.test(name);
  const found = isNumber
    ? await issues(database).where('issues.seq', '=', Number(name)).executeTakeFirst()
    : await issues(database).where('issues.id', '=', name.toUpperCase()).executeTakeFirst();
  const into = found?.merged_into ?? undefined;
  return into === undefined ? found : await findIssue(database, into);
}

/** The issue of an event, in one of these projects. */
export async function findIssueOfEvent(
  database: Kysely<Tables>,
  event: string,
  projects: readonly number[],
): Promise<IssueRow | undefined> {
  return await issues(database)
    .innerJoin('events', 'events.issue', 'issues.id')
    .where('events.id', '=', event)
    .where('events.project', 'in', projects)
    .executeTakeFirst();
}
