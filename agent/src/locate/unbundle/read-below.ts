import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';

/** The text of a file as it is on disk, or the reason why it is not read. */
export type ReadFile = { readonly text: string; readonly version: string; readonly reason?: never } | NotRead;

/** `isMissing` where there is no such file. */
interface NotRead {
  readonly reason: string;
  readonly isMissing?: boolean;
}

const mostBytes = 64 * 1024 * 1024;

/** What tells one version of a file from the next, without reading it; the reason why it must not or cannot be read. */
export async function versionBelow(root: string, file: string): Promise<{ version: string } | NotRead> {
  const place = path.join(root, file);
  if (isOutside(root, place) || file.includes('\0'))
    return { reason: t('{0} leads out of the repository', file) };
  try {
    const stat = await lstat(place);
    if (stat.isSymbolicLink()) return { reason: t('{0} is a link', file) };
    if (!stat.isFile()) return { reason: t('{0} is no file', file) };
    if (stat.size > mostBytes)
      return { reason: t('{0} has more than {1} MB', file, mostBytes / 1024 / 1024) };
    if (isOutside(root, await realpath(place))) return { reason: t('{0} leads out of the repository', file) };
    return { version: `${place}\0${stat.mtimeMs}\0${stat.size}\0${stat.ino}` };
  } catch (error) {
    return failure(file, error);
  }
}

/** Reads a file of the working copy, tracked or not; never a link, nor anything outside of the root, nor over 64 MB. */
export async function readBelow(root: string, file: string): Promise<ReadFile> {
  const found = await versionBelow(root, file);
  if ('reason' in found) return found;
  try {
    await using handle = await open(path.join(root, file), constants.O_RDONLY | constants.O_NOFOLLOW);
    if ((await handle.stat()).size > mostBytes) return { reason: t('{0} grew while it was read', file) };
    return { text: await handle.readFile('utf8'), version: found.version };
  } catch (error) {
    return failure(file, error);
  }
}

function isOutside(root: string, place: string): boolean {
  const below = path.relative(root, place);
  return below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below);
}

function failure(file: string, error: unknown): NotRead {
  const code = (error as NodeJS.ErrnoException).code ?? t('unknown error');
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? { reason: t('there is no {0}', file), isMissing: true }
    : { reason: t('{0} cannot be read ({1})', file, code) };
}
