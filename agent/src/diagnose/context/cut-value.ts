/** How much of a value is told. */
export interface Bounds {
  /** Characters of a text; fewer of one that lies deeper. */
  readonly text: number;
  /** Entries of a list or a record. */
  readonly entries: number;
  readonly depth: number;
}

const longestName = 100;
const share = 0.6;

/** A text with its middle left out. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 4);
  const left = text.length - Math.floor(most);
  return `${text.slice(0, most - end)}… (${left} more characters) …${text.slice(text.length - end)}`;
}

/** Whatever JSON a client sent, cut in breadth and depth. */
export function cutValue(value: unknown, bounds: Bounds): unknown {
  if (typeof value === 'string') return cutText(value, bounds.text);
  if (typeof value !== 'object' || value === null) return value;
  if (bounds.depth <= 0) return Array.isArray(value) ? `a list of ${value.length}` : 'a record';
  const inside = { ...bounds, depth: bounds.depth - 1, text: bounds.text * share };
  if (Array.isArray(value)) {
    const kept = value.slice(0, bounds.entries).map(each => cutValue(each, inside));
    const left = value.length - kept.length;
    return left === 0 ? kept : [...kept, `… (${left} more)`];
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const kept = entries
    .slice(0, bounds.entries)
    .map(([name, each]) => [cutText(name, longestName), cutValue(each, inside)]);
  const left = entries.length - kept.length;
  return Object.fromEntries(left === 0 ? kept : [...kept, ['…', `${left} more`]]);
}
