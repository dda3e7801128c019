import type { Block, Reading } from './block.ts';
import { cleaned } from './written-path.ts';

const gitHead = /^diff --git /;
const aboutFile =
  /^(?:index|old mode|new mode|new file mode|deleted file mode|similarity index|rename|copy) /;
const oldFile = /^--- (?=\S)(.*)$/;
const newFile = /^\+\+\+ (?=\S)(.*)$/;
/** How Codex begins a file and ends a patch. */
const patchHead = /^\*\*\* (?:Update|Add) File: ?(.*)$/;
const patchEnd = /^\*\*\* End /;
const hunkHead = /^@@(?: -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@|\s|$)/;
const codeFence = /^(?:`{3,}|~{3,})/;
const block = /^<{5,9} ?SEARCH\b/i;
const ends = [hunkHead, gitHead, patchHead, patchEnd, codeFence, block];
const nowhere = '/dev/null';

/** Edits that are written as a diff, and the line after them. */
export interface Diff {
  /** Of the file that it is about; empty where none was named. */
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly end: number;
}

/**
 * Reads what a unified diff, or a patch as Codex writes them, changes in one file; nothing where none begins at this line. The
 * numbers of its lines say nothing, since models cannot count: each hunk is an edit that has to be found by its text.
 * @param named the file that is spoken of, where the diff names none
 * @param isHeader whether a line says something of what is written below it
 */
export function diffAt(
  rows: readonly string[],
  from: number,
  named: string,
  isHeader: (row: string) => boolean,
): Diff | undefined {
  const head = headAt(rows, from);
  const path = head?.path || named;
  const blocks: Block[] = [];
  let at = head?.end ?? from;
  // The first of a file may lack its head.
  while (
    hunkHead.test(rows[at] ?? '') ||
    (at === head?.end && isMarked(rows[at] ?? '') && !isEnd(rows, at))
  ) {
    const hunk = hunkAt(rows, at, isHeader);
    if (hunk.reading) blocks.push({ path, readings: [hunk.reading] });
    at = hunk.end;
  }
  return at === from ? undefined : { path, blocks, end: at };
}

/** The lines that name a file. */
function headAt(rows: readonly string[], from: number): { path: string; end: number } | undefined {
  let at = from;
  if (gitHead.test(rows[at] ?? '')) at += 1;
  while (at > from && aboutFile.test(rows[at] ?? '')) at += 1;
  const patched = patchHead.exec(rows[at] ?? '')?.[1];
  if (patched !== undefined) return { path: cleaned(patched), end: at + 1 };
  const [before, after] = [oldFile.exec(rows[at] ?? '')?.[1], newFile.exec(rows[at + 1] ?? '')?.[1]];
  if (before !== undefined && after !== undefined) return { path: pathOf(before, after), end: at + 2 };
  return at > from ? { path: '', end: at } : undefined;
}

/** Git puts a letter before each path, and others a time behind it. */
function pathOf(before: string, after: string): string {
  const [old = '', now = ''] = [before, after].map(written => cleaned(written.replace(/\t.*$/, '')));
  const isGone = now === nowhere;
  const path = isGone ? old : now;
  const isOfGit = (old.startsWith('a/') || old === nowhere) && (now.startsWith('b/') || isGone);
  return isOfGit ? path.slice(2) : path;
}

/** One hunk, from its head or, where that is missing, its first line. */
function hunkAt(
  rows: readonly string[],
  from: number,
  isHeader: (row: string) => boolean,
): { reading: Reading | undefined; end: number } {
  const head = hunkHead.exec(rows[from] ?? '');
  const isCounted = head?.[0].endsWith(' @@') === true;
  const [, olds = '1', news = '1'] = head ?? [];
  const search: string[] = [];
  const replace: string[] = [];
  let at = head ? from + 1 : from;
  for (; at < rows.length && !isEnd(rows, at); at++) {
    const row = rows[at] ?? '';
    if (row.startsWith('\\')) continue;
    // What does not begin as it should is a line that lost its space, or what is said after the diff.
    const isOver = isCounted
      ? search.length >= Number(olds) && replace.length >= Number(news)
      : rows[at - 1] === '' || isHeader(row);
    if (isOver && row !== '' && !isMarked(row)) break;
    if (!row.startsWith('+')) search.push(isMarked(row) ? row.slice(1) : row);
    if (!row.startsWith('-')) replace.push(isMarked(row) ? row.slice(1) : row);
  }
  // Between a diff and what comes after it there are blank lines that are part of neither.
  for (let last = at - 1; rows[last] === '' && search.length > 0 && replace.length > 0; last--) {
    search.pop();
    replace.pop();
  }
  return { reading: search.length + replace.length > 0 ? { search, replace } : undefined, end: at };
}

function isMarked(row: string): boolean {
  return /^[ +-]/.test(row);
}

function isEnd(rows: readonly string[], at: number): boolean {
  const row = rows[at] ?? '';
  if (isMarked(row)) return oldFile.test(row) && newFile.test(rows[at + 1] ?? '');
  return ends.some(pattern => pattern.test(row));
}
