/** A value rebuilt from what a client captured, in no particular language. */
export type Value =
  | { readonly kind: 'literal'; readonly value: string | boolean | null | undefined }
  /** Numbers keep their text: `1.50`, `1e400` and big integers survive. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bytes'; readonly text: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Value[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [Value, Value])[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly positional: readonly Value[];
      readonly named: readonly (readonly [string, Value])[];
    }
  /** A member that has a name, such as one of an enumeration: `Colour.RED`. */
  | { readonly kind: 'member'; readonly name: string }
  /** An expression as it stands in an existing test. */
  | { readonly kind: 'source'; readonly text: string }
  /** What was not captured: an instance, a function, something cut off. */
  | { readonly kind: 'hole'; readonly text: string };

/** The value and all that it holds. */
export function* parts(value: Value): Generator<Value> {
  yield value;
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') {
    for (const item of value.items) yield* parts(item);
  } else if (value.kind === 'record') {
    for (const [key, item] of value.entries) {
      yield* parts(key);
      yield* parts(item);
    }
  } else if (value.kind === 'call') {
    for (const item of value.positional) yield* parts(item);
    for (const [, item] of value.named) yield* parts(item);
  }
}

/** Rebuilds a value bottom up; `name` is the key or parameter that a part stands under. */
export function mapValue(
  value: Value,
  change: (part: Value, name: string | undefined) => Value,
  name?: string,
): Value {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return change({ ...value, items: value.items.map(item => mapValue(item, change, name)) }, name);
    case 'record': {
      const entries = value.entries.map(([key, item]) => {
        const under = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
        return [key, mapValue(item, change, under)] as const;
      });
      return change({ ...value, entries }, name);
    }
    case 'call':
      return change(
        {
          ...value,
          positional: value.positional.map(item => mapValue(item, change)),
          named: value.named.map(([key, item]) => [key, mapValue(item, change, key)] as const),
        },
        name,
      );
    default:
      return change(value, name);
  }
}
