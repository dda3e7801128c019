/** How much of a value is told. */
export interface Bounds {
  /** Characters of a text. */
  readonly text: number;
  /** Entries of a list or a record. */
  readonly entries: number;
  readonly depth: number;
}

const longestName = 100;
const longestInside = 300;

/** A text with its middle left out. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 4);
  const left = text.length - most;
  return `${text.slice(0, most - end)}… (${left} more characters) …${text.slice(text.length - end)}`;
}

/** Whatever JSON a client sent, cut in breadth and depth. */
export function cutValue(value: unknown, bounds: Bounds): unknown {
  if (typeof value === 'string') return cutText(value, bounds.text);
  if (typeof value !== 'object' || value === null) return value;
  const left = Math.max(0, Object.keys(value).length - bounds.entries);
  if (bounds.depth <= 0) return Array.isArray(value) ? `a list of ${value.length}` : 'a record';
  const inside = { ...bounds, depth: bounds.depth - 1, text: Math.min(bounds.text, longestInside) };
  if (Array.isArray(value)) {
    const kept = value.slice(0, bounds.entries).map(each => cutValue(each, inside));
    return left === 0 ? kept : [...kept, `… (${left} more)`];
  }
  const kept = Object.entries(value)
    .slice(0, bounds.entries)
    .map(([name, each]) => [cutText(name, longestName), cutValue(each, inside)]);
  return Object.fromEntries(left === 0 ? kept : [...kept, ['…', `${left} more`]]);
}
