import { matchesGlob } from './glob.ts';
import { type Claim, longestPattern, mailAddress, type OwnerRules } from './rules.ts';

const handle = /^@[\w.-]+(?:\/[\w.-]+)?$/;

/**
 * GitHub's form: patterns as in .gitignore, but without negation and ranges; the last rule that matches decides, and
 * one without owners takes them away. A line with a mistake is passed over.
 */
export function githubRules(text: string): OwnerRules {
  const rules: (Claim & { parts: readonly string[] })[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern, ...owners] = fields(line);
    if (pattern === undefined || pattern.length > longestPattern || /^!|^\\#|[[\]]/.test(pattern)) continue;
    if (!owners.every(owner => handle.test(owner) || mailAddress.test(owner))) continue;
    rules.push({ pattern, owners, parts: globParts(pattern) });
  }
  return {
    claimsOn(path) {
      const parts = path.split('/');
      const last = rules.findLast(rule => matchesGlob(rule.parts, parts));
      return last === undefined || last.owners.length === 0
        ? []
        : [{ pattern: last.pattern, owners: last.owners }];
    },
  };
}

/** The words of a line up to a comment; a space behind `\` belongs to its word. */
function fields(line: string): string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\]|\\$)+/g)) {
    if (word.startsWith('#')) break;
    found.push(word);
  }
  return found;
}

/** A pattern with the meaning of .gitignore's, as parts of a glob that is anchored at the root. */
function globParts(pattern: string): string[] {
  const folder = pattern.endsWith('/');
  const parts = pattern.split('/').filter(part => part !== '');
  if (parts.length === 0) return ['**'];
  const anchored = pattern.startsWith('/') || parts.length > 1;
  const last = parts.at(-1) ?? '';
  // `docs/*` owns the files in docs, not those in its folders; `docs` and `docs/` own all below.
  if (folder || last === '**') parts.splice(last === '**' ? -1 : parts.length, 1, '*', '**');
  else if (!anchored || !/(?<!\\)[*?]$/.test(last)) parts.push('**');
  return anchored ? parts : ['**', ...parts];
}
