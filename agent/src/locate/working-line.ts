import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { splitLines } from '../git/diff.ts';
import { sameCode } from './content-match.ts';
import type { PlacedLine } from './frame-line.ts';
import type { Versions } from './versions.ts';

/**
 * The line of an error of a local run: the quoted line is not committed yet. `text` is the file's at HEAD; the
 * line given back is the nearest one there.
 */
export async function placeInWorkingTree(
  frame: Frame,
  file: string,
  text: string,
  { release, versions }: { release: string | undefined; versions: Versions },
): Promise<PlacedLine | undefined> {
  const { line, contextLine = '' } = frame;
  if (release !== undefined || line === undefined || contextLine.trim() === '') return undefined;
  const current = await versions.currentText(file);
  if (current === undefined || current === text) return undefined;
  if (sameCode(splitLines(text)[line - 1], contextLine)) return undefined;
  if (!sameCode(splitLines(current)[line - 1], contextLine)) return undefined;
  const committed = await versions.toRelease(file, line);
  return {
    line: committed?.line ?? line,
    sure: true,
    reason: t('the quoted line stands there in the working tree'),
  };
}
