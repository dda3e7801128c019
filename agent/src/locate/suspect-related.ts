import type { LineRange } from './enclosing.ts';
import { holdsNoCode } from './formatting.ts';
import weights from './weights.json' with { type: 'json' };

/** A line that a line of code depends on, and how much of its share of the blame that is. */
export interface RelatedLine {
  readonly line: number;
  readonly weight: number;
  readonly does: 'sets' | 'defines';
  readonly name: string;
}

const mostRelated = 8;
const keywords = new Set(
  `if else elif for while do switch case match return yield await async new this self super function def func fn class
  $this const let var val final static public private protected import from export default try catch except finally throw
  raise throws in of is not and or null nil none undefined true false void typeof instanceof delete lambda with as`.split(
    /\s+/,
  ),
);

/**
 * Where the names on a line got what they hold: lines of the function before it that set them, and lines elsewhere in
 * the file that define them. Told by how code looks in most languages.
 */
export function relatedLines(lines: readonly string[], line: number, range: LineRange): RelatedLine[] {
  const known = new Set<string>();
  const near = relatedOnce(lines, line, range, known);
  const sets = near.filter(each => each.does === 'sets' && range[0] <= each.line && each.line <= range[1]);
  const further = sets.flatMap(each =>
    relatedOnce(lines, each.line, range, known).map(next => ({
      ...next,
      weight: next.weight * weights.suspect.step,
    })),
  );
  const related = [...near, ...further];
  // Many names share what one alone would say.
  const share = 2 / (1 + related.length);
  return related.slice(0, mostRelated).map(each => ({ ...each, weight: each.weight * share }));
}

/** One step back; names in `known` were looked for before. */
function relatedOnce(
  lines: readonly string[],
  line: number,
  range: LineRange,
  known: Set<string>,
): RelatedLine[] {
  const related: RelatedLine[] = [];
  for (const name of namesOn(lines[line - 1] ?? '')) {
    if (known.has(name)) continue;
    known.add(name);
    const setting = lastSetting(lines, name, line, range);
    if (setting !== undefined)
      related.push({ line: setting, weight: weights.suspect.origin, does: 'sets', name });
    else related.push(...definition(lines, name, range));
  }
  return related;
}

function namesOn(text: string): Set<string> {
  const code = text.slice(0, 1000).replace(/(["'`])(?:(?!\1).)*\1/g, '');
  const found = code.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  return new Set(found.filter(name => !keywords.has(name.toLowerCase())).slice(0, 12));
}

/** The nearest line before that sets a variable. */
function lastSetting(
  lines: readonly string[],
  name: string,
  line: number,
  [from]: LineRange,
): number | undefined {
  for (let at = line - 1; at > from; at--) if (sets(lines[at - 1] ?? '', name)) return at;
  return undefined;
}

/** `name = …`, `name, other := …`, `const { name } = …`, `for name in …`, `Type name : …`. */
function sets(text: string, name: string): boolean {
  if (text.length > 500 || holdsNoCode(text)) return false;
  const at = place(text, name);
  if (
    at < 0 ||
    /[.\w$]$/.test(text.slice(0, at)) ||
    /^\s*(?:return|if|elif|while|assert|throw|raise)\b/.test(text)
  )
    return false;
  const after = text.slice(at + name.length);
  if (/^[\s,\w$})\]:<>?*&[]{0,60}(?:[-+*/|&]|:|\?\?|\|\|)?=(?![=>])/.test(after)) return true;
  return /^\s*(?:for|foreach)\b/.test(text) && /^[\s,\w$)]{0,60}(?:\bin\b|\bof\b|:)/.test(after);
}

/** Where the file defines a name outside the function: a constant's line, or the head and the answers of a function. */
function definition(lines: readonly string[], name: string, [from, to]: LineRange): RelatedLine[] {
  const weight = weights.suspect.definition;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    if ((from < line && line <= to) || text.length > 500 || !text.includes(name) || holdsNoCode(text))
      continue;
    const at = place(text, name);
    if (at < 0) continue;
    const [before, after] = [text.slice(0, at), text.slice(at + name.length)];
    if (/(?:\b(?:this|self)(?:\.|->)|@)$/.test(before) && /^\s*(?:\|\|)?=(?![=>~])/.test(after))
      return [{ line, weight: weights.suspect.origin, does: 'sets', name }];
    const defined = /(?:^|\s)(?:def|function\*?|func(?:\s?\([^)]{0,80}\))?|fn|fun|sub)\s+(?:self\.)?$/.test(
      before,
    );
    const method = /^\s+(?:[\w<>[\],?]+\s+){0,6}$/.test(before) && /^\s?\([^;]{0,200}\{\s*$/.test(after);
    if (defined || (method && !/\b(?:return|new|else|await)\s+$/.test(before))) {
      const answers = answersOf(lines, line).map(each => ({
        line: each,
        weight,
        does: 'defines' as const,
        name,
      }));
      return [{ line, weight, does: 'defines', name }, ...answers];
    }
    const constant =
      /^(?:export\s+|pub\s+|public\s+|private\s+|static\s+|final\s+|const\s+|let\s+|var\s+|[A-Z]\w{0,40}\s+){0,6}$/;
    if (constant.test(before.trimStart()) && /^[^=(]{0,60}=(?![=>])/.test(after)) {
      return [{ line, weight: weights.suspect.origin, does: 'sets', name }];
    }
  }
  return [];
}

/** The lines of a function that answer something, as far as it is not long. */
function answersOf(lines: readonly string[], head: number): number[] {
  const depth = (lines[head - 1] ?? '').search(/\S/);
  const answers: number[] = [];
  for (let line = head + 1; line <= Math.min(lines.length, head + 60); line++) {
    const text = lines[line - 1] ?? '';
    if (text.trim() !== '' && text.search(/\S/) <= depth) break;
    if (/^\s*return\b/.test(text)) answers.push(line);
  }
  return answers.slice(0, 3);
}

/** Where a text has a name as a word of its own. */
function place(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + name.length]];
    if (!/[\p{L}\p{N}_$]/u.test(before) && !/[\p{L}\p{N}_$]/u.test(after)) return at;
  }
  return -1;
}
