import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../../../../agent/src/git/git.ts';

// Of the private use area, so that no source has them.
const marks = /[\u{E000}-\u{E0FF}]/gu;

/** What a line is marked with, so that it is known wherever later changes take it. */
export const mutationMark = '\u{E001}';
export const crashMark = '\u{E002}';

export function unmarked(text: string): string {
  return text.replace(marks, '');
}

/** The line (from 1) that carries a mark. */
export function markedLine(text: string, mark: string): number | undefined {
  const at = text.split('\n').findIndex(line => line.includes(mark));
  return at < 0 ? undefined : at + 1;
}

export function markLine(text: string, line: number, mark: string): string {
  return text
    .split('\n')
    .map((each, at) => (at === line - 1 ? `${each}${mark}` : each))
    .join('\n');
}

/** Makes the change from `before` to `after` in `ours`, too; nothing when the two do not go together. */
export async function merged(ours: string, before: string, after: string): Promise<string | undefined> {
  if (before === after) return ours;
  const folder = await mkdtemp(path.join(tmpdir(), 'errata-merge-'));
  try {
    for (const [name, text] of Object.entries({ ours, before, after })) {
      await writeFile(path.join(folder, name), text);
    }
    const args = ['merge-file', '-p', '--quiet', 'ours', 'before', 'after'];
    const { code, stdout } = await git.output(args, { cwd: folder, accept: [...Array(128).keys()] });
    return code === 0 ? stdout.toString('utf8') : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
