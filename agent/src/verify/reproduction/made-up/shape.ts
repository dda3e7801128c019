import type { Value } from '../value.ts';

/** What a value has to be like for the code that uses it to work; an `optional` one may be left out. */
export type Shape =
  | { readonly kind: 'any' | 'optional' | 'text' | 'digits' | 'number' | 'flag' | 'date' | 'function' }
  /** Something with a length: a list, where nothing else is known. */
  | { readonly kind: 'sized' }
  | { readonly kind: 'list'; readonly element: Shape }
  | { readonly kind: 'record'; readonly members: ReadonlyMap<string, Shape> };

export const any: Shape = { kind: 'any' };

/** What is both; undefined where nothing can be. */
export function both(a: Shape, b: Shape): Shape | undefined {
  if (a.kind === 'any') return b;
  if (b.kind === 'any') return a;
  if (a.kind === 'optional') return b;
  if (b.kind === 'optional') return a;
  if (a.kind === 'sized') return b.kind === 'sized' || b.kind === 'list' || b.kind === 'text' ? b : undefined;
  if (b.kind === 'sized') return both(b, a);
  if (a.kind === 'list' && b.kind === 'list') {
    const element = both(a.element, b.element);
    return element && { kind: 'list', element };
  }
  if (a.kind === 'record' && b.kind === 'record') {
    const members = new Map(a.members);
    for (const [name, shape] of b.members) {
      const known = members.get(name);
      const merged = known === undefined ? shape : both(known, shape);
      if (merged === undefined) return undefined;
      members.set(name, merged);
    }
    return { kind: 'record', members };
  }
  if (a.kind === 'digits' && b.kind === 'text') return a;
  if (a.kind === 'text' && b.kind === 'digits') return b;
  return a.kind === b.kind ? a : undefined;
}

/** How the values of one choice differ from those of another: all of them are such as any caller may pass. */
export interface Choice {
  readonly flag: boolean;
  /** How many elements lists have. */
  readonly length: number;
}

/** A value of a shape as a language writes it. */
export function madeOf(shape: Shape, choice: Choice, python: boolean): Value {
  switch (shape.kind) {
    case 'any':
    case 'optional':
    case 'text':
      return { kind: 'literal', value: 'a' };
    case 'digits':
      return { kind: 'literal', value: '1' };
    case 'number':
      return { kind: 'number', text: '1' };
    case 'flag':
      return { kind: 'literal', value: choice.flag };
    case 'date':
      return { kind: 'source', text: 'new Date(0)' };
    case 'function':
      return { kind: 'source', text: python ? 'lambda *args: None' : '() => {}' };
    case 'sized':
      return madeOf({ kind: 'list', element: any }, choice, python);
    case 'list':
      return {
        kind: 'list',
        items: Array.from({ length: choice.length }, () => madeOf(shape.element, choice, python)),
      };
    case 'record':
      return {
        kind: 'record',
        entries: [...shape.members]
          .filter(([, member]) => member.kind !== 'optional')
          .map(
            ([name, member]) => [{ kind: 'literal', value: name }, madeOf(member, choice, python)] as const,
          ),
      };
  }
}

/** A value with what its shape wants and was not captured; the value itself where nothing is missing. */
export function completed(value: Value, shape: Shape, choice: Choice, python: boolean): Value {
  if (value.kind === 'hole') return shape.kind === 'any' ? value : madeOf(shape, choice, python);
  if (value.kind === 'list' && shape.kind === 'list') {
    const items = value.items.map(item =>
      isLost(item, shape.element)
        ? madeOf(shape.element, choice, python)
        : completed(item, shape.element, choice, python),
    );
    return items.every((item, at) => item === value.items[at]) ? value : { ...value, items };
  }
  if (value.kind !== 'record' || shape.kind !== 'record') return value;
  const missing = new Map(shape.members);
  const entries = value.entries.map(([key, item]) => {
    const name = key.kind === 'literal' ? String(key.value) : '';
    const member = missing.get(name);
    missing.delete(name);
    return [key, member ? completed(item, member, choice, python) : item] as const;
  });
  const added = madeOf({ kind: 'record', members: missing }, choice, python);
  const more = added.kind === 'record' ? added.entries : [];
  const same = more.length === 0 && entries.every(([, item], at) => item === value.entries[at]?.[1]);
  return same ? value : { ...value, entries: [...entries, ...more] };
}

/** Clients for JavaScript look no deeper than one level: what lies further in comes as `null`. */
function isLost(item: Value, element: Shape): boolean {
  const nothing = item.kind === 'literal' && (item.value === null || item.value === undefined);
  return nothing && (element.kind === 'record' || element.kind === 'list');
}
