import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { EngineName } from './engine.ts';
import { matches } from './search-index.ts';
import type { SearchTerm, TextTerm, ValueField, ValuePattern } from './search-query.ts';
import type { Tables } from './tables.ts';

type Row = ExpressionBuilder<Pick<Tables, 'issues' | 'projects'> & Tables, 'issues' | 'projects'>;

const columns = {
  status: 'issues.status',
  level: 'issues.level',
  platform: 'issues.platform',
  project: 'projects.slug',
  id: 'issues.id',
  firstSeen: 'issues.first_seen',
  lastSeen: 'issues.last_seen',
  count: 'issues.count',
  users: 'issues.users',
} as const;

/** That all these terms hold of an issue. */
export function holds(row: Row, engine: EngineName, terms: readonly SearchTerm[]): Expression<SqlBool> {
  const sought = terms.filter(term => term.kind === 'text' && !term.negated).filter(isText);
  const others = terms.filter(term => term.kind !== 'text' || term.negated);
  return row.and([
    ...(sought.length > 0 ? [row('issues.id', 'in', found(row, engine, sought))] : []),
    ...others.map(term =>
      term.negated ? row.not(condition(row, engine, term)) : condition(row, engine, term),
    ),
  ]);
}

function isText(term: SearchTerm): term is SearchTerm & TextTerm {
  return term.kind === 'text';
}

function condition(row: Row, engine: EngineName, term: SearchTerm): Expression<SqlBool> {
  switch (term.kind) {
    case 'text':
      return row('issues.id', 'in', found(row, engine, [term]));
    case 'number':
      return row.and(term.all.map(({ operator, value }) => row(columns[term.field], operator, value)));
    case 'time':
      return row.and(term.all.map(({ operator, value }) => row(columns[term.field], operator, value)));
    case 'value':
      return row.or(term.anyOf.map(pattern => valueIs(row, term.field, pattern)));
  }
}

/** The issues with these words, all in one of their fingerprints. */
function found(row: Row, engine: EngineName, terms: readonly TextTerm[]) {
  return row
    .selectFrom('issue_search')
    .innerJoin('fingerprints', 'fingerprints.id', 'issue_search.rowid')
    .select('fingerprints.issue')
    .where(matches(engine, terms));
}

function valueIs(row: Row, field: ValueField, pattern: ValuePattern): Expression<SqlBool> {
  if (field === 'ignored') return row('issues.ignored', '=', 1);
  if (field !== 'release' && field !== 'environment') return textIs(columns[field], pattern);
  // An issue has as many of these as its events have named. Asked one in the other, they are looked up and not joined.
  return row.exists(
    row
      .selectFrom('fingerprints')
      .select('fingerprints.id')
      .whereRef('fingerprints.issue', '=', 'issues.id')
      .where(inner =>
        inner.exists(
          inner
            .selectFrom('event_counts')
            .select('event_counts.hour')
            .whereRef('event_counts.fingerprint', '=', 'fingerprints.id')
            .where(textIs(`event_counts.${field}`, pattern)),
        ),
      ),
  );
}

function textIs(column: string, { text, isPrefix }: ValuePattern): Expression<SqlBool> {
  if (!isPrefix) return sql<SqlBool>`${sql.ref(column)} = ${text}`;
  // No pattern language of the engines': they do not agree on case.
  return sql<SqlBool>`substr(${sql.ref(column)}, 1, ${[...text].length}) = ${text}`;
}
