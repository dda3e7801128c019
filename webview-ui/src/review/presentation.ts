import type { ReviewFile } from './state.ts';

const longestLine = 10_000;
const mostDeleted = 5000;
const longestFile = 4_000_000;
const longestColored = 500_000;

/** Why a file is not edited on the page, but shown in parts; nothing when it is edited. */
export type TooMuch = 'long-lines' | 'large';

/** What an editor on the page would take too long for. The diff editor of VS Code has no such limits. */
export function tooMuch({ before, after, hunks }: ReviewFile): TooMuch | undefined {
  const texts = [before ?? '', after ?? ''];
  if (texts.some(hasLongLine)) return 'long-lines';
  const deleted = hunks.reduce((most, { old }) => Math.max(most, old.to - old.from), 0);
  return deleted > mostDeleted || texts.some(({ length }) => length > longestFile) ? 'large' : undefined;
}

/** May the code be coloured without being waited for. */
export function isColored({ before, after }: ReviewFile): boolean {
  return Math.max(before?.length ?? 0, after?.length ?? 0) <= longestColored;
}

function hasLongLine(text: string): boolean {
  for (let start = 0; text.length - start > longestLine; ) {
    const end = text.indexOf('\n', start);
    if ((end === -1 ? text.length : end) - start > longestLine) return true;
    start = end + 1;
  }
  return false;
}
