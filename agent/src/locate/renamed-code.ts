import type { Hunk } from '../git/diff.ts';

const mostText = 50_000;
const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Names that one version of a file has and the other has not. */
export interface NameChange {
  readonly lost: ReadonlySet<string>;
  readonly gained: ReadonlySet<string>;
}

export function nameChange(before: string, after: string): NameChange {
  const [old, now] = [new Set(before.match(identifier)), new Set(after.match(identifier))];
  const without = (names: Set<string>, others: Set<string>) =>
    new Set([...names].filter(name => !others.has(name)));
  return { lost: without(old, now), gained: without(now, old) };
}

/**
 * The change as it would be without the renaming of what is called otherwise from now on, everywhere in the file. What
 * is asked of an object (`.name`), or said as a string or a key, is no name of the file's own: such a change is one of
 * meaning, and so is a name that stays in other places.
 */
export function withoutRenaming(hunk: Hunk, { lost, gained }: NameChange): Hunk {
  if (lost.size === 0 || gained.size === 0) return hunk;
  const [removed, now] = [hunk.removed.join('\n'), hunk.added.join('\n')];
  if (Math.max(removed.length, now.length) > mostText) return hunk;
  const [from, to] = [namesOf(removed), namesOf(now)];
  if (from.length !== to.length) return hunk;
  const renamed = new Map<string, string>();
  for (const [index, before] of from.entries()) {
    const after = to[index];
    if (after === undefined || before.name === after.name) continue;
    if (!before.own || !after.own || !lost.has(before.name) || !gained.has(after.name)) return hunk;
    if ((renamed.get(after.name) ?? before.name) !== before.name) return hunk;
    renamed.set(after.name, before.name);
  }
  if (renamed.size === 0 || new Set(renamed.values()).size < renamed.size) return hunk;
  const added = hunk.added.map(line => line.replace(identifier, name => renamed.get(name) ?? name));
  return { ...hunk, added };
}

/** Each name in its order, and whether it can be one of the file's own. */
function namesOf(text: string): { name: string; own: boolean }[] {
  return [...text.matchAll(identifier)].map(({ 0: name, index }) => {
    const asked = /[.:>@'"`-]/.test(text[index - 1] ?? '') && !text.slice(0, index).endsWith('...');
    return { name, own: !asked && !/^['"`]/.test(text.slice(index + name.length)) };
  });
}
