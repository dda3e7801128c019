import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { FileChange } from '@errata/protocol/proposal';
import { fileBytes, fileText } from '../git/file-text.ts';
import { PublishError } from './publish-error.ts';

/**
 * Writes changes to the working folder, in the encoding and with the line ends of each file. All or nothing: throws
 * `PublishError` `drifted` when a file is not what it was when the change was made. Answers the paths that were written.
 */
export async function applyChanges(root: string, changes: readonly FileChange[]): Promise<string[]> {
  const writes: { file: string; bytes: Buffer | null; path: string }[] = [];
  for (const { path, before, after } of changes) {
    if (before === after) continue;
    const file = join(root, path);
    if (!(await isInside(root, file)))
      throw new PublishError('drifted', `${path} leads out of ${root} now. Nothing was written.`);
    const original = await readFile(file).catch(() => undefined);
    const ends = lineEnds(original, before);
    if ((original === undefined ? null : ends.read(fileText(original))) !== before)
      throw new PublishError('drifted', `${path} was changed while it was fixed. Nothing was written.`);
    const bytes = after === null ? null : fileBytes(ends.write(after), original);
    if (bytes === undefined)
      throw new PublishError(
        'wrong-encoding',
        `${path} is not in UTF-8, and the fix holds characters that its encoding does not have. Nothing was written.`,
      );
    writes.push({ file, bytes, path });
  }
  for (const { file, bytes } of writes) {
    if (bytes === null) {
      await rm(file);
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return writes.map(({ path }) => path);
}

/** Git may keep a file with other line ends than it has in the working folder. */
function lineEnds(original: Buffer | undefined, before: string | null) {
  const turned = original?.includes('\r\n') === true && before !== null && !before.includes('\r\n');
  return turned
    ? {
        read: (text: string) => text.replaceAll('\r\n', '\n'),
        write: (text: string) => text.replaceAll('\n', '\r\n'),
      }
    : { read: (text: string) => text, write: (text: string) => text };
}

async function isInside(root: string, file: string): Promise<boolean> {
  for (let at = file; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return real === root || real.startsWith(root + sep);
    if (at === dirname(at)) return false;
  }
}
