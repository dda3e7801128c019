import type { Bad } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { quoted } from '../edit/layout.ts';

/** A value that could stand for nothing, with how likely it is. */
export interface DefaultValue {
  text: string;
  weight: number;
}

type Kind = 'list' | 'text' | 'number' | 'map' | 'set' | 'record' | 'function' | 'flag';

/** The empty value of a kind as a file's language writes it. */
function emptyOf(kind: Kind, file: SourceFile): string {
  const python = file.language.family === 'python';
  switch (kind) {
    case 'list':
      return '[]';
    case 'text':
      return quoted('', file);
    case 'number':
      return '0';
    case 'map':
      return python ? '{}' : 'new Map()';
    case 'set':
      return python ? 'set()' : 'new Set()';
    case 'record':
      return '{}';
    case 'function':
      return python ? 'lambda *args: None' : '() => {}';
    case 'flag':
      return python ? 'False' : 'false';
  }
}

const typeKinds: readonly (readonly [RegExp, Kind])[] = [
  [
    /\[\]$|^(readonly\s+)?(Array|ReadonlyArray|Iterable)<|^(typing\.)?([Ll]ist|Sequence|Iterable|[Tt]uple)\b|^\[/,
    'list',
  ],
  [/^(Readonly)?Map<|^WeakMap</, 'map'],
  [/^(Readonly)?Set<|^(typing\.)?([Ss]et|[Ff]rozen[Ss]et)\b/, 'set'],
  [/^(string|str)$/, 'text'],
  [/^(number|int|float)$/, 'number'],
  [/^(boolean|bool)$/, 'flag'],
  [/^Record<|^(typing\.)?([Dd]ict|Mapping|MutableMapping)\b|^\{\s*\[/, 'record'],
  [/=>|^(typing\.)?Callable\b/, 'function'],
];

/** The empty value of a written type; undefined for types that have none. */
export function emptyOfType(type: string | undefined, file: SourceFile): string | undefined {
  if (!type) return undefined;
  const bare = type
    .replace(/\s*\|\s*(undefined|null|None)\b/g, '')
    .replace(/^(undefined|null|None)\s*\|\s*/, '')
    .replace(/^(?:typing\.)?Optional\[(.*)\]$/s, '$1')
    .trim();
  if (/^\(.*\)$/s.test(bare) && !bare.includes('=>')) return emptyOfType(bare.slice(1, -1), file);
  const kind = typeKinds.find(([pattern]) => pattern.test(bare))?.[1];
  if (kind) return emptyOf(kind, file);
  const literal = /^(['"])([^'"]*)\1/.exec(bare);
  return literal ? quoted(literal[2] ?? '', file) : undefined;
}

const memberKinds: readonly (readonly [Kind, number, RegExp])[] = [
  [
    'list',
    1,
    /^(map|filter|forEach|reduce|some|every|find|findIndex|flatMap|join|push|pop|shift|unshift|splice|sort|flat|reverse|append|extend|insert|entries)$/,
  ],
  ['list', 0.9, /^(length|includes|slice|concat|indexOf|at|count|index)$/],
  ['map', 1, /^(has|delete|set)$/],
  ['map', 0.8, /^get$/],
  ['set', 1, /^(add|discard)$/],
  [
    'text',
    1,
    /^(split|trim|toUpperCase|toLowerCase|replace|replaceAll|startsWith|endsWith|charAt|padStart|padEnd|substring|match|localeCompare|upper|lower|strip|lstrip|rstrip|startswith|endswith|format|encode|splitlines|title)$/,
  ],
  ['number', 1, /^(toFixed|toPrecision)$/],
  ['record', 1, /^(items|keys|values|setdefault|update)$/],
];

/** Whether the property that was asked for is called: `x.title()` is a text's, `x.title` is anybody's. */
function isMethod({ access, property }: Bad, { language }: SourceFile): boolean {
  const parent = access.parent;
  const called = parent ? language.call(parent)?.callee === access : false;
  return called || language.call(access) !== undefined || language.member(access)?.property.text !== property;
}

/** Values by how the bad expression is used where the program stopped. */
export function byUse(bad: Bad, file: SourceFile): DefaultValue[] {
  const python = file.language.family === 'python';
  if (bad.badness === 'zero' || bad.expected === 'number') return [{ text: '0', weight: 0.9 }];
  if (bad.expected === 'function') return [{ text: emptyOf('function', file), weight: 0.9 }];
  if (bad.expected === 'iterable') return [{ text: '[]', weight: 0.95 }];
  if (bad.property !== undefined && (bad.property === 'length' || isMethod(bad, file))) {
    const found = memberKinds.find(([, , pattern]) => pattern.test(bad.property ?? ''));
    if (found) {
      const [kind, weight] = found;
      const values = [{ text: emptyOf(python && kind === 'map' ? 'record' : kind, file), weight }];
      if (bad.property === 'length') values.push({ text: emptyOf('text', file), weight: 0.5 });
      return values;
    }
  }
  if (bad.expected === 'array') return [{ text: '[]', weight: 0.9 }];
  if (bad.expected === 'string') return [{ text: emptyOf('text', file), weight: 0.7 }];
  const call = file.language.call(bad.access);
  if (call && /^Object\./.test(call.callee.text)) return [{ text: '{}', weight: 0.9 }];
  if (python && file.language.member(bad.access) !== undefined) return [];
  return [{ text: '{}', weight: 0.6 }];
}

/** Whether an expression means the same wherever it stands: a literal, or an empty container. */
export function standsAlone(node: SyntaxNode, file: SourceFile): boolean {
  const { language } = file;
  const inner = language.unwrap(node);
  if (language.isNothing(inner)) return false;
  if (language.string(inner) !== undefined || /^(number|integer|float|true|false)$/.test(inner.type))
    return true;
  if (language.list(inner)?.length === 0 || language.record(inner)?.entries.length === 0)
    return !/\.\.\.|\*\*/.test(inner.text);
  return /^(new (Map|Set|Date)\(\)|set\(\)|dict\(\)|list\(\)|Decimal\(['"]?[\d.]+['"]?\)|deque\(\))$/.test(
    inner.text,
  );
}

/** The kind of value that an expression surely makes, as its empty value. */
export function emptyLike(node: SyntaxNode, file: SourceFile): string | undefined {
  const { language } = file;
  const inner = language.unwrap(node);
  if (language.list(inner) || (/comprehension$/.test(inner.type) && !inner.type.startsWith('dict')))
    return '[]';
  if (language.record(inner)) return '{}';
  if (language.string(inner) !== undefined || inner.type === 'template_string') return emptyOf('text', file);
  if (/^(number|integer|float)$/.test(inner.type)) return '0';
  const built = /^new (Map|Set)\b/.exec(inner.text);
  if (built) return `new ${built[1]}()`;
  return /\.(map|filter|slice|concat|split|flatMap)\(/.test(inner.text) && /\)$/.test(inner.text)
    ? '[]'
    : undefined;
}
