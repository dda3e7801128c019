import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { SandboxError } from './sandbox-error.ts';

/** Where the base tree appears inside every sandbox. */
export const WORKSPACE = '/workspace';

/**
 * A path that stays below the repository by its text alone, normalised.
 * Throws SandboxError `bad-path` if it is absolute, climbs out, holds a NUL, or names anything in `.git`.
 */
export function checkRelative(path: string): string {
  const clean = normalize(path).replace(/\/+$/, '');
  const parts = clean.split('/');
  if (path === '' || path.includes('\0') || isAbsolute(path) || clean === '.' || parts[0] === '..')
    throw new SandboxError('bad-path', `${JSON.stringify(path)} is not a path inside the repository`);
  if (parts.some(part => part.toLowerCase() === '.git'))
    throw new SandboxError('bad-path', `${JSON.stringify(path)} lies in .git, which nothing may touch`);
  return clean;
}

/**
 * Where writing to `path` really lands, as seen in the trusted base `dir` (its own real path), repository-relative.
 * Throws SandboxError `bad-path` when a link on the way leads out of the tree.
 */
export async function resolveInBase(dir: string, path: string): Promise<string> {
  const wanted = join(dir, checkRelative(path));
  const missing: string[] = [];
  let existing = wanted;
  while (!(await exists(existing))) {
    missing.unshift(existing.slice(dirname(existing).length + 1));
    existing = dirname(existing);
  }
  let real: string;
  try {
    real = await realpath(existing);
  } catch (cause) {
    throw new SandboxError('bad-path', `${JSON.stringify(path)} leads through a broken link`, { cause });
  }
  const target = relative(dir, join(real, ...missing));
  if (target === '..' || target.startsWith(`..${sep}`) || isAbsolute(target))
    throw new SandboxError('bad-path', `${JSON.stringify(path)} leads through a link out of the repository`);
  return checkRelative(target);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
