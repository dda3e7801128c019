import { type Change, changeId, linesOf, replacementOf } from './changes.ts';

/** One line of a hunk, as shown. Line numbers count from 1. */
export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
}

/** Lines from `from` (from 1) up to, not including, `to`. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

/** A change as it is shown, with its surroundings. */
export interface Hunk {
  readonly id: string;
  readonly header: string;
  readonly lines: readonly HunkLine[];
  /** The changed lines alone in the old text, and in the new text with all changes made. */
  readonly old: LineSpan;
  readonly new: LineSpan;
  readonly change: Change;
}

const contextLines = 3;

/** The hunks of changes, in order. */
export function hunksOf(before: string, changes: readonly Change[]): Hunk[] {
  const old = linesOf(before);
  let shift = 0;
  return changes.map(change => {
    const { from, to } = change;
    const start = Math.max(0, from - contextLines);
    const end = Math.min(old.length, to + contextLines);
    const context = (lines: string[]) => lines.map(text => ({ kind: 'context' as const, text }));
    const all = [...context(old.slice(start, from)), ...change.lines, ...context(old.slice(to, end))];
    // A carriage return is shown where line ends change, and is no news elsewhere.
    const changesEnds = new Set(change.lines.map(({ text }) => text.endsWith('\r\n'))).size > 1;
    const lineEnd = changesEnds ? /\n$/ : /\r?\n$/;
    let oldLine = start + 1;
    let newLine = start + shift + 1;
    const lines = all.map(({ kind, text }): HunkLine => {
      const shown = { kind, text: text.replace(lineEnd, '') };
      if (kind === 'added') return { ...shown, newLine: newLine++ };
      if (kind === 'removed') return { ...shown, oldLine: oldLine++ };
      return { ...shown, oldLine: oldLine++, newLine: newLine++ };
    });
    const length = replacementOf(change).length;
    const newFrom = from + shift + 1;
    const header = `@@ -${range(start, end - start)} +${range(start + shift, end - start + length - (to - from))} @@`;
    shift += length - (to - from);
    return {
      id: changeId(change),
      header,
      lines,
      old: { from: from + 1, to: to + 1 },
      new: { from: newFrom, to: newFrom + length },
      change,
    };
  });
}

/** An empty file that comes or goes has no line to show, but there is something to decide. */
export function existenceHunk(what: 'created' | 'deleted'): Hunk {
  const nowhere = { from: 1, to: 1 };
  const change = { from: 0, to: 0, lines: [] };
  return { id: what, header: `empty file ${what}`, lines: [], old: nowhere, new: nowhere, change };
}

/** As git writes it: a range of no lines names the line before it. */
function range(start: number, length: number): string {
  return `${length === 0 ? start : start + 1},${length}`;
}
