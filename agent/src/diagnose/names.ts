/** The words that a name is made of, in lower case: `totalPrice`, `total_price` → total, price. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map(word => word.toLowerCase());
}

/** Edit distance in which two swapped neighbours count as one. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, (before[column - 2] ?? 0) + 1);
      }
      current[column] = best;
    }
    before = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** Whether one word is a shortening of the other that keeps its first letter: qty, quantity; amt, amount. */
export function abbreviates(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 2 || short.length === long.length || short[0] !== long[0]) return false;
  if (long.startsWith(short)) return true;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length && short.length * 4 >= long.length;
}

/** How alike two names are as names of one thing, 0…1. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const left = wordsOf(a);
  const right = wordsOf(b);
  const flat = [left.join(''), right.join('')] as const;
  if (flat[0] === flat[1]) return 0.97;
  const longest = Math.max(flat[0].length, flat[1].length);
  const distance = editDistance(flat[0], flat[1]);
  let best =
    longest >= 3 && distance <= Math.max(1, Math.floor(longest / 4)) ? 0.95 - (distance / longest) * 0.5 : 0;
  if (abbreviates(flat[0], flat[1])) best = Math.max(best, 0.75);
  const shared = Math.min(sharedWords(left, right), sharedWords(right, left));
  if (shared > 0) best = Math.max(best, 0.4 + 0.4 * (shared / Math.max(left.length, right.length)));
  return best;
}

function sharedWords(of: string[], others: string[]): number {
  return of.filter(word =>
    others.some(other => word === other || plural(word, other) || abbreviates(word, other)),
  ).length;
}

function plural(a: string, b: string): boolean {
  return `${a}s` === b || `${b}s` === a || `${a}es` === b || `${b}es` === a;
}

/** The names most like one, best first, with their likeness; those below the bar are left out. */
export function nearest(
  name: string,
  others: Iterable<string>,
  bar = 0.55,
): { name: string; likeness: number }[] {
  return [...new Set(others)]
    .filter(other => other !== name)
    .map(other => ({ name: other, likeness: likeness(name, other) }))
    .filter(other => other.likeness >= bar)
    .sort((a, b) => b.likeness - a.likeness);
}
