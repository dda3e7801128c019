import { execFile } from 'node:child_process';
import { chown, lstat, mkdir, readdir, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { t } from '@vscode/l10n';
import type { BaseTree } from '../base-tree.ts';
import { pickUser } from '../native/unprivileged-user.ts';
import { makeOwnedFolder } from '../owner.ts';
import { SandboxError } from '../sandbox-error.ts';

const run = promisify(execFile);
/** Its pages are charged to the container, so the container's memory limit bounds what is written. */
const UPPER_PARENT = '/dev/shm';
/** Folders that are large and rarely written to, so that they are not worth a copy. */
const INSTALLED = ['node_modules', '.venv', 'venv'];

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A base tree where the daemon can use it as the lower layer of overlays. */
export interface DockerBase {
  /** Of the user inside; never root. */
  readonly user: User;
  /**
   * Links or folders without characters that a mount option would take for its own: the workspace first (name ''), then
   * folders in it that are laid over it.
   */
  readonly lowers: ReadonlyMap<string, string>;
  dispose(): Promise<void>;
}

/** Links the tree, or copies it for an unprivileged user when it is root's. Throws SandboxError. */
export async function makeDockerBase(tree: BaseTree, signal: AbortSignal | undefined): Promise<DockerBase> {
  const folder = await makeOwnedFolder();
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const owner = await stat(tree.dir);
    let user: User = { uid: owner.uid, gid: owner.gid };
    const lowers = new Map([['', join(folder, 'base')]]);
    const overlaid = new Map(tree.dependencies);
    if (process.getuid?.() === 0 && owner.uid === 0) {
      const uid = await pickUser(tree.dir);
      user = { uid, gid: uid };
      for (const name of INSTALLED) {
        const path = join(tree.dir, name);
        if (!overlaid.has(name) && (await isOpenFolder(path, signal))) overlaid.set(name, path);
      }
      await copyFor(user, tree.dir, join(folder, 'base'), new Set(overlaid.keys()), signal);
    } else {
      if (owner.uid === 0) user = { uid: process.getuid?.() ?? 65_534, gid: process.getgid?.() ?? 65_534 };
      await symlink(tree.dir, join(folder, 'base'));
    }
    for (const [name, target] of overlaid) {
      const link = join(folder, `dependency-${lowers.size}`);
      await symlink(target, link);
      lowers.set(name, link);
    }
    return { user, lowers, dispose };
  } catch (cause) {
    await dispose();
    if (signal?.aborted)
      throw new SandboxError('cancelled', t('Preparing the sandbox was cancelled'), { cause });
    throw new SandboxError('prepare-failed', t('Could not make the base tree: {0}', String(cause)), {
      cause,
    });
  }
}

/** Whether this is a folder in which everything can be read by everybody. */
async function isOpenFolder(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  if (!(await lstat(path).catch(() => undefined))?.isDirectory()) return false;
  const sealed = ['(', '-type', 'd', '!', '-perm', '-5', '-o', '-type', 'f', '!', '-perm', '-4', ')'];
  const { stdout } = await run('find', [path, ...sealed, '-print', '-quit'], plainly(signal));
  return stdout === '';
}

function plainly(signal: AbortSignal | undefined) {
  return { env: { PATH: '/usr/bin:/bin' }, ...(signal ? { signal } : {}) };
}

async function copyFor(
  user: User,
  from: string,
  to: string,
  leftOut: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(to);
  const options = plainly(signal);
  const entries = (await readdir(from))
    .filter(name => name !== '.git' && !leftOut.has(name))
    .map(name => join(from, name));
  if (entries.length > 0) await run('cp', ['-a', '--reflink=auto', '--', ...entries, to], options);
  await run('chown', ['-hR', `${user.uid}:${user.gid}`, '--', to], options);
}

/** The writable halves of one run's overlays. */
export interface Uppers {
  /** Mount options of the overlay over the workspace (name '') or over one dependency folder. */
  options(name: string): string;
  remove(): Promise<void>;
}

/** Fresh upper folders for every lower of a base, with `.git` hidden and the dependency folders in place. */
export async function makeUppers(base: DockerBase, tree: BaseTree): Promise<Uppers> {
  const folder = await makeOwnedFolder(UPPER_PARENT);
  const place = new Map<string, string>();
  for (const [name, lower] of base.lowers) {
    const own = join(folder, String(place.size));
    const upper = join(own, 'upper');
    await mkdir(upper, { recursive: true });
    await mkdir(join(own, 'work'));
    if (name === '') {
      // A character device 0:0 is how an overlay says "not there".
      if (tree.hasGit)
        await run('mknod', [join(upper, '.git'), 'c', '0', '0'], { env: { PATH: '/usr/bin:/bin' } });
      for (const laid of base.lowers.keys()) if (laid !== '') await mkdir(join(upper, laid));
    }
    if (process.getuid?.() === 0) await chown(upper, base.user.uid, base.user.gid);
    place.set(name, `lowerdir=${lower},upperdir=${upper},workdir=${join(own, 'work')},index=off`);
  }
  return {
    options: name => place.get(name) ?? '',
    remove: async () => {
      // The kernel's own folder belongs to root and cannot be listed, but it is empty and lies in a folder of ours.
      for (const own of await readdir(folder)) {
        for (const name of ['work', 'index'])
          await rmdir(join(folder, own, 'work', name)).catch(() => undefined);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
