const mostVariables = 12;
const longestName = 60;
const longestValue = 160;
const mostEntries = 6;
const deepest = 2;

/** A local variable as it was captured, short enough to be read in passing. Hostile text. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The first variables of a frame, and how many are left out. Bounded whatever they hold. */
export function variablesOf(captured: Readonly<Record<string, unknown>> | undefined): {
  readonly shown: readonly Variable[];
  readonly more: number;
} {
  const names = Object.keys(captured ?? {});
  const shown = names.slice(0, mostVariables).map(name => ({
    name: cut(name, longestName),
    value: cut(textOf(captured?.[name], 0), longestValue),
  }));
  return { shown, more: names.length - shown.length };
}

function textOf(value: unknown, depth: number): string {
  // Clients serialise as they like: what is a text at the top may be any value, as they spell it.
  if (typeof value === 'string')
    return depth === 0 ? cut(value, longestValue) : JSON.stringify(cut(value, longestName));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === deepest) return Array.isArray(value) ? `[… ${value.length}]` : '{…}';
  if (Array.isArray(value)) {
    return `[${entries(
      value.slice(0, mostEntries).map(each => textOf(each, depth + 1)),
      value.length,
    )}]`;
  }
  const keys = Object.keys(value);
  const fields = new Map<string, unknown>(Object.entries(value).slice(0, mostEntries));
  const shown = [...fields].map(([key, field]) => `${cut(key, longestName)}: ${textOf(field, depth + 1)}`);
  return `{${entries(shown, keys.length)}}`;
}

function entries(shown: readonly string[], count: number): string {
  return [...shown, ...(count > shown.length ? ['…'] : [])].join(', ');
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
