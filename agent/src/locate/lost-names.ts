import { type Hunk, splitLines } from '../git/diff.ts';
import { holdsNoCode } from './formatting.ts';

const most = 6;
/** Of words: what the message quotes, and the expression that was bad. */
const least = 0.8;
const identifier = /^[\p{L}_$][\p{L}\p{N}_$]{2,60}$/u;

/** The names that an error misses most likely, of `errorWords`. Safe to be looked for with git. */
export function missedNames(words: ReadonlyMap<string, number>): string[] {
  return [...words]
    .filter(([word, weight]) => weight >= least && identifier.test(word))
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([word]) => word);
}

/** Whether a text gives a name a value, or declares it. */
export function isDefined(text: string, name: string): boolean {
  return text.includes(name) && splitLines(text).some(line => isDefinition(line, name));
}

/** Lines by which a change took a name's definition away: something that gave it a value, or declared it. */
export function lostDefinitions(hunks: readonly Hunk[], name: string): string[] {
  const defining = (lines: readonly string[]) => lines.filter(line => isDefinition(line, name));
  const removed = defining(hunks.flatMap(hunk => hunk.removed));
  const added = defining(hunks.flatMap(hunk => hunk.added));
  return removed.length > added.length ? removed : [];
}

function isDefinition(line: string, name: string): boolean {
  return line.length <= 500 && !holdsNoCode(line) && defines(line, name);
}

/** `name = …`, `name: …`, `def name`, `function name`, `name(…) {`: told by how code looks in most languages. */
function defines(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const [before, after] = [line.slice(0, at), line.slice(at + name.length)];
    if (/[\p{L}\p{N}_$]$/u.test(before) || /^[\p{L}\p{N}_$]/u.test(after)) continue;
    // A keyword argument is of the function that is called.
    if (/[(,]\s*$/.test(before) && /^=[^=]/.test(after)) continue;
    if (/^["']?\s*(?:=(?![=>~])|\|\|=|\?\?=|:=)/.test(after)) return true;
    // Between `?` and `:` a name is only asked for its value.
    if (/^["']?\s*:(?!:)/.test(after) && !before.includes('?')) return true;
    if (
      /(?:^|\s)(?:def|function\*?|func|fn|fun|sub|class|const|let|var|static|get|import|from)\s+(?:self\.)?$/.test(
        before,
      )
    )
      return true;
    if (/^\s*(?:[\w<>[\],.?*&]+\s+){0,5}$/.test(before) && /^\s?\([^;]{0,200}\)[^;]{0,80}\{\s*$/.test(after))
      return true;
  }
  return false;
}
