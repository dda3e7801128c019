import { isCard } from './cards.ts';
import type { FieldNames } from './field-names.ts';
import { holdsNothing, markerOf, type ScrubReason } from './marker.ts';
import { remember } from './remember.ts';

const deepest = 32;
type Fields = Readonly<Record<string, unknown>>;

export interface FieldValues {
  /** The same value if there is nothing to take out of it. */
  value(value: unknown): unknown;
  fields<T extends Fields>(fields: T): T;
}

interface Options {
  readonly names: FieldNames;
  readonly text: (text: string) => string;
  readonly cards: boolean;
}

/** Scrubs whatever JSON clients send: by the names of its fields and by the texts in it. */
export function makeFieldValues({ names, text, cards }: Options): FieldValues {
  // Names hold secrets as well: `{ "bob@example.com": 3 }`.
  const textOfName = remember(text);

  function value(given: unknown, depth = 0, isEntry = false): unknown {
    if (typeof given === 'string') return text(given);
    if (typeof given === 'number') return cards && isCard(String(given)) ? markerOf('card') : given;
    if (typeof given !== 'object' || given === null) return given;
    if (depth >= deepest) return markerOf('depth');
    return Array.isArray(given) ? list(given, depth, isEntry) : fields(given as Fields, depth);
  }

  function list(given: readonly unknown[], depth: number, isEntry: boolean): readonly unknown[] {
    const [name] = given;
    // `[["password", "x"], …]`
    const isPair = isEntry && given.length === 2 && typeof name === 'string';
    let changed: unknown[] | undefined;
    for (let index = 0; index < given.length; index++) {
      const before = given[index];
      const after = isPair && index === 1 ? named(name, before, depth) : value(before, depth + 1, true);
      if (after === before) continue;
      changed ??= [...given];
      changed[index] = after;
    }
    return changed ?? given;
  }

  function fields<T extends Fields>(given: T, depth = 0): T {
    // `{ "name": "password", "value": "x" }`
    const label = given['value'] === undefined ? undefined : (given['name'] ?? given['key']);
    let changes: Map<string, [string, unknown]> | undefined;
    for (const name of Object.keys(given)) {
      const before = given[name];
      const isLabelled = name === 'value' && typeof label === 'string';
      const after = named(isLabelled ? label : name, before, depth);
      const newName = textOfName(name);
      if (after === before && newName === name) continue;
      changes ??= new Map();
      changes.set(name, [newName, after]);
    }
    if (changes === undefined) return given;
    // A text is replaced by a text: what was a record of texts is one again.
    return Object.fromEntries(Object.entries(given).map(entry => changes.get(entry[0]) ?? entry)) as T;
  }

  function named(name: string, given: unknown, depth: number): unknown {
    const verdict = names.verdictOf(name);
    if (verdict === 'safe') return given;
    return verdict === undefined ? value(given, depth + 1) : hidden(given, verdict);
  }

  return { value: given => value(given), fields: given => fields(given) };
}

function hidden(given: unknown, reason: ScrubReason): unknown {
  if (given === null || given === undefined || typeof given === 'boolean') return given;
  if (typeof given === 'string' && holdsNothing(given)) return given;
  const isEmpty = typeof given === 'object' && Object.keys(given).length === 0;
  return isEmpty ? given : markerOf(reason);
}
