import { replaceSpans, spansAround } from './replace.ts';
import { tokenForms } from './token-forms.ts';

const forms = tokenForms.map(({ tells, pattern }) => ({ tells, pattern: new RegExp(pattern, 'g') }));
const formOfTell = new Map(forms.flatMap(form => form.tells.map(tell => [tell, form.pattern] as const)));
const literals = [...formOfTell.keys()].map(tell => tell.replace(/[.~/]/g, '\\$&'));
const anyTell = new RegExp(literals.join('|'), 'g');

/**
 * Signed tokens: JWT, JWE, the cookies of web frameworks. From the dot, and back to where the header begins: no part of
 * the text is gone over twice.
 */
const signed = /\.(?<=(eyJ[\w-]{6,})\.)[\w-]*(?:\.[\w-]+){0,3}/g;

/** Takes out keys and tokens that are known by their form. */
export function scrubTokens(text: string, marker: string): string {
  let result = text;
  for (const pattern of patternsFor(text)) result = result.replace(pattern, marker);
  return result.includes('eyJ') ? replaceSpans(result, spansAround(result, signed), marker) : result;
}

function patternsFor(text: string): ReadonlySet<RegExp> {
  const found = new Set<RegExp>();
  anyTell.lastIndex = 0;
  for (let match = anyTell.exec(text); match !== null; match = anyTell.exec(text)) {
    const pattern = formOfTell.get(match[0]);
    if (pattern !== undefined) found.add(pattern);
  }
  return found;
}
