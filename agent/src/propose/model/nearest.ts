import { visible } from '../../diagnose/context/quote.ts';

const around = 4;
const most = 60;

/** The lines of a text that share most with those that were looked for, and some around them; nothing where none do. */
export function nearest(text: string, search: readonly string[]): string | undefined {
  const rows = visible(text).split('\n');
  const wanted = new Set(search.map(squeezed).filter(row => /\w/.test(row)));
  const hits = rows.map(row => Number(wanted.has(squeezed(row))));
  const size = Math.min(search.length, most);
  let start = -1;
  let best = 0;
  let inside = 0;
  for (const [at, hit] of hits.entries()) {
    inside += hit - (hits[at - size] ?? 0);
    if (inside > best) [best, start] = [inside, at - size + 1];
  }
  if (best === 0) return undefined;
  return rows.slice(Math.max(0, start - around), start + size + around).join('\n');
}

function squeezed(row: string): string {
  return row.replace(/\s+/g, '');
}
