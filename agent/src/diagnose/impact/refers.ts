import type { FunctionInfo, ImportInfo } from '../../language/language.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';
import { hasWord } from '../sources.ts';
import { definitionFile, importOf } from '../trace/definitions.ts';
import type { Mention } from './mentions.ts';

/** A function whose callers are looked for. */
export interface Target {
  readonly file: SourceFile;
  readonly info: FunctionInfo;
}

/** Whether a mention means the target; `possible` when only its name says so. */
export type Verdict = 'certain' | 'possible' | 'no';

/** Languages in which a method can be called by its name alone inside its class. */
const bareMethods = new Set(['java', 'csharp', 'ruby']);
/** Languages in which the files of a folder see each other's functions and classes. */
const sharedFolders = new Set(['go', 'java', 'csharp']);
const self = /^(?:this|self|cls|Self|static|parent|super(?:\(\))?|base|\$this)$/;

/** Decides by scope and imports what a mention, by the name of the target or of an import of it, means. */
export async function refersTo(
  { node, object }: Mention,
  file: SourceFile,
  target: Target,
  index: SourceIndex,
): Promise<Verdict> {
  return object === undefined
    ? bare(node.text, file, target, index, file.language.functionOf(node)?.className)
    : onObject(object.text, file, target, index, file.language.functionOf(node)?.className);
}

async function bare(
  name: string,
  file: SourceFile,
  target: Target,
  index: SourceIndex,
  inside: string | undefined,
): Promise<Verdict> {
  const { language, tree } = file;
  const { info } = target;
  const same = file.path === target.file.path;
  if (isMethod(info)) {
    if (!bareMethods.has(language.family)) return 'no';
    if (same && inside === info.className) return 'certain';
    return defines(file, info.name) ? 'no' : 'possible';
  }
  if (same) return 'certain';
  const binding = importOf(name, file);
  if (binding !== undefined) {
    const leads = await leadsTo(binding, file, target, index);
    return leads === 'unknown' && ['javascript', 'python'].includes(language.family)
      ? 'no'
      : verdictOf(leads);
  }
  const owned = language.functions(tree).some(known => known.name === name && known.className === undefined);
  if (owned || language.classes(tree).some(known => known.name === name)) return 'no';
  if (sharedFolders.has(language.family) && folderOf(file.path) === folderOf(target.file.path))
    return 'certain';
  const open = language.imports(tree).filter(each => each.imported === '*');
  for (const each of open) if ((await leadsTo(each, file, target, index)) === 'here') return 'certain';
  if (language.family === 'go' || (language.family === 'python' && open.length === 0)) return 'no';
  // A module of JavaScript has nothing that it does not import.
  return language.family === 'javascript' && language.imports(tree).length > 0 ? 'no' : 'possible';
}

async function onObject(
  object: string,
  file: SourceFile,
  target: Target,
  index: SourceIndex,
  inside: string | undefined,
): Promise<Verdict> {
  const { info } = target;
  const same = file.path === target.file.path;
  const owner = info.className;
  if (self.test(object)) {
    if (owner === undefined) return isProperty(info) && same ? 'certain' : 'no';
    if (same && inside === owner) return 'certain';
    return defines(file, info.name) ? 'no' : 'possible';
  }
  const last = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(object.slice(-200))?.[0] ?? '';
  const binding = importOf(object, file) ?? importOf(last, file);
  const leads = binding === undefined ? undefined : await leadsTo(binding, file, target, index);
  if (leads === 'here') return 'certain';
  if (last === owner && (same || sharedFolders.has(file.language.family))) return 'certain';
  if (isMethod(info)) {
    if (binding?.kind === 'namespace' && leads === 'unknown') return 'no';
    return 'possible';
  }
  // A module of Rust is named by its file.
  if (file.language.family === 'rust' && target.file.path.endsWith(`${last}.rs`)) return 'certain';
  return isProperty(info) && binding === undefined ? 'possible' : 'no';
}

function isMethod({ kind, className }: FunctionInfo): boolean {
  return className !== undefined && kind !== 'constructor';
}

/** A function that a record or an object holds. */
function isProperty({ node, kind, className }: FunctionInfo): boolean {
  const held = /^(?:pair|assignment_expression|object)$/.test(node.parent?.type ?? '');
  return className === undefined && (kind === 'method' || held);
}

function defines(file: SourceFile, method: string): boolean {
  return file.language.functions(file.tree).some(known => known.name === method);
}

function verdictOf(leads: 'here' | 'elsewhere' | 'unknown'): Verdict {
  if (leads === 'here') return 'certain';
  return leads === 'elsewhere' ? 'no' : 'possible';
}

/** Whether an import leads to the target's file; unknown when it leads to no file of the checkout. */
async function leadsTo(
  binding: ImportInfo,
  file: SourceFile,
  target: Target,
  index: SourceIndex,
): Promise<'here' | 'elsewhere' | 'unknown'> {
  const { language } = file;
  const { source, imported } = binding;
  const { path } = target.file;
  if (language.family === 'go') {
    const folder = folderOf(path);
    return folder === '' || `/${source}`.endsWith(`/${folder}`) ? 'here' : 'unknown';
  }
  if (language.family === 'csharp') return hasWord(target.file.text, source) ? 'here' : 'unknown';
  const inner = language.family === 'python' && imported !== undefined && imported !== '*';
  const module = inner ? `${source}${source.endsWith('.') ? '' : '.'}${imported}` : source;
  const paths = [...language.resolve(file.path, module), ...language.resolve(file.path, source)];
  if (paths.includes(path)) return 'here';
  const found = await definitionFile(binding, file, index);
  if (found?.file.path === path) return 'here';
  return found === undefined && (await index.first(paths)) === undefined ? 'unknown' : 'elsewhere';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
