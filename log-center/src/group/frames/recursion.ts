import type { FrameParts } from './frame-parts.ts';

/** Same function, wherever in it: unnamed code only where the text of the line is the same too. */
export function functionKey(parts: FrameParts): string {
  const place = parts.module === '' ? parts.path.whole : parts.module;
  return parts.function === ''
    ? `${place}\n\n${parts.code}${parts.line ?? ''}`
    : `${place}\n${parts.fullName}`;
}

/**
 * The way to the crash as it would be without recursion: what lies between two visits of a function is taken out together
 * with the earlier visit, so that neither the depth nor the rounds on the way matter. Gives the indices that stay.
 */
export function withoutRecursion(keys: readonly string[]): number[] {
  const way: number[] = [];
  const placeOnWay = new Map<string, number>();
  keys.forEach((key, index) => {
    const visited = placeOnWay.get(key) ?? way.length;
    for (const left of way.splice(visited)) placeOnWay.delete(keys[left] ?? '');
    placeOnWay.set(key, way.length);
    way.push(index);
  });
  return way;
}

/** The functions that recur, each by its first visit: where the stack ran out is chance, and so is the way to there. */
export function recurring(keys: readonly string[]): number[] {
  const count = new Map<string, number>();
  for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
  const most = Math.max(0, ...count.values());
  return keys.flatMap((key, index) => {
    const visits = count.get(key) ?? 0;
    return visits > 1 && visits * 2 >= most && keys.indexOf(key) === index ? [index] : [];
  });
}
