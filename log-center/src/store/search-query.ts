import { type Level, levelSchema } from '@errata/protocol/event';
import { type IssueStatus, issueStatusSchema } from '@errata/protocol/issue';
import { SearchError } from './search-error.ts';
import { tokensOf } from './search-tokens.ts';
import { type Comparison, readNumber, readTime } from './search-values.ts';

/** What must hold of an issue, or, if it is negated, must not. */
export type SearchTerm = { readonly negated: boolean } & (
  | TextTerm
  | { readonly kind: 'value'; readonly field: ValueField; readonly anyOf: readonly ValuePattern[] }
  | {
      readonly kind: 'number';
      readonly field: 'count' | 'users';
      readonly all: readonly Comparison<number>[];
    }
  | {
      readonly kind: 'time';
      readonly field: 'firstSeen' | 'lastSeen';
      readonly all: readonly Comparison<string>[];
    }
);

/** Words one after the other, in a part of the text or anywhere. */
export interface TextTerm {
  readonly kind: 'text';
  readonly column?: TextColumn | undefined;
  readonly words: readonly string[];
  /** The last word may go on. */
  readonly isPrefix: boolean;
}

export type TextColumn = 'title' | 'culprit' | 'types';
export type ValueField =
  | 'status'
  | 'level'
  | 'platform'
  | 'project'
  | 'id'
  | 'ignored'
  | 'release'
  | 'environment';

export interface ValuePattern {
  readonly text: string;
  /** The value begins with this text. */
  readonly isPrefix: boolean;
}

/** A part of a query: `!key:"value"*`. */
interface Piece {
  readonly negated: boolean;
  readonly key: string | undefined;
  readonly value: string;
  readonly isQuoted: boolean;
  readonly isPrefix: boolean;
}

type Reading =
  | { readonly kind: 'value'; readonly field: ValueField; read(piece: Piece): readonly ValuePattern[] }
  | { readonly kind: 'text'; readonly column?: TextColumn }
  | { readonly kind: 'number'; readonly field: 'count' | 'users' }
  | { readonly kind: 'time'; readonly field: 'firstSeen' | 'lastSeen'; readonly isAge: boolean };

const resolved: readonly IssueStatus[] = ['MERGED', 'DEPLOYED'];
const statuses = new Map(issueStatusSchema.options.map(status => [letters(status), [status]]));
const states: ReadonlyMap<string, readonly IssueStatus[]> = new Map([
  ...statuses,
  ['resolved', resolved],
  ['unresolved', issueStatusSchema.options.filter(status => !resolved.includes(status))],
]);
const levels: ReadonlyMap<string, readonly Level[]> = new Map([
  ...levelSchema.options.map(level => [level, [level]] as const),
  ['warn', ['warning']],
]);

const asIs = ({ value, isPrefix }: Piece) => [{ text: value, isPrefix }];
const count: Reading = { kind: 'number', field: 'count' };
const environment: Reading = { kind: 'value', field: 'environment', read: asIs };
const lastSeen: Reading = { kind: 'time', field: 'lastSeen', isAge: false };

/** What `is:ignored` asks for; it has nothing to do with the status that other words after `is:` ask for. */
const ignored: Reading = { kind: 'value', field: 'ignored', read: () => [{ text: '1', isPrefix: false }] };

/** By the letters of the key: `first_seen` is `firstSeen`. */
const keys: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['status', { kind: 'value', field: 'status', read: oneOf(statuses, 'status') }],
  ['is', { kind: 'value', field: 'status', read: oneOf(states, 'is', 'ignored') }],
  ['level', { kind: 'value', field: 'level', read: oneOf(levels, 'level') }],
  ['release', { kind: 'value', field: 'release', read: asIs }],
  ['environment', environment],
  ['env', environment],
  ['platform', { kind: 'value', field: 'platform', read: asIs }],
  ['project', { kind: 'value', field: 'project', read: piece => cased(piece, piece.value.toLowerCase()) }],
  ['id', { kind: 'value', field: 'id', read: piece => cased(piece, piece.value.toUpperCase()) }],
  ['issue', { kind: 'value', field: 'id', read: piece => cased(piece, piece.value.toUpperCase()) }],
  ['type', { kind: 'text', column: 'types' }],
  ['culprit', { kind: 'text', column: 'culprit' }],
  ['title', { kind: 'text', column: 'title' }],
  ['message', { kind: 'text' }],
  ['firstseen', { kind: 'time', field: 'firstSeen', isAge: false }],
  ['age', { kind: 'time', field: 'firstSeen', isAge: true }],
  ['lastseen', lastSeen],
  ['count', count],
  ['times', count],
  ['timesseen', count],
  ['users', { kind: 'number', field: 'users' }],
]);

/**
 * What a search in words asks for: `status:new level:error release:1.* lastSeen:-24h "not a function"`. All of it must hold;
 * of several values for the same key, one. What is no key that is known here is text.
 * @throws {SearchError} where a value cannot be meant: `count:many`
 */
export function parseSearch(query: string, now: Date): SearchTerm[] {
  const terms: SearchTerm[] = [];
  const alternatives = new Map<string, ValuePattern[]>();
  for (const piece of piecesOf(query)) {
    const { negated, key } = piece;
    const reading = readingOf(piece);
    if (reading === undefined || (piece.value === '' && !piece.isQuoted)) {
      const keyWords = key === undefined ? [] : textTerms({ ...piece, value: key, isPrefix: false });
      terms.push(...keyWords, ...textTerms(piece));
    } else if (reading.kind === 'text') {
      // That a part of the text contains a word is asked loosely: the word may go on.
      const loose = piece.isPrefix || reading.column !== undefined;
      terms.push(...textTerms({ ...piece, isPrefix: loose }, reading.column));
    } else if (reading.kind === 'number') {
      terms.push({ ...reading, negated, all: readNumber(key ?? '', piece.value) });
    } else if (reading.kind === 'time') {
      const all = readTime(key ?? '', piece.value, now, reading.isAge);
      terms.push({ kind: 'time', field: reading.field, negated, all });
    } else {
      const { kind, field } = reading;
      const values = reading.read(piece);
      const group = `${negated} ${letters(key ?? '') === 'is' ? `is ${field}` : field}`;
      const known = alternatives.get(group);
      if (known !== undefined) known.push(...values);
      else {
        const anyOf = [...values];
        alternatives.set(group, anyOf);
        terms.push({ kind, field, negated, anyOf });
      }
    }
  }
  return terms;
}

function readingOf({ key, value }: Piece): Reading | undefined {
  if (key === undefined) return undefined;
  return letters(key) === 'is' && letters(value) === 'ignored' ? ignored : keys.get(letters(key));
}

function textTerms({ value, negated, isPrefix }: Piece, column?: TextColumn): SearchTerm[] {
  const words = tokensOf(value).parts;
  return words.length === 0 ? [] : [{ kind: 'text', column, words, isPrefix, negated }];
}

function oneOf(values: ReadonlyMap<string, readonly string[]>, key: string, ...others: string[]) {
  return ({ value }: Piece): ValuePattern[] => {
    const meant = values.get(letters(value));
    if (meant === undefined) {
      throw new SearchError(
        `${key}: takes ${[...values.keys(), ...others].join(', ')}, not ${value.slice(0, 100)}.`,
      );
    }
    return meant.map(text => ({ text, isPrefix: false }));
  };
}

function cased({ isPrefix }: Piece, text: string): ValuePattern[] {
  return [{ text, isPrefix }];
}

function letters(key: string): string {
  return key.toLowerCase().replaceAll(/[_\s-]/g, '');
}

/** What comes after is not read: nobody asks for so much. */
const longestQuery = 8192;

/** `!`, a key with its colon, and a value in quotes or up to the next space; each may be missing. */
const pieces =
  /\s*(!?)(?:([A-Za-z_.-]{1,40}):)?(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)(\*?)|([^\s"]\S*|(?=\s|$)))/gsu;

function* piecesOf(query: string): Generator<Piece> {
  for (const [whole, bang, key, quoted, quotedStar, bare = ''] of query
    .slice(0, longestQuery)
    .matchAll(pieces)) {
    if (whole.trim() === '') continue;
    const isQuoted = quoted !== undefined;
    const isPrefix = isQuoted ? quotedStar === '*' : bare.endsWith('*');
    yield {
      negated: bang === '!',
      key,
      value: isQuoted ? quoted.replaceAll(/\\(.)/gs, '$1') : bare.slice(0, isPrefix ? -1 : undefined),
      isQuoted,
      isPrefix,
    };
  }
}
