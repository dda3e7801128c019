import { splitLines, textHunks } from '../../git/diff.ts';
import { commitInfos } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';

/** What one commit did to one file, as lines. */
export interface FileRevision {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const mostFiles = 30;
const longestText = 200_000;

/** The files that a commit changed, each before and after; nothing for a root commit or a merge. Throws `GitError`. */
export async function revisionsOf(
  repository: Repository,
  commit: string,
  signal?: AbortSignal,
): Promise<FileRevision[]> {
  const info = (await commitInfos(repository, [commit], signal)).get(commit);
  const [parent, ...others] = info?.parents ?? [];
  if (parent === undefined || others.length > 0) return [];
  const [old, now] = [new SourceTree(repository, parent), new SourceTree(repository, commit)];
  try {
    const [was, is] = [await old.objects(), await now.objects()];
    const changed = [...is].filter(([file, blob]) => was.has(file) && was.get(file) !== blob);
    const revisions: FileRevision[] = [];
    for (const [file] of changed.slice(0, mostFiles)) {
      const [before, after] = [await old.read(file), await now.read(file)];
      if (before === undefined || after === undefined) continue;
      if (before.length + after.length < longestText) revisions.push({ file, before, after });
    }
    return revisions;
  } finally {
    await old.dispose();
    await now.dispose();
  }
}

/** A stretch of today's file that still is what the commit made of it, and what stood there before. */
export interface Restorable {
  /** First line of the stretch now, and how many lines it has; with none it is the line before which to put. */
  readonly line: number;
  readonly lines: number;
  readonly now: readonly string[];
  readonly before: readonly string[];
}

/** The stretches that a commit changed and nobody has since. */
export function restorable(revision: FileRevision, text: string): Restorable[] {
  const since = textHunks(revision.after, text);
  const current = splitLines(text);
  return textHunks(revision.before, revision.after).flatMap(change => {
    const first = change.newLines === 0 ? change.newStart + 1 : change.newStart;
    const end = first + change.newLines;
    let shift = 0;
    for (const later of since) {
      const start = later.oldLines === 0 ? later.oldStart + 1 : later.oldStart;
      const stop = start + later.oldLines;
      if (start < end && stop > first) return [];
      if (stop <= first && start < first) shift += later.newLines - later.oldLines;
      else if (start === first && later.oldLines === 0) {
        if (change.newLines === 0) return [];
        shift += later.newLines;
      }
    }
    const line = first + shift;
    const now = current.slice(line - 1, line - 1 + change.newLines);
    if (now.some((row, index) => row !== change.added[index])) return [];
    return [{ line, lines: change.newLines, now, before: change.removed }];
  });
}
