import {
  type Issue,
  type IssueSort,
  type IssueStatus,
  issueSchema,
  issueStatusSchema,
} from '@errata/protocol/issue';
import type { IssueCounts } from '@errata/protocol/log-center-api';
import type { Kysely, Selectable } from 'kysely';
import { engineOf } from './engine.ts';
import { prepared } from './prepared.ts';
import { holds } from './search-filter.ts';
import { indexHeadline } from './search-index.ts';
import type { SearchTerm } from './search-query.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['issues']> & { readonly slug: string };

function issues(database: Kysely<Tables>) {
  return database
    .selectFrom('issues')
    .innerJoin('projects', 'projects.id', 'issues.project')
    .selectAll('issues')
    .select('projects.slug');
}

export async function issueById(database: Kysely<Tables>, id: string): Promise<Issue | undefined> {
  const [row] = (await selectById(database, { id })).rows;
  return row && issueOf(row);
}

const selectById = prepared((database, { id }: { id: string }) =>
  issues(database).where('issues.id', '=', id),
);

/** The issue that another one has become part of. */
export async function mergedInto(database: Kysely<Tables>, id: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('issues')
    .select('merged_into')
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.merged_into ?? undefined;
}

/** Says that an issue has become part of another, or (`null`) that it stands for itself again. */
export async function markMerged(database: Kysely<Tables>, id: string, into: string | null): Promise<void> {
  await database.updateTable('issues').set({ merged_into: into }).where('id', '=', id).execute();
}

/** The issue, merged into `into` by now, that was opened with one of these fingerprints. */
export async function issueOpenedWith(
  database: Kysely<Tables>,
  project: number,
  fingerprints: readonly string[],
  into: string,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('issues')
    .select('id')
    .where('project', '=', project)
    .where('fingerprint', 'in', fingerprints)
    .where('merged_into', '=', into)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function saveFingerprint(database: Kysely<Tables>, id: string, hash: string): Promise<void> {
  await database.updateTable('issues').set({ fingerprint: hash }).where('id', '=', id).execute();
}

export async function saveHeadline(
  database: Kysely<Tables>,
  id: string,
  { title, culprit }: Pick<Issue, 'title' | 'culprit'>,
): Promise<void> {
  await database.updateTable('issues').set({ title, culprit }).where('id', '=', id).execute();
  await indexHeadline(database, id, { title, culprit });
}

export interface IssueFilter {
  readonly status?: IssueStatus | undefined;
  /** Slug of a project. */
  readonly project?: string | undefined;
  /** What must hold besides, see search-query.ts. */
  readonly search?: readonly SearchTerm[] | undefined;
  /** `lastSeen` where it is left out. */
  readonly sort?: IssueSort | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How many issues have each status. */
export async function countIssues(
  database: Kysely<Tables>,
  filter: Pick<IssueFilter, 'project' | 'search'>,
): Promise<IssueCounts> {
  const rows = await found(database, filter)
    .clearSelect()
    .select(['issues.status', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('issues.status')
    .orderBy('issues.status')
    .execute();
  return rows.map(({ status, count }) => ({ status: issueStatusSchema.parse(status), count }));
}

/** The issues that a filter lets through. */
function found(database: Kysely<Tables>, filter: Omit<IssueFilter, 'limit'>) {
  let query = issues(database).where('issues.merged_into', 'is', null);
  if (filter.status !== undefined) query = query.where('issues.status', '=', filter.status);
  if (filter.project !== undefined) query = query.where('projects.slug', '=', filter.project);
  const { search } = filter;
  if (search !== undefined) query = query.where(row => holds(row, engineOf(database), search));
  return query;
}

const sortColumns = {
  lastSeen: 'issues.last_seen',
  firstSeen: 'issues.first_seen',
  count: 'issues.count',
  users: 'issues.users',
} as const satisfies Record<IssueSort, string>;

/**
 * A page of issues, those with most of what they are sorted by first. An issue that is seen again while one pages may be
 * missed on later pages.
 */
export async function pageOfIssues(
  database: Kysely<Tables>,
  filter: IssueFilter,
): Promise<{ issues: Issue[]; nextCursor?: string }> {
  let query = found(database, filter);
  const { sort = 'lastSeen' } = filter;
  const column = sortColumns[sort];
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor, sort);
  if (after !== undefined) {
    query = query.where(row =>
      row.or([
        row(column, '<', after.value),
        row.and([row(column, '=', after.value), row('issues.seq', '<', after.seq)]),
      ]),
    );
  }
  const rows = await query
    .orderBy(column, 'desc')
    .orderBy('issues.seq', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    issues: page.map(issueOf),
    ...(rows.length > filter.limit && last !== undefined && { nextCursor: cursorAt(last, sort) }),
  };
}

function cursorAt(row: Row, sort: IssueSort): string {
  const value = { lastSeen: row.last_seen, firstSeen: row.first_seen, count: row.count, users: row.users };
  return `${value[sort]}_${row.seq}`;
}

/** Where a page of this sort ended, or nothing if the cursor is none of them. */
export function readCursor(
  cursor: string,
  sort: IssueSort,
): { value: string | number; seq: number } | undefined {
  const isTime = sort === 'lastSeen' || sort === 'firstSeen';
  const form = isTime ? /^(\d{4}-\d\d-\d\dT[\d:.]{12}Z)_(\d{1,15})$/ : /^(\d{1,15})_(\d{1,15})$/;
  const [, value, seq] = form.exec(cursor) ?? [];
  return value === undefined ? undefined : { value: isTime ? value : Number(value), seq: Number(seq) };
}

/** Stores a new issue. */
export async function insertIssue(database: Kysely<Tables>, project: number, issue: Issue): Promise<void> {
  await database
    .insertInto('issues')
    .values({
      id: issue.id,
      project,
      fingerprint: issue.fingerprint,
      status: issue.status,
      version: issue.version,
      title: issue.title,
      culprit: issue.culprit,
      level: issue.level,
      platform: issue.platform,
      count: issue.count,
      users: issue.users,
      first_seen: issue.firstSeen,
      last_seen: issue.lastSeen,
      first_release: issue.firstRelease ?? null,
      last_release: issue.lastRelease ?? null,
      merged_into: null,
    })
    .execute();
}

/** Stores what another event changed of an issue. */
export async function updateCounters(database: Kysely<Tables>, issue: Issue): Promise<void> {
  const { firstRelease = null, lastRelease = null, ignored, ...counters } = issue;
  await updateById(database, { ...counters, firstRelease, lastRelease, ignored: ignored ? 1 : 0 });
}

type Counters = Pick<Issue, 'id' | 'count' | 'users' | 'level' | 'firstSeen' | 'lastSeen'> & {
  readonly firstRelease: string | null;
  readonly lastRelease: string | null;
  readonly ignored: number;
};

const updateById = prepared((database, counters: Counters) =>
  database
    .updateTable('issues')
    .set({
      count: counters.count,
      users: counters.users,
      level: counters.level,
      first_seen: counters.firstSeen,
      last_seen: counters.lastSeen,
      first_release: counters.firstRelease,
      last_release: counters.lastRelease,
      ignored: counters.ignored,
    })
    .where('id', '=', counters.id),
);

/** Says whether an issue is set aside. */
export async function saveIgnored(database: Kysely<Tables>, id: string, ignored: boolean): Promise<void> {
  await database
    .updateTable('issues')
    .set({ ignored: ignored ? 1 : 0 })
    .where('id', '=', id)
    .execute();
}

/** Changes the status if the issue still has this version and status; false if it has not. */
export async function swapStatus(database: Kysely<Tables>, issue: Issue, to: IssueStatus): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('issues')
    .set({ status: to, version: issue.version + 1 })
    .where('id', '=', issue.id)
    .where('version', '=', issue.version)
    .where('status', '=', issue.status)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function issueOf(row: Row): Issue {
  return issueSchema.parse({
    id: row.id,
    project: row.slug,
    status: row.status,
    version: row.version,
    title: row.title,
    culprit: row.culprit,
    level: row.level,
    platform: row.platform,
    count: row.count,
    users: row.users,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    ...(row.first_release !== null && { firstRelease: row.first_release }),
    ...(row.last_release !== null && { lastRelease: row.last_release }),
    fingerprint: row.fingerprint,
    ...(row.ignored === 1 && { ignored: true }),
  });
}
