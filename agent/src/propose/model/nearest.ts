import { visible } from '../../diagnose/context/quote.ts';

const around = 4;
const most = 60;

/** The lines of a text that share most with those that were looked for, and some around them; nothing where none do. */
export function nearest(text: string, search: readonly string[]): string | undefined {
  const rows = visible(text).split('\n');
  const lines = new Set(search.map(row => row.trim()));
  const words = new Set(search.flatMap(wordsIn));
  const scores = rows.map(row => {
    const own = wordsIn(row);
    if (own.length === 0) return 0;
    return lines.has(row.trim()) ? 1 : own.filter(word => words.has(word)).length / own.length / 2;
  });
  const size = Math.min(search.length, most);
  let start = -1;
  let best = 0;
  let inside = 0;
  for (const [at, score] of scores.entries()) {
    inside += score - (scores[at - size] ?? 0);
    if (inside > best + 1e-6) [best, start] = [inside, at - size + 1];
  }
  if (best === 0) return undefined;
  return rows.slice(Math.max(0, start - around), start + size + around).join('\n');
}

function wordsIn(row: string): string[] {
  return row.match(/[\p{L}\p{N}_$]+/gu) ?? [];
}
