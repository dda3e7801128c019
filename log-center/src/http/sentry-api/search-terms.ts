import { RequestError } from '../problem.ts';

/** One word of a search: `key:value`, `!key:value`, `key:[a, b]`, or text to be found. */
export interface SearchTerm {
  /** Empty for text. */
  readonly key: string;
  readonly isNegated: boolean;
  /** Any of these. */
  readonly values: readonly string[];
}

const longestSearch = 1000;
const termForm = /(!?)([A-Za-z][\w.-]*):("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s"[]\S*)|("(?:[^"\\]|\\.)*")|(\S+)/g;

/**
 * The terms of a search in Sentry's syntax; all of them must hold.
 * @throws {RequestError} 400 `bad-request`
 */
export function readSearch(query: string): SearchTerm[] {
  if (query.length > longestSearch) {
    throw new RequestError(400, 'bad-request', `A search has ${longestSearch} characters at most.`);
  }
  return [...query.matchAll(termForm)].map(([, not, key, value, quoted, word]) => {
    if (key !== undefined) return { key, isNegated: not === '!', values: valuesOf(value ?? '') };
    return { key: '', isNegated: false, values: [unquoted(quoted ?? word ?? '')] };
  });
}

function valuesOf(value: string): string[] {
  if (!value.startsWith('[')) return [unquoted(value)];
  return value
    .slice(1, -1)
    .split(',')
    .map(part => unquoted(part.trim()));
}

function unquoted(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return isQuoted ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}
