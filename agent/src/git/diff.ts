import { structuredPatch } from 'diff';
import type { Repository } from './repository.ts';

/** A changed stretch: `oldLines` lines from `oldStart` became `newLines` from `newStart`. Lines count from 1. */
export interface Hunk {
  /** First changed line; when `oldLines` is 0, the line after which was inserted. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Lines taken away and put in, without their marks. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Where a line went. */
export interface MappedLine {
  /** The line on the other side; for a line that is gone, the nearest place where its code stood. */
  readonly line: number;
  readonly gone: boolean;
  /** The hunk that took the line away. */
  readonly hunk: Hunk | undefined;
}

export type LineMap = (line: number) => MappedLine;

/** Reads the hunks of a unified diff of one file, with or without context lines. */
export function parseHunks(text: string): Hunk[] {
  const hunks: Hunk[] = [];
  let oldLine = 0;
  let newLine = 0;
  let oldLeft = 0;
  let newLeft = 0;
  let open: { oldStart: number; newStart: number; removed: string[]; added: string[] } | undefined;
  const close = () => {
    if (open !== undefined) hunks.push(hunk(open.oldStart, open.newStart, open.removed, open.added));
    open = undefined;
  };
  for (const row of text.split('\n')) {
    if (oldLeft <= 0 && newLeft <= 0) {
      const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(row);
      if (header === null) continue;
      close();
      oldLeft = Number(header[2] ?? 1);
      newLeft = Number(header[4] ?? 1);
      // A side with no lines is given by the line before it.
      oldLine = Number(header[1]) + (oldLeft === 0 ? 1 : 0);
      newLine = Number(header[3]) + (newLeft === 0 ? 1 : 0);
      continue;
    }
    if (row.startsWith('-') || row.startsWith('+')) {
      open ??= { oldStart: oldLine, newStart: newLine, removed: [], added: [] };
      const removing = row.startsWith('-');
      (removing ? open.removed : open.added).push(row.slice(1).replace(/\r$/, ''));
      if (removing) oldLine++;
      else newLine++;
      if (removing) oldLeft--;
      else newLeft--;
    } else if (!row.startsWith('\\')) {
      close();
      oldLine++;
      newLine++;
      oldLeft--;
      newLeft--;
    }
  }
  close();
  return hunks;
}

function hunk(oldAt: number, newAt: number, removed: readonly string[], added: readonly string[]): Hunk {
  return {
    oldStart: removed.length === 0 ? oldAt - 1 : oldAt,
    oldLines: removed.length,
    newStart: added.length === 0 ? newAt - 1 : newAt,
    newLines: added.length,
    removed,
    added,
  };
}

/** Maps lines of the old side to the new side. Hunks are in order and do not overlap. */
export function lineMap(hunks: readonly Hunk[]): LineMap {
  return line => {
    let shift = 0;
    for (const change of hunks) {
      const first = change.oldLines === 0 ? change.oldStart + 1 : change.oldStart;
      if (line < first) break;
      if (line < first + change.oldLines) {
        // Inside a replaced stretch: the line at the same depth, else the last that replaced it.
        const inside = Math.min(line - first, Math.max(change.newLines - 1, 0));
        const start = change.newLines === 0 ? change.newStart : change.newStart + inside;
        return { line: Math.max(start, 1), gone: true, hunk: change };
      }
      shift += change.newLines - change.oldLines;
    }
    return { line: line + shift, gone: false, hunk: undefined };
  };
}

/** The same hunks seen from the new side. */
export function reversed(hunks: readonly Hunk[]): Hunk[] {
  return hunks.map(change => ({
    oldStart: change.newStart,
    oldLines: change.newLines,
    newStart: change.oldStart,
    newLines: change.oldLines,
    removed: change.added,
    added: change.removed,
  }));
}

/** Differences between two blobs: object names, or `commit:path` with a full one, from git itself. Throws `GitError`. */
export async function blobHunks(
  repository: Repository,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<Hunk[]> {
  if (from === to) return [];
  const form = ['--no-ext-diff', '--no-textconv', '--no-color', '--histogram', '-U0'];
  const args = ['diff', ...form, '--end-of-options', from, to];
  return parseHunks((await repository.recall(args, { signal })).text);
}

/** Differences between two texts. Line ends do not count. What takes too long is one change from the first line to the last. */
export function textHunks(from: string, to: string, timeout = 2_000): Hunk[] {
  if (from === to) return [];
  // Bounded: two texts that share little would take quadratic time, and a map between them means nothing.
  const patch = structuredPatch('', '', from, to, '', '', {
    context: 0,
    stripTrailingCr: true,
    maxEditLength: 20_000,
    timeout,
  });
  // The library counts a side without lines from the line after it, unified diffs from the line before.
  const text = patch?.hunks.map(part => {
    const from = `${part.oldStart - (part.oldLines === 0 ? 1 : 0)},${part.oldLines}`;
    const to = `${part.newStart - (part.newLines === 0 ? 1 : 0)},${part.newLines}`;
    return `@@ -${from} +${to} @@\n${part.lines.join('\n')}`;
  });
  return text === undefined ? [between(splitLines(from), splitLines(to))] : parseHunks(text.join('\n'));
}

/** Everything between the lines that two texts begin and end with. */
function between(from: readonly string[], to: readonly string[]): Hunk {
  const least = Math.min(from.length, to.length);
  let before = 0;
  while (before < least && from[before] === to[before]) before++;
  let after = 0;
  while (after < least - before && from.at(-1 - after) === to.at(-1 - after)) after++;
  const removed = from.slice(before, from.length - after);
  return hunk(before + 1, before + 1, removed, to.slice(before, to.length - after));
}

/** Lines of a text without their ends; a final line end makes no further line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
