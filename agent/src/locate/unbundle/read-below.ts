import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';

/** The text of a file as it is on disk, or the reason why it is not read. */
export type ReadFile =
  | { readonly text: string; readonly version: string; readonly reason?: never }
  | { readonly reason: string };

const mostBytes = 64 * 1024 * 1024;

/** What tells one version of a file from the next, without reading it; the reason why it must not or cannot be read. */
export async function versionBelow(
  root: string,
  file: string,
): Promise<{ version: string } | { reason: string }> {
  const place = path.join(root, file);
  if (isOutside(root, place) || file.includes('\0')) return { reason: `${file} leads out of the repository` };
  try {
    const stat = await lstat(place);
    if (stat.isSymbolicLink()) return { reason: `${file} is a link` };
    if (!stat.isFile()) return { reason: `${file} is no file` };
    if (stat.size > mostBytes) return { reason: `${file} has more than ${mostBytes / 1024 / 1024} MB` };
    if (isOutside(root, await realpath(place))) return { reason: `${file} leads out of the repository` };
    return { version: `${place}\0${stat.mtimeMs}\0${stat.size}\0${stat.ino}` };
  } catch (error) {
    return { reason: failure(file, error) };
  }
}

/** Reads a file of the working copy, tracked or not; never a link, nor anything outside of the root, nor over 64 MB. */
export async function readBelow(root: string, file: string): Promise<ReadFile> {
  const found = await versionBelow(root, file);
  if ('reason' in found) return found;
  try {
    await using handle = await open(path.join(root, file), constants.O_RDONLY | constants.O_NOFOLLOW);
    if ((await handle.stat()).size > mostBytes) return { reason: `${file} grew while it was read` };
    return { text: await handle.readFile('utf8'), version: found.version };
  } catch (error) {
    return { reason: failure(file, error) };
  }
}

function isOutside(root: string, place: string): boolean {
  const below = path.relative(root, place);
  return below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below);
}

function failure(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return code === 'ENOENT' || code === 'ENOTDIR' ? `there is no ${file}` : `${file} cannot be read (${code})`;
}
