import { nearest } from './names.ts';
import type { Origin } from './origin.ts';
import type { SourceIndex } from './sources.ts';

/**
 * The key that an object was probably given instead of the missing one: alike by name, or the one that its siblings
 * do not have and nobody reads, where they have the missing one.
 */
export async function renamedKey(
  property: string,
  origin: Origin & { keys: string[] },
  index: SourceIndex,
): Promise<{ name: string; likeness: number } | undefined> {
  const best = nearest(property, origin.keys)[0];
  if (best && best.likeness >= 0.7) return best;
  const strange = await strangeKeys(property, origin, index);
  const unread: string[] = [];
  for (const key of (strange ?? origin.keys).slice(0, 20))
    if (!(await isRead(key, origin, index))) unread.push(key);
  if (best && unread.includes(best.name)) return best;
  const [only, second] = unread;
  if (strange && only !== undefined && second === undefined) return { name: only, likeness: 0.6 };
  return best && best.likeness >= 0.6 ? best : undefined;
}

/** Keys that no sibling has: an object made elsewhere that has the property and most of the other keys. */
async function strangeKeys(
  property: string,
  origin: Origin & { keys: string[] },
  index: SourceIndex,
): Promise<string[] | undefined> {
  const { family } = origin.file.language;
  const known = new Set<string>();
  for (const file of await index.mentioning(family, property)) {
    if (file.test) continue;
    for (const node of file.tree.root.walk()) {
      const keys = file.language.record(node)?.entries.map(entry => entry.key) ?? [];
      const shared = keys.filter(key => origin.keys.includes(key)).length;
      if (!keys.includes(property) || shared * 2 < Math.min(keys.length, origin.keys.length)) continue;
      for (const key of keys) known.add(key);
    }
  }
  return known.size > 0 ? origin.keys.filter(key => !known.has(key)) : undefined;
}

async function isRead(key: string, origin: Origin, index: SourceIndex): Promise<boolean> {
  const name = key.replace(/\W/g, '\\$&');
  const reads = new RegExp(
    `\\.${name}\\b(?!\\s*=[^=])|\\[['"]${name}['"]\\](?!\\s*=[^=])|\\.get\\(['"]${name}['"]|[{,]\\s*${name}\\s*[,}][^;]*=`,
  );
  return (await index.count(origin.file.language.family, reads)) > 0;
}
