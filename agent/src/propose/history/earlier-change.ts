import { isTestPath, type Sources } from '../../diagnose/sources.ts';
import { type Hunk, textHunks } from '../../git/diff.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { type Restorable, restorable } from './revisions.ts';

/** A fix of the same error that did not hold, as a change in the history of the checkout. */
export interface EarlierChange {
  /** Its pull request, as people call it. */
  readonly name: string;
  /** All commits that are, or may be, its own. */
  readonly commits: readonly string[];
  /** The commit before it and the last one with it; absent where the history does not tell. */
  readonly span?: { readonly from: string; readonly to: string } | undefined;
}

/** One file of the program as it was before and after; `null` where it was not there. */
export interface ChangedText {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const mostFiles = 30;

/** What a fix changed of the program, its tests left out; nothing where that is too much or no text. Throws `GitError`. */
export async function programChanges(
  repository: Repository,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<ChangedText[] | undefined> {
  const [old, now] = [new SourceTree(repository, from), new SourceTree(repository, to)];
  try {
    const [was, is] = [await old.objects(), await now.objects()];
    const paths = [...new Set([...was.keys(), ...is.keys()])]
      .filter(path => was.get(path) !== is.get(path) && !isTestPath(path))
      .sort();
    if (paths.length > mostFiles) return undefined;
    const changes: ChangedText[] = [];
    for (const path of paths) {
      const before = was.has(path) ? await old.read(path) : null;
      const after = is.has(path) ? await now.read(path) : null;
      if (before === undefined || after === undefined) return undefined;
      changes.push({ path, before, after });
    }
    return changes;
  } finally {
    await old.dispose();
    await now.dispose();
  }
}

interface MadeEdit {
  readonly hunk: Hunk;
  /** What of its fix still stands in the file. */
  readonly stands: readonly Restorable[];
}

type MadeEdits = ReadonlyMap<string, readonly MadeEdit[]>;

/** Tells edits that were made already: by fixes that did not hold. */
export class MadeBefore {
  readonly #edits: MadeEdits;

  private constructor(edits: MadeEdits) {
    this.#edits = edits;
  }

  /** Throws `GitError`. */
  static async of(
    repository: Repository,
    earlier: readonly EarlierChange[],
    sources: Sources,
  ): Promise<MadeBefore> {
    const edits = new Map<string, MadeEdit[]>();
    for (const { span } of earlier) {
      for (const { path, before, after } of (span && (await programChanges(repository, span))) ?? []) {
        if (before === null || after === null) continue;
        const stands = restorable({ file: path, before, after }, (await sources.read(path)) ?? '');
        const known = textHunks(before, after).map(hunk => ({ hunk, stands }));
        edits.set(path, [...(edits.get(path) ?? []), ...known]);
      }
    }
    return new MadeBefore(edits);
  }

  /** Whether all that is changed was changed so before, there or where that is gone again: nothing new would come of it. */
  has(changes: readonly ChangedText[]): boolean {
    return (
      this.#edits.size > 0 &&
      changes.every(({ path, before, after }) => {
        const known = this.#edits.get(path);
        if (known === undefined || before === null || after === null) return false;
        return textHunks(before, after).every(hunk =>
          known.some(edit => isSame(edit.hunk, hunk) && isThere(edit, hunk)),
        );
      })
    );
  }
}

function isSame(a: Hunk, b: Hunk): boolean {
  const rows = ({ removed, added }: Hunk) =>
    JSON.stringify([removed, added].map(side => side.map(row => row.trim())));
  return rows(a) === rows(b);
}

/** The same lines elsewhere, while these stand, are another edit. */
function isThere({ hunk, stands }: MadeEdit, again: Hunk): boolean {
  const own = stands.filter(({ now }) => JSON.stringify(now) === JSON.stringify(hunk.added));
  if (own.length === 0) return true;
  const at = again.oldLines === 0 ? again.oldStart + 1 : again.oldStart;
  return own.some(({ line, lines }) => at >= line && at <= line + lines);
}
