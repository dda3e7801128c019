import { constants, existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { cp, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BaseTree } from '../base-tree.ts';
import type { RunRequest } from '../run-request.ts';

/** Makes `workspace` a copy of the base as it is, with a run's files laid over and without `.git`. */
export async function freshCopy(
  tree: BaseTree,
  workspace: string,
  files: RunRequest['files'],
): Promise<void> {
  await rm(workspace, { recursive: true, force: true });
  const modules = join(tree.dir, 'node_modules');
  const linked = !files.has('node_modules') && packagesStayInside(modules);
  await cp(tree.dir, workspace, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: source => source !== join(tree.dir, '.git') && !(linked && source === modules),
  });
  if (linked) await symlink(realpathSync(modules), join(workspace, 'node_modules'));
  for (const [path, folder] of tree.dependencies) {
    const target = join(workspace, path);
    const options = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE };
    if (lstatSync(target, { throwIfNoEntry: false }) === undefined) await cp(folder, target, options);
  }
  for (const [path, content] of files) {
    const target = join(workspace, path);
    if (content === null) await rm(target, { recursive: true, force: true });
    else {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    }
  }
}

/**
 * Whether node_modules may be a link to the original: not when a package in it is itself a link, for that would lead
 * back to the original's own packages, and what is patched would not be what runs.
 */
function packagesStayInside(modules: string): boolean {
  if (!existsSync(modules)) return false;
  return readdirSync(modules).every(name => {
    const path = join(modules, name);
    if (lstatSync(path).isSymbolicLink()) return false;
    return !name.startsWith('@') || packagesStayInside(path);
  });
}

/** Regular files of the workspace, none of them bigger than `cap` bytes; links are not followed. */
export async function collectFrom(
  workspace: string,
  paths: readonly string[],
  cap: number,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const file = join(workspace, path);
    const stat = await lstat(file).catch(() => undefined);
    if (!stat?.isFile() || stat.size > cap || realpathSync(file) !== join(realpathSync(workspace), path))
      continue;
    found.set(path, await readFile(file, 'utf8'));
  }
  return found;
}
