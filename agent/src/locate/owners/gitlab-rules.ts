import { matchesGlob } from './glob.ts';
import { type Claim, longestPattern, type OwnerRules } from './rules.ts';

interface Entry {
  readonly pattern: string;
  readonly parts: readonly string[];
  readonly owners: readonly string[];
}

/** Rules that are looked at by themselves: each section has its own last word on a path. */
interface Section {
  readonly name: string | undefined;
  readonly entries: Entry[];
  readonly exclusions: (readonly string[])[];
}

const heading = /^\^?\[([^\]]+)\](?:\[\d*\])?(?:\s+(.*))?$/;
// Mail addresses may hold an `@` that is no handle's.
const ownerWord = /^(?:@@(?:developer|maintainer|owner)s?|@[\w][\w.-]*(?:\/[\w][\w.-]*)*|[^@\s]+@[^@\s]+)$/i;

/**
 * GitLab's form: sections, each with owners that its entries have when they name none, and with a last match of its
 * own; the owners of all sections count. What `!` excludes from a section cannot come back to it.
 */
export function gitlabRules(text: string): OwnerRules {
  const unnamed: Section = { name: undefined, entries: [], exclusions: [] };
  const sections = new Map<string, Section>([['', unnamed]]);
  let section = unnamed;
  let inherited: string[] = [];
  for (const line of text.split(/\r?\n/).map(each => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, owners] = heading.exec(line) ?? [];
    if (name !== undefined) {
      const key = name.trim().toLowerCase();
      section = sections.get(key) ?? { name: name.trim(), entries: [], exclusions: [] };
      sections.set(key, section);
      inherited = ownersIn(owners ?? '');
      continue;
    }
    const written = /^(?:\\.|[^\s\\]|\\$)+/.exec(line)?.[0] ?? '';
    if (written.length > longestPattern) continue;
    if (written.startsWith('!')) section.exclusions.push(globParts(written.slice(1)));
    else {
      const named = ownersIn(line.slice(written.length));
      const entry = { pattern: written, parts: globParts(written) };
      section.entries.push({ ...entry, owners: named.length > 0 ? named : inherited });
    }
  }
  return { claimsOn: path => [...sections.values()].flatMap(each => claimOf(each, path.split('/'))) };
}

function claimOf(section: Section, path: readonly string[]): Claim[] {
  const matches = (parts: readonly string[]) => matchesGlob(parts, path, { classes: true });
  if (section.exclusions.some(matches)) return [];
  const entry = section.entries.findLast(({ parts }) => matches(parts));
  if (entry === undefined || entry.owners.length === 0) return [];
  const { pattern, owners } = entry;
  return [{ pattern, owners, ...(section.name === undefined ? {} : { section: section.name }) }];
}

/** Words that are no owners are passed over, those of a comment are not. */
function ownersIn(text: string): string[] {
  const words = text.split(/\s+/).filter(word => ownerWord.test(word));
  return [
    ...new Set(words.map(word => (word.startsWith('@@') ? word.toLowerCase().replace(/s$/, '') : word))),
  ];
}

/** A pattern for Ruby's `File.fnmatch`, where `**` goes across folders only as a whole part before others. */
function globParts(written: string): string[] {
  const pattern = written.replace(/^\\#/, '#').replace(/\\\s/g, ' ');
  if (pattern === '*') return ['**', '*'];
  const parts = pattern.split('/');
  if (parts[0] === '') parts.shift();
  else parts.unshift('**');
  if (parts.at(-1) === '') parts.splice(-1, 1, '**', '*');
  return parts.map((part, at) => (part === '**' && at === parts.length - 1 ? '*' : part));
}
