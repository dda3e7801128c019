import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { type EngineName, engineOf } from './engine.ts';
import type { TextColumn, TextTerm } from './search-query.ts';
import { tokensOf } from './search-tokens.ts';
import type { Tables } from './tables.ts';

/** Of one column. PostgreSQL counts positions up to 16,383 over all four. */
const mostTokens = 1000;
/** PostgreSQL remembers 255 positions of a word. */
const mostRepetitions = 200;
const mostFrames = 100;

/** Stands between texts, so that no phrase goes from one into the next. */
const gap = '';

/** How PostgreSQL tells the columns apart once they are one. */
const weights: Readonly<Record<TextColumn | 'words', string>> = {
  title: 'A',
  culprit: 'B',
  types: 'C',
  words: 'D',
};

/** The words that an issue is found by, column by column. */
export type SearchDocument = Readonly<Record<TextColumn | 'words', readonly string[]>>;

/** What is searched of an event: what it says, and where it happened. */
export function searchDocument(
  event: Pick<Event, 'exceptions' | 'message'>,
  { title, culprit }: Pick<Issue, 'title' | 'culprit'>,
): SearchDocument {
  const { exceptions, message = '' } = event;
  // The crash comes first: if something must be left out, let it be what is far from it.
  const frames = exceptions
    .toReversed()
    .flatMap(exception => exception.frames.slice(-mostFrames).toReversed());
  const places = frames.slice(0, mostFrames).flatMap(frame => [frame.function ?? '', frame.file]);
  return {
    title: columnOf([title]),
    culprit: columnOf([culprit]),
    types: columnOf(exceptions.map(exception => exception.type)),
    words: columnOf([message, ...exceptions.map(exception => exception.value), ...places]),
  };
}

/** Makes the issue of a fingerprint be found by these words, and by no others that this fingerprint had. */
export async function indexFingerprint(
  database: Kysely<Tables>,
  fingerprint: number,
  document: SearchDocument,
): Promise<void> {
  const engine = engineOf(database);
  await database.deleteFrom('issue_search').where('rowid', '=', fingerprint).execute();
  await database
    .insertInto('issue_search')
    .values({
      rowid: fingerprint,
      title: stored(engine, 'title', document.title),
      culprit: stored(engine, 'culprit', document.culprit),
      types: stored(engine, 'types', document.types),
      words: stored(engine, 'words', document.words),
    })
    .execute();
}

/** Makes an issue be found by the headline that it has now. */
export async function indexHeadline(
  database: Kysely<Tables>,
  issue: string,
  { title, culprit }: Pick<Issue, 'title' | 'culprit'>,
): Promise<void> {
  const engine = engineOf(database);
  await database
    .updateTable('issue_search')
    .set({
      title: stored(engine, 'title', columnOf([title])),
      culprit: stored(engine, 'culprit', columnOf([culprit])),
    })
    .where('rowid', 'in', row => row.selectFrom('fingerprints').select('id').where('issue', '=', issue))
    .execute();
}

/** That a row of the index has all these words. */
export function matches(engine: EngineName, terms: readonly TextTerm[]): Expression<SqlBool> {
  if (engine === 'sqlite') {
    const query = terms.map(({ column, words, isPrefix }) => {
      const phrase = `"${words.join(' ')}"${isPrefix ? ' *' : ''}`;
      return `(${column === undefined ? phrase : `${column} : ${phrase}`})`;
    });
    return sql<SqlBool>`issue_search match ${query.join(' AND ')}`;
  }
  const query = terms.map(({ column, words, isPrefix }) => {
    const weight = column === undefined ? '' : weights[column];
    const last = words.length - 1;
    const lexemes = words.map((word, index) => {
      const flags = `${isPrefix && index === last ? '*' : ''}${weight}`;
      return `'${word}'${flags === '' ? '' : `:${flags}`}`;
    });
    return `(${lexemes.join(' <-> ')})`;
  });
  return sql<SqlBool>`(title || culprit || types || words) @@ ${query.join(' & ')}::tsquery`;
}

function columnOf(texts: Iterable<string>): readonly string[] {
  const column: string[] = [];
  const occurrences = new Map<string, number>();
  const add = (token: string) => {
    const before = occurrences.get(token) ?? 0;
    if (column.length >= mostTokens || before >= mostRepetitions) return;
    occurrences.set(token, before + 1);
    column.push(token);
  };
  const end = () => {
    if (column.length < mostTokens) column.push(gap);
  };
  for (const text of new Set(texts)) {
    if (column.length >= mostTokens) break;
    const { parts, compounds } = tokensOf(text);
    for (const part of parts) add(part);
    end();
    for (const compound of new Set(compounds)) {
      if (occurrences.has(compound)) continue;
      add(compound);
      end();
    }
  }
  return column;
}

function stored(engine: EngineName, column: keyof SearchDocument, tokens: readonly string[]): string {
  // Of the private characters, which no text leaves in its words.
  if (engine === 'sqlite') return tokens.map(token => (token === gap ? '\ue000' : token)).join(' ');
  const positions = new Map<string, string[]>();
  for (const [index, token] of tokens.entries()) {
    if (token === gap) continue;
    const own = positions.get(token) ?? [];
    // From 2 on: no phrase goes from one column into the next.
    own.push(`${index + 2}${weights[column]}`);
    positions.set(token, own);
  }
  return [...positions].map(([token, own]) => `'${token}':${own.join(',')}`).join(' ');
}
