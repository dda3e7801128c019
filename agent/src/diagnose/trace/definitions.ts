import type { Family, FunctionInfo, ImportInfo } from '../../language/language.ts';
import { familyOf } from '../../language/languages.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';

export interface FunctionPlace {
  file: SourceFile;
  info: FunctionInfo;
  /** Found through scope or imports, not by name alone. */
  certain: boolean;
}

export interface ClassPlace {
  file: SourceFile;
  node: SyntaxNode;
  name: string;
}

const mostByName = 4;
/** Shorter names are those of many things. */
const shortest = 5;

/** The functions that a callee may mean. */
export async function functionsOf(
  callee: SyntaxNode,
  file: SourceFile,
  index: SourceIndex,
): Promise<FunctionPlace[]> {
  const { language } = file;
  const inner = language.unwrap(callee);
  if (language.isIdentifier(inner)) {
    const named = await functionsNamed(inner.text, file, index);
    return named.length > 0 || isScript(language.family) ? named : siblings(inner, file, index);
  }
  const written = language.functionOf(inner);
  if (written?.node === inner) return [{ file, info: written, certain: true }];
  const table = language.subscript(inner)?.object;
  if (table) return functionsInTable(table, file, index);
  const member = language.member(inner);
  if (!member) return [];
  const name = member.property.text;
  if (language.isSelf(member.object)) {
    const owner = language.functionOf(inner)?.className ?? language.classOf(inner)?.name;
    const own = methods(file, name).filter(info => info.className === owner);
    if (own.length > 0) return own.map(info => ({ file, info, certain: true }));
  }
  if (language.isIdentifier(member.object)) {
    const module = await importedFile(member.object.text, file, index);
    const found = module?.language.functions(module.tree).filter(info => info.qualifiedName === name) ?? [];
    if (module && found.length > 0) return found.map(info => ({ file: module, info, certain: true }));
  }
  return functionsAnywhere(name, member.object.text, file, index);
}

/** The functions of a name in the whole program: those of the class that is named, else few enough to be meant. */
async function functionsAnywhere(
  name: string,
  owner: string,
  { language }: SourceFile,
  index: SourceIndex,
): Promise<FunctionPlace[]> {
  const all: FunctionPlace[] = [];
  for (const other of await index.mentioning(language.family, name)) {
    if (other.test) continue;
    for (const info of functionsIn(other, name)) all.push({ file: other, info, certain: false });
  }
  const typed = all.filter(({ info }) => info.className === owner);
  if (typed.length > 0) return typed.map(place => ({ ...place, certain: true }));
  const methods = isScript(language.family) ? all.filter(({ info }) => info.qualifiedName !== name) : all;
  if (methods.length === 0) return all.length === 1 && name.length > shortest ? all : [];
  if (methods.length > mostByName) return [];
  return methods.length === 1 ? methods.map(place => ({ ...place, certain: true })) : methods;
}

/** JavaScript and Python name the object or module that a function is had from; others may leave it out. */
function isScript(family: Family): boolean {
  return family === 'javascript' || family === 'python';
}

/** A function that is called by its bare name: of the same class, of the same file, or of another in the folder. */
async function siblings(callee: SyntaxNode, file: SourceFile, index: SourceIndex): Promise<FunctionPlace[]> {
  const owner = file.language.functionOf(callee)?.className;
  const here = functionsIn(file, callee.text);
  const own = here.filter(info => info.className === owner);
  if (here.length > 0) return (own.length > 0 ? own : here).map(info => ({ file, info, certain: true }));
  const folder = folderOf(file.path);
  const found: FunctionPlace[] = [];
  for (const other of await index.mentioning(file.language.family, callee.text)) {
    if (other.test) continue;
    for (const info of functionsIn(other, callee.text))
      found.push({ file: other, info, certain: folderOf(other.path) === folder });
  }
  const near = found.filter(place => place.certain);
  return near.length > 0 ? near : found.length > mostByName ? [] : found;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The functions in a dispatch table: `HANDLERS[kind](x)`. */
async function functionsInTable(
  table: SyntaxNode,
  file: SourceFile,
  index: SourceIndex,
): Promise<FunctionPlace[]> {
  const binding = importOf(table.text, file);
  const target = binding ? await definitionFile(binding, file, index) : { file, name: table.text };
  if (!target) return [];
  const { language, tree } = target.file;
  const assigned = language.assignments(tree.root).find(found => found.target.text === target.name);
  const value = assigned?.value ? language.unwrap(assigned.value) : undefined;
  if (!value) return [];
  const entries = language.record(value)?.entries.map(entry => entry.value ?? entry.keyNode);
  const found: FunctionPlace[] = [];
  for (const item of entries ?? language.list(value) ?? []) {
    const own = language.functionOf(item);
    if (own?.node === item) found.push({ file: target.file, info: own, certain: true });
    else if (language.isIdentifier(item))
      found.push(...(await functionsNamed(item.text, target.file, index)));
  }
  return found;
}

function functionsIn(file: SourceFile, name: string): FunctionInfo[] {
  return file.language.functions(file.tree).filter(info => info.name === name && info.body);
}

function methods(file: SourceFile, name: string): FunctionInfo[] {
  return file.language
    .functions(file.tree)
    .filter(info => info.name === name && info.body && info.qualifiedName !== name);
}

async function functionsNamed(name: string, file: SourceFile, index: SourceIndex): Promise<FunctionPlace[]> {
  const { language } = file;
  const local = language
    .functions(file.tree)
    .filter(info => info.name === name && !info.className && info.body);
  if (local.length > 0) return local.map(info => ({ file, info, certain: true }));
  const binding = importOf(name, file);
  if (!binding) return [];
  const target = await definitionFile(binding, file, index);
  if (target) {
    const found = target.file.language
      .functions(target.file.tree)
      .filter(
        info =>
          !info.className &&
          info.body &&
          (info.name === target.name || (target.name === 'default' && info.exported === 'default')),
      );
    return found.map(info => ({ file: target.file, info, certain: true }));
  }
  return (await isOwnImport(binding, index)) ? onlyFunction(binding.imported ?? name, file, index) : [];
}

/** Whether an import that leads nowhere means a file of the program: one that was moved, say. */
async function isOwnImport({ source }: ImportInfo, index: SourceIndex): Promise<boolean> {
  const [top = ''] = source.split(/[./]/);
  if (top === '') return true;
  return (await index.paths()).some(path => path.startsWith(`${top}/`) || path.startsWith(`src/${top}/`));
}

/** The only function of a name in the program. */
async function onlyFunction(name: string, file: SourceFile, index: SourceIndex): Promise<FunctionPlace[]> {
  if (name.length <= shortest) return [];
  const found: FunctionPlace[] = [];
  for (const other of await index.mentioning(file.language.family, name)) {
    if (other.test) continue;
    const own = functionsIn(other, name).filter(info => info.qualifiedName === name);
    for (const info of own) found.push({ file: other, info, certain: false });
  }
  return found.length === 1 ? found : [];
}

/** The import that binds a name in a file. */
export function importOf(name: string, file: SourceFile): ImportInfo | undefined {
  return file.language.imports(file.tree).find(binding => binding.local === name);
}

async function importedFile(
  name: string,
  file: SourceFile,
  index: SourceIndex,
): Promise<SourceFile | undefined> {
  const binding = importOf(name, file);
  if (!binding) return undefined;
  const { language } = file;
  if (binding.kind === 'named' && language.family === 'python') {
    return importTarget(file, joinModule(binding.source, binding.imported ?? ''), index);
  }
  return binding.kind === 'namespace' || binding.kind === 'default'
    ? importTarget(file, binding.source, index)
    : undefined;
}

/** The file that an import means: where its language looks, else the only one whose path ends so, as an alias of a bundler has it. */
async function importTarget(
  file: SourceFile,
  source: string,
  index: SourceIndex,
): Promise<SourceFile | undefined> {
  const found = await index.first(file.language.resolve(file.path, source));
  if (found) return found;
  const script = file.language.family === 'javascript';
  const named = source.replace(/^(?:[.~@#]{0,2}\/)+|^\.+|\.[cm]?[jt]sx?$/g, '');
  const tail = script ? named : named.replaceAll('.', '/');
  if (tail === '' || (script && !source.includes('/'))) return undefined;
  const ending = new RegExp(`(?:^|/)${tail.replace(/\W/g, '\\$&')}(?:/index|/__init__)?\\.\\w+$`);
  const paths = (await index.paths()).filter(
    path => ending.test(path) && familyOf(path) === file.language.family,
  );
  return paths.length === 1 ? index.first(paths) : undefined;
}

function joinModule(source: string, name: string): string {
  return source.endsWith('.') ? source + name : `${source}.${name}`;
}

const farthestReexport = 3;

/** The file that defines what an import binds, through re-exports, and the name that it has there. */
export async function definitionFile(
  binding: ImportInfo,
  file: SourceFile,
  index: SourceIndex,
  depth = 0,
): Promise<{ file: SourceFile; name: string } | undefined> {
  const target = await importTarget(file, binding.source, index);
  if (!target) return undefined;
  const name = binding.kind === 'default' ? 'default' : (binding.imported ?? binding.local ?? '');
  const again = reexport(target, name);
  if (again && depth < farthestReexport)
    return (await definitionFile(again, target, index, depth + 1)) ?? { file: target, name };
  return { file: target, name };
}

function reexport(file: SourceFile, name: string): ImportInfo | undefined {
  if (file.language.family === 'python') return importOf(name, file);
  for (const statement of file.tree.root.parts) {
    const source = statement.type === 'export_statement' ? statement.child('source') : undefined;
    if (!source) continue;
    const specifiers = statement.childOfType('export_clause')?.parts ?? [];
    const specifier = specifiers.find(part => (part.child('alias') ?? part.child('name'))?.text === name);
    const base = { source: source.text.slice(1, -1), line: statement.line, node: statement };
    if (specifier)
      return { ...base, kind: 'named', imported: specifier.child('name')?.text ?? name, local: name };
    if (specifiers.length === 0 && !definesTop(file, name))
      return { ...base, kind: 'named', imported: name, local: name };
  }
  return undefined;
}

function definesTop(file: SourceFile, name: string): boolean {
  return (
    file.language.functions(file.tree).some(info => info.name === name) ||
    file.language.classes(file.tree).some(found => found.name === name)
  );
}

/** The class of a name as a file sees it: its own, an imported one, or the only one of that name. */
export async function classNamed(
  name: string,
  file: SourceFile,
  index: SourceIndex,
): Promise<ClassPlace | undefined> {
  const own = file.language.classes(file.tree).find(found => found.name === name);
  if (own) return { file, node: own.node, name };
  const binding = importOf(name, file);
  const target = binding ? await definitionFile(binding, file, index) : undefined;
  const imported = target?.file.language
    .classes(target.file.tree)
    .find(found => found.name === target.name || found.name === name);
  if (target && imported) return { file: target.file, node: imported.node, name: imported.name };
  const found: ClassPlace[] = [];
  for (const other of await index.mentioning(file.language.family, name)) {
    if (other.test) continue;
    for (const known of other.language.classes(other.tree)) {
      if (known.name === name) found.push({ file: other, node: known.node, name });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}
