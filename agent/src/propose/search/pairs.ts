import type { Edit } from './edit.ts';

/** Of the likeliest edits, how many are combined with one another. */
const mostPaired = 60;
/** How much less likely two mistakes are than one. */
export const pairShare = 0.5;

/** Single edits, best first, and pairs of the best among them where their likelihood comes to stand. */
export function* withPairs(singles: readonly Edit[]): Generator<readonly Edit[]> {
  const paired = singles.slice(0, mostPaired);
  const weight = (first: number, second: number) =>
    (paired[first]?.likelihood ?? 0) * (paired[second]?.likelihood ?? 0) * pairShare;
  // One row for each edit: its pairs with those behind it, in falling order.
  const rows = paired.map((_, first) => ({ first, second: first + 1 }));
  let next = 0;
  for (;;) {
    let best: (typeof rows)[number] | undefined;
    for (const row of rows) {
      if (row.second >= paired.length) continue;
      if (!best || weight(row.first, row.second) > weight(best.first, best.second)) best = row;
    }
    const single = singles[next];
    if (single && (!best || single.likelihood >= weight(best.first, best.second))) {
      next += 1;
      yield [single];
    } else if (best) {
      const pair = [paired[best.first], paired[best.second]].filter(edit => edit !== undefined);
      best.second += 1;
      if (pair.length === 2 && apart(pair)) yield pair;
    } else return;
  }
}

/** Whether two edits are about different places. */
function apart(pair: readonly Edit[]): boolean {
  const [one, two] = pair.map(edit => ({
    start: Math.min(...edit.edits.map(part => part.start)),
    end: Math.max(...edit.edits.map(part => part.end)),
  }));
  return one !== undefined && two !== undefined && (one.end < two.start || two.end < one.start);
}
