import { type Assignment, assignedValue, assignmentAt } from './assigned-value.ts';
import type { FieldNames } from './field-names.ts';
import { markerOf, type ScrubReason } from './marker.ts';
import { replaceSpans, type Span } from './replace.ts';

const closingBracket = 0x5d;
const longestName = 100;
/** A text with more of them than that is not worth the time that they take: what is left of it goes as a whole. */
const mostNames = 2000;
const inName = /[\w$-]/;
const nextWord =
  / (?:number|num|no|keys?|codes?|id|phrase|token|secret|password|account|value|string|header)(?=["'`]?\s{0,4}[:=])/iy;
const wordBefore = /(?<![A-Za-z])[A-Za-z]{1,12} $/;

interface SensitiveName extends Span {
  readonly reason: ScrubReason;
  readonly assignment: Assignment;
}

/** Takes out what sensitive names are given in a text: query strings, forms, JSON, reprs, logs, connection strings. */
export function scrubAssignments(text: string, names: FieldNames): string {
  return replaceSpans(text, valuesIn(text, names), markerOf('field'));
}

function* valuesIn(text: string, names: FieldNames): Generator<Span & { readonly marker?: string }> {
  const { tell } = names;
  let seen = 0;
  let count = 0;
  tell.lastIndex = 0;
  while (tell.test(text)) {
    const end = tell.lastIndex;
    // A marker that stands there already.
    if (text.charCodeAt(end - 1) === closingBracket) {
      seen = end;
      continue;
    }
    const around = nameAround(text, end, seen);
    const name = sensitiveAt(text, around, names);
    const value = name && assignedValue(text, name.assignment, name.reason);
    if (name !== undefined && value !== undefined) {
      const { from, to, quote = '' } = value;
      yield { from, to, marker: quote + markerOf(name.reason) + quote };
    }
    if (name !== undefined && ++count === mostNames) {
      const from = Math.max(value?.to ?? around.to, end);
      if (from < text.length) yield { from, to: text.length };
      return;
    }
    seen = Math.max(value?.to ?? around.to, end);
    tell.lastIndex = seen;
  }
}

function nameAround(text: string, end: number, seen: number): Span {
  let from = end - 1;
  let to = end;
  while (from > seen && inName.test(text[from - 1] ?? '')) from--;
  while (to < text.length && inName.test(text[to] ?? '')) to++;
  // In `\npassword` and `%5Bpassword` the first letters belong to what stands before.
  if (text[from - 1] === '\\' && /[nrt]/.test(text[from] ?? '')) from++;
  else if (text[from - 1] === '%' && /^[\dA-F]{2}/i.test(text.slice(from, from + 2))) from += 2;
  while (text[from] === '-' && from < to) from++;
  return { from: Math.max(from, to - longestName), to };
}

/** The name, or with the word before or after it: `API key`, `card number`. */
function sensitiveAt(text: string, name: Span, names: FieldNames): SensitiveName | undefined {
  const assignment = assignmentAt(text, name);
  if (assignment !== undefined) {
    const alone = reasonOf(text, name, names);
    if (alone !== undefined) return { ...name, reason: alone, assignment };
    // Of the words that end a name, only this one is looked for by itself.
    if (!/^keys?$/i.test(text.slice(name.from, name.to))) return undefined;
    const before = wordBefore.exec(text.slice(Math.max(0, name.from - 14), name.from));
    if (before === null) return undefined;
    const both = { from: name.from - before[0].length, to: name.to };
    const reason = reasonOf(text, both, names);
    return reason && { ...both, reason, assignment };
  }
  nextWord.lastIndex = name.to;
  if (!nextWord.test(text)) return undefined;
  const both = { from: name.from, to: nextWord.lastIndex };
  const reason = reasonOf(text, both, names);
  const next = reason && assignmentAt(text, both);
  return next && { ...both, reason, assignment: next };
}

function reasonOf(text: string, { from, to }: Span, names: FieldNames): ScrubReason | undefined {
  const verdict = names.verdictOf(text.slice(from, to));
  return verdict === 'safe' ? undefined : verdict;
}
