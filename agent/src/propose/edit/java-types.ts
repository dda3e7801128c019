import type { SourceFile } from '../../diagnose/sources.ts';
import { layoutOf } from './layout.ts';
import { insertAt, type TextEdit } from './patch.ts';

/** Collections by the interface that they are declared as, with what is usually put there. */
const usual: readonly (readonly [RegExp, string])[] = [
  [/^(?:List|Collection|Iterable|SequencedCollection)$/, 'ArrayList'],
  [/^Map$/, 'HashMap'],
  [/^(?:SortedMap|NavigableMap)$/, 'TreeMap'],
  [/^ConcurrentMap$/, 'ConcurrentHashMap'],
  [/^Set$/, 'HashSet'],
  [/^(?:SortedSet|NavigableSet)$/, 'TreeSet'],
  [/^(?:Queue|Deque)$/, 'ArrayDeque'],
];
const generic =
  /^(?:(?:Array|Linked)List|(?:Linked)?Hash(?:Map|Set)|Tree(?:Map|Set)|ArrayDeque|PriorityQueue|Concurrent\w+|CopyOnWrite\w+|Vector|Stack|EnumMap)$/;
const plain = /^(?:StringBuilder|StringBuffer|Properties|Random|Atomic(?:Integer|Long|Boolean))$/;

/** An expression for the empty value of a written type, such as `new ArrayList<>()`; undefined where it has none. */
export function emptyOfJavaType(type: string): string | undefined {
  const bare = type.replace(/^(?:final\s+)?(?:@\w+\s+)*/, '').trim();
  if (bare.endsWith('[]')) {
    const element = bare.slice(0, -2);
    return /[<\]]/.test(element) ? undefined : `new ${element}[0]`;
  }
  const name = bare.replace(/<.*$/s, '').split('.').at(-1) ?? '';
  switch (name) {
    case 'String':
    case 'CharSequence':
      return '""';
    case 'int':
    case 'Integer':
    case 'short':
    case 'Short':
    case 'byte':
    case 'Byte':
      return '0';
    case 'long':
    case 'Long':
      return '0L';
    case 'double':
    case 'Double':
      return '0.0';
    case 'float':
    case 'Float':
      return '0f';
    case 'boolean':
    case 'Boolean':
      return 'false';
    case 'char':
    case 'Character':
      return "'\\0'";
    case 'BigDecimal':
    case 'BigInteger':
      return `${name}.ZERO`;
    case 'Optional':
      return 'Optional.empty()';
    case 'Stream':
      return 'Stream.empty()';
  }
  const made = usual.find(([pattern]) => pattern.test(name))?.[1] ?? (generic.test(name) ? name : undefined);
  if (made === 'EnumMap') return undefined;
  if (made !== undefined) return bare.includes('<') ? `new ${made}<>()` : `new ${made}()`;
  return plain.test(name) ? `new ${name}()` : undefined;
}

/** What a method of this type gives back when it has nothing to give. */
export function neutralOfJavaType(type: string): string {
  if (type === 'void') return '';
  const empty = emptyOfJavaType(type);
  if (empty === undefined || /^new (?:StringB|Prop|Rand|Atomic)/.test(empty)) return 'null';
  return /^[A-Z]/.test(type) &&
    /^(?:""|0|0L|0\.0|0f|false|'\\0')$/.test(empty) &&
    !/^(?:String|CharSequence)/.test(type)
    ? 'null'
    : empty;
}

const packages: readonly (readonly [RegExp, string])[] = [
  [/^Concurrent\w+$|^CopyOnWrite\w+$/, 'java.util.concurrent'],
  [/^Atomic\w+$/, 'java.util.concurrent.atomic'],
  [/^Big(?:Decimal|Integer)$/, 'java.math'],
  [/^Stream$/, 'java.util.stream'],
  [
    /^(?:Array|Linked|Hash|Tree|Priority|Vector|Stack|Optional|Properties|Random|Objects|Collections)\w*$/,
    'java.util',
  ],
];

/** The imports that a text put into a file needs and the file does not have. */
export function javaImports(text: string, file: SourceFile): TextEdit[] {
  const { language, tree } = file;
  const present = language.imports(tree);
  const names = new Set(
    [...text.matchAll(/\bnew (\w+)|\b([A-Z]\w*)\.[a-zA-Z]/g)].map(match => match[1] ?? match[2] ?? ''),
  );
  const edits: TextEdit[] = [];
  for (const name of names) {
    const home = packages.find(([pattern]) => pattern.test(name))?.[1];
    const known = present.some(
      found => found.local === name || (found.imported === '*' && found.source === home),
    );
    if (home === undefined || known || language.classes(tree).some(found => found.name === name)) continue;
    const full = `${home}.${name}`;
    const { newline } = layoutOf(file);
    const next = present.find(found => found.source > full && !/^import\s+static/.test(found.node.text));
    const last = present.at(-1)?.node;
    const header = tree.root.parts.find(node => node.type === 'package_declaration');
    if (next) edits.push(insertAt(next.node.start, `import ${full};${newline}`));
    else if (last) edits.push(insertAt(last.end, `${newline}import ${full};`));
    else if (header) edits.push(insertAt(header.end, `${newline}${newline}import ${full};`));
    else edits.push(insertAt(0, `import ${full};${newline}${newline}`));
  }
  return edits;
}
