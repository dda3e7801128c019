import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { SandboxError } from './sandbox-error.ts';
import type { Bind, Toolchain } from './toolchain.ts';
import { virtualEnvironmentBinds } from './virtual-environment.ts';
import { WORKSPACE } from './workspace-path.ts';

/**
 * Top-level names that are often links to a folder elsewhere, and how such a folder shows that it is what the name
 * says: a repository from a stranger must not get at a home folder by linking to it.
 */
const DEPENDENCY_FOLDERS: ReadonlyMap<string, (target: string) => boolean> = new Map([
  [
    'node_modules',
    target => basename(target) === 'node_modules' || existsSync(join(target, '.package-lock.json')),
  ],
  ['.venv', target => existsSync(join(target, 'pyvenv.cfg'))],
  ['venv', target => existsSync(join(target, 'pyvenv.cfg'))],
]);

/** What has to be known about a folder before runs can start from it. */
export interface BaseTree {
  /** Its real path. */
  readonly dir: string;
  /** Whether there is a `.git` to hide. */
  readonly hasGit: boolean;
  /** Top-level links to dependency folders elsewhere: name → real folder. */
  readonly dependencies: ReadonlyMap<string, string>;
  /** Read-only folders beside the workspace: a parent's node_modules, a virtual environment's interpreter. */
  readonly binds: readonly Bind[];
}

/** Looks at `dir`. Throws SandboxError `prepare-failed` unless it is an absolute path to a folder. */
export function inspectBase(given: string): BaseTree {
  if (!isAbsolute(given) || !existsSync(given) || !statSync(given).isDirectory())
    throw new SandboxError('prepare-failed', `${given} is not an absolute path to a folder`);
  const dir = realpathSync(given);
  if (dir === '/')
    throw new SandboxError('prepare-failed', 'The root of the file system cannot be a base tree');
  const dependencies = new Map<string, string>();
  for (const [name, genuine] of DEPENDENCY_FOLDERS) {
    const target = linkedFolder(join(dir, name));
    if (target !== undefined && outside(dir, target) && genuine(target)) dependencies.set(name, target);
  }
  const binds = virtualEnvironmentBinds(dir);
  const inherited = parentDependencies(dir);
  if (inherited !== undefined) binds.push({ from: inherited, to: '/node_modules' });
  return {
    dir,
    hasGit: lstatSync(join(dir, '.git'), { throwIfNoEntry: false }) !== undefined,
    dependencies,
    binds,
  };
}

/** PATH inside a sandbox, the project's own tools first. */
export function searchPath(toolchain: Toolchain): string[] {
  return [
    `${WORKSPACE}/node_modules/.bin`,
    `${WORKSPACE}/.venv/bin`,
    `${WORKSPACE}/venv/bin`,
    ...toolchain.searchPath,
    '/node_modules/.bin',
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
  ];
}

function linkedFolder(path: string): string | undefined {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() || !existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? realpathSync(path) : undefined;
}

function outside(dir: string, target: string): boolean {
  // A folder around the base would bring everything beside it along.
  return relative(dir, target).startsWith('..') && !dir.startsWith(`${target}/`) && target !== '/';
}

function parentDependencies(dir: string): string | undefined {
  for (let parent = dirname(dir); ; parent = dirname(parent)) {
    const candidate = join(parent, 'node_modules');
    if (existsSync(candidate) && statSync(candidate).isDirectory()) return realpathSync(candidate);
    if (parent === dirname(parent)) return undefined;
  }
}
