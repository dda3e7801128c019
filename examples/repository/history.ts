import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Author {
  name: string;
  email: string;
}

/** Lines of a file that a commit replaced; both sides are whole lines, `after` is how they read since. */
export interface Edit {
  file: string;
  before: string[];
  after: string[];
}

export interface Step {
  author: string;
  /** ISO 8601 with the author's own offset. */
  date: string;
  subject: string;
  body?: string;
  /** The id of the crash that this commit brings in. */
  introduces?: string;
  added?: string[];
  moved?: { from: string; to: string }[];
  edited?: Edit[];
}

/** How an example came to be, oldest commit first; told backwards from the files as they are now. */
export interface History {
  authors: Record<string, Author>;
  commits: Step[];
}

/** Text of every file by its path from the repository's root, with slashes. */
export type Tree = ReadonlyMap<string, string>;

export class HistoryError extends Error {
  readonly reason: 'not-once' | 'no-file' | 'never-added' | 'no-author';

  constructor(reason: HistoryError['reason'], message: string) {
    super(message);
    this.name = 'HistoryError';
    this.reason = reason;
  }
}

export async function readHistory(example: string): Promise<History> {
  return JSON.parse(await readFile(path.join(example, 'history.json'), 'utf8')) as History;
}

/**
 * The tree after each commit, oldest first; the last one is `final`.
 * Throws a HistoryError that names the commit and the file if the history does not fit the files (any more).
 */
export function treesOf(history: History, final: Tree): Tree[] {
  const trees: Tree[] = [];
  let tree = final;
  for (const step of history.commits.toReversed()) {
    trees.unshift(tree);
    tree = undo(step, tree);
  }
  for (const file of tree.keys()) {
    throw new HistoryError('never-added', `No commit of the history adds ${file}.`);
  }
  return trees;
}

/** The tree as it was before the commit. */
function undo(step: Step, tree: Tree): Tree {
  const before = new Map(tree);
  const take = (file: string): string => {
    const text = before.get(file);
    if (text === undefined) throw new HistoryError('no-file', `"${step.subject}": there is no file ${file}.`);
    return text;
  };
  for (const { file, before: old, after } of (step.edited ?? []).toReversed()) {
    const lines = take(file).split('\n');
    const at = placesOf(after, lines);
    const [place] = at;
    if (place === undefined || at.length > 1) {
      const text = after.join('\n');
      throw new HistoryError('not-once', `"${step.subject}": ${file} has ${at.length} times:\n${text}`);
    }
    before.set(file, lines.toSpliced(place, after.length, ...old).join('\n'));
  }
  for (const { from, to } of step.moved ?? []) {
    before.set(from, take(to));
    before.delete(to);
  }
  for (const file of step.added ?? []) {
    take(file);
    before.delete(file);
  }
  return before;
}

function placesOf(wanted: string[], lines: string[]): number[] {
  return lines.flatMap((_, start) =>
    wanted.length > 0 && wanted.every((line, offset) => lines[start + offset] === line) ? [start] : [],
  );
}
