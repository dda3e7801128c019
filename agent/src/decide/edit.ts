import type { FileChange } from '@errata/protocol/proposal';
import { diffLines } from 'diff';

/** The lines that a change takes away and brings in. */
export interface EditedLines {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Line by line, over all files; line endings do not count. */
export function editedLines(changes: readonly FileChange[]): EditedLines {
  const removed: string[] = [];
  const added: string[] = [];
  for (const { before, after } of changes) {
    for (const part of diffLines(plain(before), plain(after))) {
      if (!part.added && !part.removed) continue;
      const lines = part.value.replace(/\n$/, '').split('\n');
      (part.added ? added : removed).push(...lines);
    }
  }
  return { removed, added };
}

function plain(text: string | null): string {
  const unix = (text ?? '').replace(/\r\n/g, '\n');
  return unix === '' || unix.endsWith('\n') ? unix : `${unix}\n`;
}
