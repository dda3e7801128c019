import { readFileSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'errata-sandbox-';

/** Names a process so that a later one with the same id is not taken for it: `pid.start`. */
export function ownerTag(pid: number = process.pid): string {
  return `${pid}.${startOf(pid) ?? 0}`;
}

/** Whether the process that a tag names is still there; true when the tag cannot be read. */
export function ownerLives(tag: string): boolean {
  const match = /^(\d+)\.(\d+)$/.exec(tag);
  if (!match) return true;
  const pid = Number(match[1]);
  const start = startOf(pid);
  if (start !== undefined) return match[2] === '0' || start === match[2];
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The beginning of a name that tells whose the thing is. */
export function ownedName(): string {
  return `${PREFIX}${ownerTag()}-`;
}

/** Whether a name was made by `ownedName` in a process that is no more. */
export function deadOwner(name: string): boolean {
  const tag = new RegExp(`^${PREFIX}(\\d+\\.\\d+)-`).exec(name)?.[1];
  return tag !== undefined && !ownerLives(tag);
}

/** A fresh folder in `parent` whose name tells whose it is. */
export function makeOwnedFolder(parent: string = tmpdir()): Promise<string> {
  return mkdtemp(join(parent, ownedName()));
}

/** Removes the folders of dead owners that belong to this user. */
export async function sweepOwnedFolders(parent: string = tmpdir()): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!deadOwner(name)) continue;
    const path = join(parent, name);
    const stat = await lstat(path).catch(() => undefined);
    if (!stat?.isDirectory() || stat.uid !== process.getuid?.()) continue;
    await rm(path, { recursive: true, force: true });
  }
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, so count from its end; field 22 is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
