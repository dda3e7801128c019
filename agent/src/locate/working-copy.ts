import { lstat, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileText } from '../git/file-text.ts';

const mostBytes = 8 * 1024 * 1024;

/**
 * The text of a tracked file as it is on disk now; nothing when it was deleted, is a link, leads out of the
 * repository, or is too large. `file` must come from git's list of tracked files, never from an event.
 */
export async function readWorkingCopy(root: string, file: string): Promise<string | undefined> {
  const place = path.join(root, file);
  try {
    const stat = await lstat(place);
    if (!stat.isFile() || stat.size > mostBytes) return undefined;
    const real = await realpath(place);
    if (real !== place && path.relative(root, real).startsWith('..')) return undefined;
    return fileText(await readFile(real));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw error;
  }
}
