import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { RequestError } from '../problem.ts';
import type { SearchTerm } from './search-terms.ts';
import { statusesThatAre } from './status.ts';
import { rangeOf, type TimeRange } from './time-range.ts';

export type IssueRows = ExpressionBuilder<Tables, 'issues' | 'projects'>;
type Condition = Expression<SqlBool>;
type Column = 'issues.title' | 'issues.culprit' | 'issues.level' | 'issues.platform' | 'projects.slug';

const mostWildcards = 5;

/** What issues can be searched by, in Sentry's words. Each gets a single value. */
const conditions: Readonly<Record<string, (rows: IssueRows, value: string, now: Date) => Condition>> = {
  '': (rows, value) => rows.or([contains('issues.title', value), contains('issues.culprit', value)]),
  is: isOne,
  status: isOne,
  id: (rows, value) => rows('issues.id', '=', value.toUpperCase()),
  issue: (rows, value) => rows('issues.id', '=', value.toUpperCase()),
  'issue.id': (rows, value) => rows('issues.seq', '=', numberOf(value)),
  'issue.category': (rows, value) => rows.val(value === 'error'),
  'issue.type': (rows, value) => rows.val(value === 'error'),
  level: (_rows, value) => like('issues.level', value),
  project: (_rows, value) => like('projects.slug', value),
  'project.name': (_rows, value) => like('projects.slug', value),
  'project.id': (rows, value) => rows('projects.id', '=', numberOf(value)),
  platform: (_rows, value) => like('issues.platform', value),
  'platform.name': (_rows, value) => like('issues.platform', value),
  title: (_rows, value) => contains('issues.title', value),
  message: (_rows, value) => contains('issues.title', value),
  'error.value': (_rows, value) => contains('issues.title', value),
  'error.type': (rows, value) => rows.or([like('issues.title', value), like('issues.title', `${value}: *`)]),
  culprit: (_rows, value) => contains('issues.culprit', value),
  release: (rows, value) => wasSeen(rows, 'release', value),
  environment: (rows, value) => wasSeen(rows, 'environment', value),
  firstRelease: (rows, value) => rows('issues.first_release', '=', value),
  timesSeen: (rows, value) => counted(rows, value),
  firstSeen: (rows, value, now) => within(rows, 'issues.first_seen', rangeOf(value, now)),
  age: (rows, value, now) => within(rows, 'issues.first_seen', rangeOf(value, now)),
  lastSeen: (rows, value, now) => within(rows, 'issues.last_seen', rangeOf(value, now)),
};

/** @throws {RequestError} 400 `bad-request` for what cannot be searched by */
export function conditionOf(rows: IssueRows, { key, isNegated, values }: SearchTerm, now: Date): Condition {
  const condition = Object.hasOwn(conditions, key) ? conditions[key] : undefined;
  if (condition === undefined) {
    const known = Object.keys(conditions).filter(name => name !== '');
    throw new RequestError(
      400,
      'bad-request',
      `Issues cannot be searched by ${key.slice(0, 50)}; they can by ${known.join(', ')} and by text.`,
    );
  }
  const any = rows.or(values.map(value => condition(rows, value, now)));
  return isNegated ? rows.not(any) : any;
}

export function within(
  rows: IssueRows,
  column: 'issues.first_seen' | 'issues.last_seen',
  { from, to }: TimeRange,
): Condition {
  return rows.and([
    ...(from === undefined ? [] : [rows(column, '>=', from)]),
    ...(to === undefined ? [] : [rows(column, '<=', to)]),
  ]);
}

function isOne(rows: IssueRows, value: string): Condition {
  if (value === 'unresolved' || value === 'resolved') {
    return rows('issues.status', 'in', statusesThatAre(value));
  }
  if (['ignored', 'archived', 'muted'].includes(value)) return rows('issues.ignored', '=', 1);
  // Nobody is assigned here, and nothing is linked.
  if (['unassigned', 'unlinked'].includes(value)) return rows.val(true);
  if (['assigned', 'linked'].includes(value)) return rows.val(false);
  throw new RequestError(400, 'bad-request', `Issues cannot be searched by is:${value.slice(0, 50)}.`);
}

function counted(rows: IssueRows, value: string): Condition {
  const [, sign, number] = /^(>=|<=|>|<|)(\d{1,15})$/.exec(value) ?? [];
  if (number === undefined) throw new RequestError(400, 'bad-request', `timesSeen:${value} is not a number.`);
  const operator = sign === '>' || sign === '<' || sign === '>=' || sign === '<=' ? sign : '=';
  return rows('issues.count', operator, Number(number));
}

function wasSeen(rows: IssueRows, column: 'release' | 'environment', value: string): Condition {
  return rows.exists(
    rows
      .selectFrom('fingerprints')
      .innerJoin('event_counts', 'event_counts.fingerprint', 'fingerprints.id')
      .select('fingerprints.id')
      .whereRef('fingerprints.issue', '=', 'issues.id')
      .where(sql<SqlBool>`lower(${sql.ref(`event_counts.${column}`)}) like ${patternOf(value)} escape '\\'`),
  );
}

function like(column: Column, value: string): Condition {
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${patternOf(value)} escape '\\'`;
}

function contains(column: Column, value: string): Condition {
  return like(column, `*${value}*`);
}

/** The pattern of SQL for a value in which `*` stands for anything. */
function patternOf(value: string): string {
  const parts = value.toLowerCase().split(/\*+/);
  if (parts.length > mostWildcards + 1) {
    throw new RequestError(400, 'bad-request', `A value has ${mostWildcards} wildcards at most.`);
  }
  return parts.map(part => part.replace(/[\\%_]/g, '\\$&')).join('%');
}

function numberOf(value: string): number {
  return /^\d{1,15}$/.test(value) ? Number(value) : 0;
}
