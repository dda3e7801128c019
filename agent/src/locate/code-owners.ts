import type { SourceTree } from '../git/source-tree.ts';

/** One line of a CODEOWNERS file. */
export interface OwnerRule {
  readonly pattern: string;
  /** `@user`, `@org/team` or a mail address. Empty: the path has no owner on purpose. */
  readonly owners: readonly string[];
}

// The order in which forges look; the first that exists counts.
const places = [
  '.github/CODEOWNERS',
  '.gitlab/CODEOWNERS',
  '.gitea/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
];

/** The rules of the project, in file order; none when it has no CODEOWNERS file. */
export async function codeOwnerRules(tree: SourceTree): Promise<OwnerRule[]> {
  for (const place of places) {
    const text = await tree.read(place);
    if (text !== undefined) return parseCodeOwners(text);
  }
  return [];
}

/** Reads CODEOWNERS. Lines that are no rule (comments, sections, negations) are passed over. */
export function parseCodeOwners(text: string): OwnerRule[] {
  const rules: OwnerRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (trimmed === '' || /^(?:\^?\[|!)/.test(trimmed)) continue;
    const fields = trimmed.match(/(?:\\.|\S)+/g) ?? [];
    const [pattern = '', ...owners] = fields;
    rules.push({
      pattern: pattern.replace(/\\(.)/g, '$1'),
      owners: owners.filter(owner => /^@[\w./-]+$|^[^@\s]+@[^@\s]+$/.test(owner)),
    });
  }
  return rules;
}

/** Who owns a path: the last rule that matches decides. */
export function codeOwnersOf(rules: readonly OwnerRule[], path: string): readonly string[] {
  return rules.findLast(rule => matchesPattern(rule.pattern, path))?.owners ?? [];
}

/** Whether a pattern with the meaning of .gitignore's matches a path; it is no regular expression of the file's. */
export function matchesPattern(pattern: string, path: string): boolean {
  const folder = pattern.endsWith('/');
  const bare = pattern.replace(/^\/+|\/+$/g, '');
  if (bare === '') return folder || pattern === '*';
  const anchored = pattern.startsWith('/') || bare.includes('/');
  const wanted = bare.split('/').map(part => part.replace(/\*{3,}/g, '**'));
  const parts = path.split('/');
  // `docs/*` owns the files in docs, not those in its folders; `docs` and `docs/` own all below.
  const below = folder || !/[*?]$/.test(bare);
  if (anchored) return matchParts(wanted, parts, below, folder);
  return parts.some((_, at) => matchParts(wanted, parts.slice(at), below || !bare.includes('/'), folder));
}

function matchParts(
  wanted: readonly string[],
  parts: readonly string[],
  below: boolean,
  folder: boolean,
): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return parts.length === 0 ? !folder : below;
  if (first === '**') {
    if (rest.length === 0) return parts.length > 0;
    return parts.some((_, at) => matchParts(rest, parts.slice(at), below, folder));
  }
  const [head, ...tail] = parts;
  return head !== undefined && matchName(first, head) && matchParts(rest, tail, below, folder);
}

/** `*` and `?` within one name, in linear time whatever the pattern. */
function matchName(pattern: string, name: string): boolean {
  let [p, n, star, retry] = [0, 0, -1, 0];
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || (pattern[p] !== '*' && pattern[p] === name[n]))) {
      p++;
      n++;
    } else if (pattern[p] === '*') {
      star = p++;
      retry = n;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
