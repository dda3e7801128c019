import type { Hints } from '../hints.ts';
import type { JavaClasses } from './classes.ts';

/** A Java expression with the classes that it needs. */
export interface JavaValue {
  readonly text: string;
  readonly imports: readonly string[];
}

const plain = (text: string): JavaValue => ({ text, imports: [] });
const nothing = plain('null');
const deepest = 2;
/** Longer sequences are not written out. */
const longest = 8;

const numbers: Readonly<Record<string, readonly string[]>> = {
  int: ['0', '1'],
  Integer: ['0', '1'],
  short: ['(short) 0', '(short) 1'],
  byte: ['(byte) 0', '(byte) 1'],
  long: ['0L', '1L'],
  Long: ['0L', '1L'],
  double: ['0.0', '1.0'],
  Double: ['0.0', '1.0'],
  float: ['0f', '1f'],
  boolean: ['false', 'true'],
  Boolean: ['false', 'true'],
  char: ["'a'"],
  Character: ["'a'"],
};

/** Values of a type, likeliest to raise the exception first. */
export async function javaValues(
  type: string,
  hints: Hints,
  classes: JavaClasses,
  depth = 0,
): Promise<JavaValue[]> {
  const bare = type.replace(/^(?:java\.\w+\.)+/, '').trim();
  const absent = hints.missing ? [nothing] : [];
  const { length } = hints;
  if (/^(?:String|CharSequence|Object)$/.test(bare)) return [...texts(hints), ...absent];
  const known = numbers[bare];
  if (known) {
    const boxed = /^[A-Z]/.test(bare) ? absent : [];
    const told = /^[iI]nt/.test(bare) ? [hints.index, length].filter(value => value !== undefined) : [];
    return [...new Set([...told.map(String), ...known])].map(plain).concat(boxed);
  }
  if (bare.endsWith('[]')) return [...(await arrays(bare.slice(0, -2), hints, classes, depth)), ...absent];
  const name = bare.replace(/<.*$/s, '');
  const given = /<(.*)>$/s.exec(bare)?.[1] ?? 'Object';
  if (/^(?:List|Collection|Iterable|ArrayList|Set|HashSet)$/.test(name))
    return [...(await collections(name, given, hints, classes, depth)), ...absent];
  if (/^(?:Map|HashMap|SortedMap|TreeMap|LinkedHashMap)$/.test(name)) {
    const made = /^(?:Sorted|Tree)/.test(name) ? 'TreeMap' : name === 'Map' ? 'HashMap' : name;
    return [{ text: `new ${made}<>()`, imports: [`java.util.${made}`] }, ...absent];
  }
  if (name === 'Optional') return [{ text: 'Optional.empty()', imports: ['java.util.Optional'] }];
  return [...(await instances(name, classes, depth)), ...(hints.missing || depth > 0 ? [nothing] : [])];
}

function texts({ text, length, missing }: Hints): JavaValue[] {
  if (text !== undefined) return [plain(JSON.stringify(text)), plain('""')];
  if (length !== undefined && length > 0)
    return [
      plain(
        length > longest ? `"a".repeat(${Math.min(length, 10_000)})` : JSON.stringify('a'.repeat(length)),
      ),
      plain('""'),
    ];
  return missing ? [plain('"a"'), plain('""')] : [plain('""'), plain('"a"')];
}

async function arrays(
  element: string,
  hints: Hints,
  classes: JavaClasses,
  depth: number,
): Promise<JavaValue[]> {
  if (/[[<]/.test(element)) return [];
  const empty = plain(`new ${element}[0]`);
  const count = hints.length ?? 2;
  const [first] = await javaValues(element, { missing: false }, classes, depth + 1);
  if (count === 0 || first === undefined) return [empty];
  const filled =
    count > longest
      ? plain(`new ${element}[${Math.min(count, 10_000)}]`)
      : {
          text: `new ${element}[] {${Array<string>(count).fill(first.text).join(', ')}}`,
          imports: first.imports,
        };
  return hints.length === undefined ? [empty, filled] : [filled, empty];
}

async function collections(
  name: string,
  element: string,
  hints: Hints,
  classes: JavaClasses,
  depth: number,
): Promise<JavaValue[]> {
  const made = /Set$/.test(name) ? 'HashSet' : 'ArrayList';
  const empty = { text: `new ${made}<>()`, imports: [`java.util.${made}`] };
  const count = hints.length ?? 1;
  const [first] = await javaValues(element, { missing: false }, classes, depth + 1);
  if (count === 0 || first === undefined || first === nothing || made === 'HashSet') return [empty];
  const held =
    count > longest
      ? {
          text: `Collections.nCopies(${Math.min(count, 10_000)}, ${first.text})`,
          imports: ['java.util.Collections'],
        }
      : { text: `List.of(${Array<string>(count).fill(first.text).join(', ')})`, imports: ['java.util.List'] };
  const filled = {
    text: `new ArrayList<>(${held.text})`,
    imports: ['java.util.ArrayList', ...held.imports, ...first.imports],
  };
  return hints.length === undefined ? [empty, filled] : [filled, empty];
}

/** Instances of a class of the program, each made in a way of its own. */
export async function instances(name: string, classes: JavaClasses, depth = 0): Promise<JavaValue[]> {
  const known = depth > deepest ? undefined : await classes.named(name);
  if (known === undefined) return [];
  if (known.constant !== undefined) return [{ text: known.constant, imports: known.imports }];
  const found: JavaValue[] = [];
  for (const { call, types } of known.makers) {
    const given: JavaValue[] = [];
    for (const type of types) {
      const [value] = await javaValues(type, { missing: false }, classes, depth + 1);
      if (value) given.push(value);
    }
    if (given.length !== types.length) continue;
    const imports = [...known.imports, ...given.flatMap(value => value.imports)];
    found.push({ text: `${call}(${given.map(value => value.text).join(', ')})`, imports });
  }
  return found;
}
