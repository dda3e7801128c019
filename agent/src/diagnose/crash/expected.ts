import type { ExpectedType } from '../origin.ts';

const methods: readonly (readonly [ExpectedType, string])[] = [
  [
    'array',
    'map filter forEach reduce some every find findIndex flatMap join push pop shift unshift splice sort flat reverse append extend insert',
  ],
  [
    'string',
    'split trim toUpperCase toLowerCase replace startsWith endsWith charAt padStart padEnd substring match localeCompare upper lower strip lstrip rstrip startswith endswith format encode splitlines title',
  ],
  ['number', 'toFixed toPrecision'],
  ['map', 'set entries'],
  ['set', 'add'],
  ['promise', 'then catch finally'],
  ['object', 'items keys values setdefault update'],
];

const byMethod = new Map(
  methods.flatMap(([type, names]) => names.split(' ').map(name => [name, type] as const)),
);

/** The type that a value must have for this method to be called on it, as far as its name tells. */
export function expectedByMethod(name: string | undefined): ExpectedType | undefined {
  return name === undefined ? undefined : byMethod.get(name);
}
