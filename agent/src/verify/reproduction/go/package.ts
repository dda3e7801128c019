import { posix } from 'node:path';
import type { FunctionInfo, Language } from '../../../language/language.ts';
import type { Tree } from '../../../language/syntax.ts';
import { resultTypes } from '../../../propose/edit/go-types.ts';
import type { VerifyContext } from '../../context.ts';
import { inFolder, type Project } from '../../project.ts';
import type { Target } from '../target.ts';

/** A type of the program, as it is written in a test of one of its packages. */
export interface GoClass {
  readonly name: string;
  readonly kind: 'struct' | 'interface' | 'other';
  readonly imports: readonly string[];
  readonly constructors: readonly GoConstructor[];
}

interface GoConstructor {
  readonly name: string;
  readonly types: readonly string[];
  readonly pointer: boolean;
  /** It may give an error besides, so that it cannot stand for the value. */
  readonly fails: boolean;
}

/** The package that a test is written in, and those that it imports. */
export interface GoPackage {
  readonly name: string;
  readonly folder: string;
  readonly classes: ReadonlyMap<string, GoClass>;
}

const mostFiles = 60;

/** Reads the package of a frame, and the packages of the module that its file imports. */
export async function goPackage(
  context: VerifyContext,
  project: Project,
  target: Target,
): Promise<GoPackage> {
  const { language, tree, file } = target;
  const folder = posix.dirname(file);
  const manifest = (await context.sources.read(inFolder(project.folder, 'go.mod'))) ?? '';
  const module_ = /^module\s+"?([^\s"]+)/m.exec(manifest)?.[1] ?? '';
  const classes = new Map(await classesOf(context, project, folder, language, ''));
  for (const { source, local } of language.imports(tree)) {
    if (source !== module_ && !source.startsWith(`${module_}/`)) continue;
    const other = inFolder(project.folder, source.slice(module_.length + 1));
    const found = await classesOf(context, project, other, language, `${local}.`, source);
    for (const [name, known] of found) classes.set(name, known);
  }
  const clause = tree.root.parts.find(node => node.type === 'package_clause');
  return { name: clause?.parts[0]?.text ?? 'main', folder, classes };
}

async function classesOf(
  context: VerifyContext,
  project: Project,
  folder: string,
  language: Language,
  prefix: string,
  source?: string,
): Promise<Map<string, GoClass>> {
  const files = project.files.filter(
    path => path.endsWith('.go') && !path.endsWith('_test.go') && posix.dirname(path) === (folder || '.'),
  );
  const trees: Tree[] = [];
  for (const path of files.slice(0, mostFiles)) {
    const text = await context.sources.read(path);
    if (text !== undefined) trees.push(language.parse(text));
  }
  const functions = trees.flatMap(tree => language.functions(tree));
  const imports = source === undefined ? [] : [source];
  const found = new Map<string, GoClass>();
  for (const tree of trees) {
    for (const { name, node } of language.classes(tree)) {
      if (prefix !== '' && !/^\p{Lu}/u.test(name)) continue;
      const type = node.child('type')?.type;
      const kind = type === 'struct_type' ? 'struct' : type === 'interface_type' ? 'interface' : 'other';
      const constructors = functions.flatMap(info => constructorOf(info, name, prefix));
      found.set(prefix + name, { name: prefix + name, kind, imports, constructors });
    }
  }
  return found;
}

/** `NewCart`, if a function is one for a type. */
function constructorOf(info: FunctionInfo, name: string, prefix: string): GoConstructor[] {
  const [first, ...more] = resultTypes(info);
  const makes = first === name || first === `*${name}`;
  const usable = prefix === '' || /^\p{Lu}/u.test(info.name);
  const types = info.parameters
    .filter(known => !known.rest)
    .map(known => known.type ?? known.node.child('type')?.text);
  if (!makes || !usable || info.className !== undefined || !/^(?:[nN]ew|[mM]ake)/.test(info.name)) return [];
  if (types.includes(undefined) || (prefix !== '' && types.some(type => /^\W*\p{Lu}/u.test(type ?? ''))))
    return [];
  return [
    { name: prefix + info.name, types: types as string[], pointer: first !== name, fails: more.length > 0 },
  ];
}

/** A type of the program by its name as the test's package writes it. */
export function goClass(name: string, where: GoPackage): GoClass | undefined {
  return where.classes.get(name);
}
