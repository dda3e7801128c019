import { structuredPatch } from 'diff';

/** One line of a hunk. Line numbers count from 1. */
export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
}

/** A contiguous change with its surroundings. Hunks of one file never overlap. */
export interface Hunk {
  readonly id: string;
  readonly header: string;
  readonly lines: readonly HunkLine[];
  /** Index of the first line of the old text that it covers, from 0, and how many it covers. */
  readonly start: number;
  readonly length: number;
  /** What stands in place of the covered lines when the hunk is accepted, line ends included. */
  readonly replacement: readonly string[];
}

const contextLines = 3;
const noNewline = '\\ No newline at end of file';

/** The hunks that lead from `before` to `after`, in order; none when the texts are equal. */
export function computeHunks(before: string, after: string): Hunk[] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: contextLines });
  return patch.hunks.map((hunk, index) => {
    const lines: HunkLine[] = [];
    const replacement: string[] = [];
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    hunk.lines.forEach((raw, position) => {
      const text = raw.slice(1);
      const end = hunk.lines[position + 1] === noNewline ? '' : '\n';
      if (raw.startsWith('+')) {
        lines.push({ kind: 'added', text, newLine: newLine++ });
        replacement.push(text + end);
      } else if (raw.startsWith('-')) {
        lines.push({ kind: 'removed', text, oldLine: oldLine++ });
      } else if (raw !== noNewline) {
        lines.push({ kind: 'context', text, oldLine: oldLine++, newLine: newLine++ });
        replacement.push(text + end);
      }
    });
    return {
      id: String(index),
      header: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
      lines,
      start: hunk.oldStart - 1,
      length: hunk.oldLines,
      replacement,
    };
  });
}

/** `before` with the hunks for which `accepted` holds put in; the others leave their lines as they were. */
export function applyHunks(
  before: string,
  hunks: readonly Hunk[],
  accepted: (hunk: Hunk) => boolean,
): string {
  const old = before.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const result: string[] = [];
  let position = 0;
  for (const hunk of hunks) {
    result.push(...old.slice(position, hunk.start));
    const end = hunk.start + hunk.length;
    result.push(...(accepted(hunk) ? hunk.replacement : old.slice(hunk.start, end)));
    position = end;
  }
  result.push(...old.slice(position));
  return result.join('');
}
