/** Most characters of one text; Relay keeps as many of a message. */
export const mostText = 8192;
const mostDepth = 24;

/**
 * JSON that a stranger sent, in bounds: texts are cut at {@link mostText}, what is nested too deep for any walk is left
 * out, and what no database takes as text (NUL, halves of surrogate pairs) is replaced. What is in bounds is not copied.
 */
export function trimmedJson(value: unknown): unknown {
  return isInBounds(value, mostDepth) ? value : trimmed(value, mostDepth);
}

/** Every text of every event comes by here: it is a plain walk. */
function isInBounds(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isTextInBounds(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    for (const entry of value) if (!isInBounds(entry, depth - 1)) return false;
    return true;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    if (!isInBounds(object[name], depth - 1) || !isTextInBounds(name)) return false;
  }
  return true;
}

function isTextInBounds(text: string): boolean {
  return text.length <= mostText && text.isWellFormed() && !text.includes('\0');
}

function trimmed(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return trimmedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) return value.map(entry => trimmed(entry, depth - 1));
  const entries = Object.entries(value).map(([name, entry]) => [
    trimmedText(name),
    trimmed(entry, depth - 1),
  ]);
  return Object.fromEntries(entries);
}

function trimmedText(text: string): string {
  if (isTextInBounds(text)) return text;
  const cut = text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text;
  return cut.toWellFormed().replaceAll('\0', '\ufffd');
}
