import { type Hunk, parseHunks } from '../git/diff.ts';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { likeness } from './content-match.ts';
import { holdsNoCode } from './formatting.ts';

/** A line that is as like to an added one was changed, not taken away. */
const stillThere = 0.7;
const mostBytes = 4 * 1024 * 1024;

/** Lines of code that a commit took away and put in, wherever that was. */
export interface CommitLines {
  readonly removed: ReadonlySet<string>;
  readonly added: ReadonlySet<string>;
}

/** Reads a commit's whole diff; nothing when it is a first commit, a merge or too large. Throws `GitError`. */
export async function commitLines(
  repository: Repository,
  commit: string,
  signal: AbortSignal | undefined,
): Promise<CommitLines | undefined> {
  const form = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-commit-id', '-r', '-p', '-U0'];
  const args = ['diff-tree', ...form, '--end-of-options', commit];
  try {
    const hunks = parseHunks((await repository.recall(args, { signal, maxBytes: mostBytes })).text);
    if (hunks.length === 0) return undefined;
    return {
      removed: new Set(hunks.flatMap(hunk => bareLines(hunk.removed))),
      added: new Set(hunks.flatMap(hunk => bareLines(hunk.added))),
    };
  } catch (error) {
    if (GitError.is(error, 'output-limit')) return undefined;
    throw error;
  }
}

/** True when the hunks hold nothing but code that the commit took from another place. */
export function onlyMoved(hunks: readonly Hunk[], lines: CommitLines): boolean {
  const added = hunks.flatMap(hunk => bareLines(hunk.added));
  return added.length > 0 && added.every(line => lines.removed.has(line)) && gone(hunks, lines).length === 0;
}

/** Code lines that a change took away without a line in their place, those that only moved left out. */
export function gone(hunks: readonly Hunk[], lines: CommitLines | undefined): string[] {
  const added = lines?.added ?? new Set(hunks.flatMap(hunk => bareLines(hunk.added)));
  const beside = hunks.flatMap(hunk => hunk.added).slice(0, 200);
  return hunks
    .filter(hunk => hunk.removed.length > hunk.added.length)
    .flatMap(hunk => hunk.removed)
    .filter(line => !holdsNoCode(line) && !added.has(bare(line)))
    .slice(0, 200)
    .filter(line => !beside.some(other => likeness(line, other) > stillThere));
}

function bareLines(lines: readonly string[]): string[] {
  return lines.filter(line => !holdsNoCode(line)).map(bare);
}

/** A line as it stands wherever it is put: without indentation and without what makes it visible elsewhere. */
function bare(line: string): string {
  return line
    .trim()
    .replace(/^(?:export\s+(?:default\s+)?|(?:public|private|protected|static|pub)\s+)+/, '')
    .replace(/[;,]$/, '');
}
