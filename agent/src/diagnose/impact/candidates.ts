import { familyOf } from '../../language/languages.ts';
import { hasWord, type SourceIndex } from '../sources.ts';
import type { Target } from './refers.ts';

const mostRead = 200;

export interface Candidates {
  /** Likeliest first. */
  readonly paths: readonly string[];
  /** Some files that hold a name were not looked at. */
  readonly unread: boolean;
}

/**
 * Of files that hold the name of a target, those of its language that call something of that name; first the ones that
 * also speak of its class or module. Others hardly mean it: they are left out where `strict`.
 */
export async function candidates(
  mentioning: readonly string[],
  targets: readonly Target[],
  index: SourceIndex,
  strict: boolean,
): Promise<Candidates> {
  const family = targets[0]?.file.language.family;
  const near = nearestFirst(
    mentioning.filter(path => familyOf(path) === family),
    targets,
  );
  const read = near.slice(0, mostRead);
  const texts = await Promise.all(read.map(path => index.text(path)));
  const [speaking, others]: [string[], string[]] = [[], []];
  for (const [at, path] of read.entries()) {
    const text = texts[at];
    const about = targets.filter(
      target => text !== undefined && (path === target.file.path || mayCall(text, target)),
    );
    if (about.some(target => speaksOf(text ?? '', path, target))) speaking.push(path);
    else if (about.length > 0) others.push(path);
  }
  return { paths: strict ? speaking : [...speaking, ...others], unread: near.length > read.length };
}

/** What a file holds that calls the target, or gives it another name when it imports it. */
export function wordsOf({ file, info }: Target): string[] {
  return info.exported === 'default' ? [callName({ info }), moduleName(file.path)] : [callName({ info })];
}

/** The name that a call has: of an object that is made, that of its class. */
export function callName({ info }: Pick<Target, 'info'>): string {
  return info.kind === 'constructor' ? (info.className ?? '') : info.name;
}

/** Whether the name stands in front of what may be arguments, or among arguments, or is given another name. */
function mayCall(text: string, target: Target): boolean {
  if (target.info.exported === 'default' || target.file.language.family === 'ruby') return true;
  const name = callName(target);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const behind = text.slice(at + name.length, at + name.length + 40);
    if (/^\s*(?:\?\.|::|!)?\s*[(<[),]|^\s+(?:as|\/?>|\w+=)|^:\s*\w/.test(behind)) return true;
  }
  return false;
}

function speaksOf(text: string, path: string, { file, info }: Target): boolean {
  if (path === file.path) return true;
  const shared =
    ['go', 'java', 'csharp'].includes(file.language.family) && folderOf(path) === folderOf(file.path);
  const names = [moduleName(file.path), folderOf(file.path).split('/').at(-1) ?? '', info.className ?? ''];
  return shared || names.some(name => name !== '' && hasWord(text, name));
}

/** What imports call a file: its name without the ending, or its folder's where the file stands for that. */
function moduleName(path: string): string {
  const [, stem = ''] = /([^/]+?)(?:\.[^/.]+)?$/.exec(path) ?? [];
  return /^(?:index|mod|lib|main|__init__)$/.test(stem) ? (path.split('/').at(-2) ?? '') : stem;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function nearestFirst(paths: readonly string[], targets: readonly Target[]): string[] {
  const near = (path: string) => Math.max(...targets.map(({ file }) => sharedFolders(path, file.path)));
  return paths
    .map(path => ({ path, near: near(path) }))
    .sort((a, b) => b.near - a.near)
    .map(({ path }) => path);
}

/** How many folders two paths begin with together; more when they are the same. */
function sharedFolders(a: string, b: string): number {
  if (a === b) return Number.MAX_SAFE_INTEGER;
  const [one, two] = [a.split('/'), b.split('/')];
  const differs = one.findIndex((part, at) => part !== two[at]);
  return differs < 0 ? one.length : differs;
}
