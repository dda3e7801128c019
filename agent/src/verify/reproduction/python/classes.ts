import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import type { Project } from '../../project.ts';
import { parts, type Value } from '../value.ts';

/** Modules of the standard library that a `repr` names with what it made. */
const standard = new Set(
  'argparse collections datetime decimal fractions functools io itertools operator pathlib re types uuid zoneinfo'.split(
    ' ',
  ),
);
const standardNames: Readonly<Record<string, readonly [module: string, name: string]>> = {
  Decimal: ['decimal', 'Decimal'],
  Fraction: ['fractions', 'Fraction'],
  UUID: ['uuid', 'UUID'],
  OrderedDict: ['collections', 'OrderedDict'],
  Counter: ['collections', 'Counter'],
  deque: ['collections', 'deque'],
  PosixPath: ['pathlib', 'Path'],
  PurePosixPath: ['pathlib', 'PurePath'],
  WindowsPath: ['pathlib', 'Path'],
  Namespace: ['argparse', 'Namespace'],
  namespace: ['types', 'SimpleNamespace'],
};
const builtins = new Set(
  'abs all any bool bytearray bytes callable chr complex dict enumerate filter float frozenset hash int isinstance iter len list map max min next object ord print range repr reversed round set slice sorted str sum tuple type zip'.split(
    ' ',
  ),
);
const mostFiles = 400;

/** A class or a function that a `repr` tells by its name, such as `<class 'shop.Cart'>` or `<function total at 0x7f>`. */
export function namedIn(repr: string): Value | undefined {
  const name =
    /^<class '(?:\w+\.)*([A-Za-z_]\w*)'>$/.exec(repr)?.[1] ??
    /^<(?:cyfunction|function) ([A-Za-z_]\w*) at 0x[0-9a-fA-F]+>$/.exec(repr)?.[1] ??
    /^<built-in function ([a-z]\w*)>$/.exec(repr)?.[1];
  return name === undefined ? undefined : { kind: 'member', name };
}

/** How the classes that values name are imported: what to call them, and the lines that bring them in. */
export interface ImportedClasses {
  readonly rename: (name: string) => string | undefined;
  /** The import lines needed, each once, for the names asked for so far. */
  imports(): string[];
}

/** Finds every class that the values name, in the standard library or at the top level of the project's own modules. */
export async function importedClasses(
  context: VerifyContext,
  project: Project,
  values: readonly Value[],
  moduleOf: (file: string) => Promise<string>,
): Promise<ImportedClasses> {
  const wanted = new Set<string>();
  for (const value of values) {
    for (const part of parts(value)) {
      if (part.kind === 'call') wanted.add(part.name);
      else if (part.kind === 'member') wanted.add(part.name.split('.')[0] ?? '');
    }
  }
  const found = new Map<string, { name: string; line: string | undefined }>();
  for (const name of wanted) {
    const known = Object.hasOwn(standardNames, name) ? standardNames[name] : undefined;
    const module = /^(\w+)\.\w+$/.exec(name)?.[1];
    if (builtins.has(name)) found.set(name, { name, line: undefined });
    else if (known) found.set(name, { name: known[1], line: `from ${known[0]} import ${known[1]}` });
    else if (module !== undefined && standard.has(module))
      found.set(name, { name, line: `import ${module}` });
    else {
      const file = await fileDefining(context, project, name, '(?:class|def)');
      if (file !== undefined) found.set(name, { name, line: `from ${await moduleOf(file)} import ${name}` });
    }
  }
  const asked = new Set<string>();
  return {
    rename(name) {
      const entry = found.get(name);
      if (entry?.line !== undefined) asked.add(entry.line);
      return entry?.name;
    },
    imports: () => [...asked].sort(),
  };
}

/** The file of the project that defines a class at its top level. */
export function fileOfClass(
  context: VerifyContext,
  project: Project,
  name: string,
): Promise<string | undefined> {
  return fileDefining(context, project, name, 'class');
}

async function fileDefining(
  context: VerifyContext,
  project: Project,
  name: string,
  keyword: string,
): Promise<string | undefined> {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const defines = new RegExp(
    `^(?:${keyword} ${name}\\b|${name}\\s*=\\s*(?:collections\\.)?(?:namedtuple|NamedTuple)\\()`,
    'm',
  );
  for (const file of project.files.filter(path => path.endsWith('.py')).slice(0, mostFiles)) {
    const text = await context.sources.read(file);
    if (text === undefined || !defines.test(text)) continue;
    const language = await languageOf(file);
    const tree = language?.parse(text);
    const nested =
      language &&
      tree &&
      language
        .classes(tree)
        .some(found => found.name === name && found.node.ancestor('function_definition', 'class_definition'));
    if (nested !== true) return file;
  }
  return undefined;
}
