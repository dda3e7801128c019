/** Most characters of one text; Relay keeps as many of a message. */
export const mostText = 8192;
const mostDepth = 24;

/**
 * JSON that a stranger sent, in bounds: texts are cut at {@link mostText}, what is nested too deep for any walk is left
 * out, and what no database takes as text (NUL, halves of surrogate pairs) is replaced. What is in bounds is not copied.
 */
export function trimmedJson(value: unknown, depth = mostDepth): unknown {
  if (typeof value === 'string') return trimmedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  return Array.isArray(value) ? trimmedList(value, depth) : trimmedObject(value, depth);
}

/** A text in the same bounds. */
export function trimmedText(text: string): string {
  const cut = text.length > mostText ? `${text.slice(0, mostText - 1)}…` : text;
  const whole = cut.isWellFormed() ? cut : cut.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

function trimmedList(list: readonly unknown[], depth: number): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, entry] of list.entries()) {
    const trimmed = trimmedJson(entry, depth - 1);
    if (trimmed === entry) continue;
    copy ??= [...list];
    copy[index] = trimmed;
  }
  return copy ?? list;
}

function trimmedObject(object: object, depth: number): object {
  const entries = Object.entries(object);
  let isChanged = false;
  for (const entry of entries) {
    const name = trimmedText(entry[0]);
    const value = trimmedJson(entry[1], depth - 1);
    isChanged ||= name !== entry[0] || value !== entry[1];
    entry[0] = name;
    entry[1] = value;
  }
  return isChanged ? Object.fromEntries(entries) : object;
}
