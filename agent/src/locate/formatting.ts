import type { Hunk } from '../git/diff.ts';

const byIndentation = /\.(?:pyi?|pyw|ya?ml|coffee|haml|slim|pug|sass|nim|fs)$/i;
const comment = /^\s*(?:\/\/|#(?:[\s#]|!(?!\[)|$)|\*(?:[\s/]|$)|\/\*|--\s|<!--|=(?:begin|end)\b)/;
const spelledBracket = /^\s*(?:end[\s,;)\]}]*|begin|<\?php|\?>)\s*$/;

/**
 * True when a change leaves the code as it was: line breaks, white space, quotes, trailing commas, semicolons,
 * optional brackets and comments. Where indentation is syntax, its steps must stay, too.
 */
export function onlyFormatting(file: string, hunks: readonly Hunk[]): boolean {
  // Hunk by hunk: a statement that moved to another place is a change of what the code does.
  const sameText = hunks.every(hunk => essence(hunk.removed) === essence(hunk.added));
  return sameText && (!byIndentation.test(file) || sameNesting(hunks));
}

/** True when only comments and blank lines came or went. */
export function onlyComments(hunks: readonly Hunk[]): boolean {
  const lines = hunks.flatMap(hunk => [...hunk.removed, ...hunk.added]);
  return lines.every(line => comment.test(line) || line.trim() === '');
}

/** True when no word came or went, comments apart: only then may a change be one of form. */
export function sameWords(hunks: readonly Hunk[]): boolean {
  const count = new Map<string, number>();
  const add = (lines: readonly string[], by: number) => {
    for (const word of codeWords(lines)) count.set(word, (count.get(word) ?? 0) + by);
  };
  for (const hunk of hunks) {
    add(hunk.removed, -1);
    add(hunk.added, 1);
  }
  return [...count.values()].every(left => left === 0);
}

/** Words of lines of code, without those of comments at their ends. */
function codeWords(lines: readonly string[]): string[] {
  const code = lines.filter(line => !comment.test(line)).map(line => line.replace(/\s(?:\/\/|#)\s.*$/, ''));
  return code.join('\n').match(/[\p{L}\p{N}_$]+/gu) ?? [];
}

/** True for a line that holds no code of its own: blank, a bracket, a comment. */
export function holdsNoCode(line: string): boolean {
  return comment.test(line) || spelledBracket.test(line) || !/[\p{L}\p{N}]/u.test(line);
}

/** The text without what formatters change. */
function essence(lines: readonly string[]): string {
  const bare = lines
    .filter(line => !comment.test(line))
    .join('\n')
    .replace(/["`]/g, "'")
    // As a space: the end of a line may stand for it.
    .replace(/[\s;]+/g, ' ')
    .replace(/(?<![\p{L}\p{N}_$]) | (?![\p{L}\p{N}_$])/gu, '')
    .replace(/,(?=[)\]}])/g, '')
    .trim();
  return unwrapped(bare);
}

/** Without the brackets that a formatter puts around a value it breaks over lines. */
function unwrapped(text: string): string {
  const open = /(?:\breturn|\byield|\bawait|[^=!<>]=|=>|:)\((?=.*\)$)/s.exec(text);
  if (open === null) return text;
  const at = open.index + open[0].length - 1;
  let depth = 0;
  for (let index = at; index < text.length - 1; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return text;
  }
  const inner = text.slice(at + 1, -1);
  return `${text.slice(0, at)}${/[\p{L}\p{N}_$]$/u.test(text.slice(0, at)) && /^[\p{L}\p{N}_$]/u.test(inner) ? ' ' : ''}${inner}`;
}

/** True when indentation stayed, or every depth was widened or narrowed by one measure. */
function sameNesting(hunks: readonly Hunk[]): boolean {
  const widths = new Map<number, number>();
  for (const hunk of hunks) {
    const [before, after] = [codeWidths(hunk.removed), codeWidths(hunk.added)];
    // A statement broken over more or fewer lines: where it begins is what counts.
    const pairs = before.length === after.length ? before.length : Math.min(before.length, 1);
    for (let at = 0; at < pairs; at++) {
      const [from = 0, to = 0] = [before[at], after[at]];
      if ((widths.get(from) ?? to) !== to) return false;
      widths.set(from, to);
    }
  }
  const changed = [...widths].filter(([from, to]) => from !== to);
  if (changed.length === 0) return true;
  const measures = new Set([...widths].filter(([from]) => from > 0).map(([from, to]) => to / from));
  // One depth alone may as well be a statement that left its block.
  return changed.length > 1 && measures.size === 1 && !measures.has(0) && (widths.get(0) ?? 0) === 0;
}

function codeWidths(lines: readonly string[]): number[] {
  return lines.filter(line => !holdsNoCode(line)).map(line => line.search(/\S/));
}
