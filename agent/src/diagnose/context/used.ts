import { dirname } from 'node:path/posix';
import type { Family } from '../../language/language.ts';
import { familyOf } from '../../language/languages.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { hasWord, type SourceFile, type SourceIndex } from '../sources.ts';
import { definitionFile, functionsOf, importOf } from '../trace/definitions.ts';

/** Something that code uses, where it is defined. */
export interface Used {
  readonly file: SourceFile;
  readonly node: SyntaxNode;
  readonly name: string;
}

const names = /(?:^|_)(?:identifier|constant|name)$/;
/** Languages in which a folder is one module. */
const sharing: ReadonlySet<Family> = new Set<Family>(['go', 'java', 'csharp']);
/** Languages in which a file names all that it has from others. */
const naming: ReadonlySet<Family> = new Set<Family>(['javascript', 'python']);
const mostNames = 60;
const mostBeside = 100;
const deepest = 4;

/** What a piece of code uses of the program outside of itself, in the order in which it does. Throws when cancelled. */
export async function usedBy(code: SyntaxNode, file: SourceFile, index: SourceIndex): Promise<Used[]> {
  const found: Used[] = [];
  const add = (used: Used) => {
    const known = found.some(other => other.file === used.file && other.node === used.node);
    const inside = used.file === file && (code.contains(used.node) || used.node.contains(code));
    if (!known && !inside) found.push(used);
  };
  const asked = new Set<string>();
  for (const node of code.walk()) {
    const callee = file.language.call(node)?.callee;
    const name = callee?.text ?? (names.test(node.type) ? node.text : undefined);
    if (name === undefined || asked.has(name)) continue;
    if (asked.size >= mostNames) break;
    asked.add(name);
    index.check();
    const called = callee ? await functionsCalled(callee, file, index) : [];
    for (const used of called) add(used);
    const defined = called.length === 0 ? await definedAs(name, file, index) : undefined;
    if (defined) add(defined);
  }
  return found;
}

async function functionsCalled(callee: SyntaxNode, file: SourceFile, index: SourceIndex): Promise<Used[]> {
  if (isOfLanguage(callee, file)) return [];
  const places = await functionsOf(callee, file, index);
  return places
    .filter(({ certain }) => certain)
    .map(place => ({ file: place.file, node: place.info.node, name: place.info.qualifiedName }));
}

/** Whether a call is one on something that the file has from nowhere, such as `Promise.all`. */
function isOfLanguage(callee: SyntaxNode, file: SourceFile): boolean {
  const object = file.language.member(callee)?.object.text;
  if (object === undefined || !/^[A-Z]\w*$/.test(object) || !naming.has(file.language.family)) return false;
  return importOf(object, file) === undefined && declared(object, file) === undefined;
}

async function definedAs(name: string, file: SourceFile, index: SourceIndex): Promise<Used | undefined> {
  if (!/^[\p{L}\p{N}_$]+$/u.test(name)) return undefined;
  const binding = importOf(name, file);
  const target = binding ? await definitionFile(binding, file, index) : { file, name };
  const node = target && declared(target.name, target.file);
  if (node) return { file: target.file, node, name };
  return binding || !sharing.has(file.language.family) ? undefined : besides(name, file, index);
}

/** What a file of the same folder declares for all of it. */
async function besides(name: string, { path }: SourceFile, index: SourceIndex): Promise<Used | undefined> {
  const beside = (await index.paths()).filter(
    other => other !== path && dirname(other) === dirname(path) && familyOf(other) === familyOf(path),
  );
  for (const other of beside.slice(0, mostBeside)) {
    if (!hasWord((await index.text(other)) ?? '', name)) continue;
    const file = await index.file(other);
    const node = file && declared(name, file);
    if (node) return { file, node, name };
  }
  return undefined;
}

/** The statement of a file that declares a name for all of it. */
function declared(name: string, { tree }: SourceFile): SyntaxNode | undefined {
  return tree.root.parts.find(statement =>
    name === 'default'
      ? statement.children.some(({ type }) => type === 'default')
      : declares(statement, name, deepest),
  );
}

function declares(node: SyntaxNode, name: string, depth: number): boolean {
  const target = node.child('name') ?? node.child('left');
  if (target !== undefined) return target.text === name;
  return depth > 0 && node.parts.some(part => part.field !== 'body' && declares(part, name, depth - 1));
}
