import type { FileChange } from '@errata/protocol/proposal';
import type { ForgeComment } from '../../forge/forge.ts';
import { blobHunks, type Hunk } from '../../git/diff.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { type Suggestion, suggestionsIn, withSuggestions } from './suggestions.ts';

/** What a comment suggests, as a change of the branch's tip; why that cannot be done. */
export type SuggestedEdit =
  | { readonly edit: FileChange }
  | { readonly problem: 'gone' | 'changed' | 'overlapping' | 'already' };

/** Nothing for a comment that suggests no text. Throws `GitError`. */
export async function suggestedEdit(
  repository: Repository,
  { body, lines }: Pick<ForgeComment, 'body' | 'lines'>,
  tip: string,
  signal?: AbortSignal,
): Promise<SuggestedEdit | undefined> {
  const suggestions = lines === undefined ? [] : suggestionsIn(body, lines);
  if (lines === undefined || suggestions.length === 0) return undefined;
  const { path, commit = tip } = lines;
  const tree = new SourceTree(repository, tip);
  try {
    const before = await tree.read(path);
    if (before === undefined) return { problem: 'gone' };
    const there =
      commit === tip ? suggestions : await moved(repository, suggestions, { path, commit, tip, signal });
    if (there === undefined) return { problem: 'changed' };
    const after = withSuggestions(before, there);
    if (after === undefined) return { problem: 'overlapping' };
    return after === before ? { problem: 'already' } : { edit: { path, before, after } };
  } finally {
    await tree.dispose();
  }
}

/** Where the lines stand in the tip; nothing where any of them was changed since. */
async function moved(
  repository: Repository,
  suggestions: readonly Suggestion[],
  {
    path,
    commit,
    tip,
    signal,
  }: { path: string; commit: string; tip: string; signal?: AbortSignal | undefined },
): Promise<Suggestion[] | undefined> {
  const known = await repository.resolve(commit, signal);
  if (known === undefined) return undefined;
  const tree = new SourceTree(repository, known);
  try {
    if (!(await tree.has(path))) return undefined;
    const hunks = await blobHunks(repository, `${known}:${path}`, `${tip}:${path}`, signal);
    const found = suggestions.map(suggestion => shifted(suggestion, hunks));
    return found.every(each => each !== undefined) ? found : undefined;
  } finally {
    await tree.dispose();
  }
}

function shifted(suggestion: Suggestion, hunks: readonly Hunk[]): Suggestion | undefined {
  const { from, to } = suggestion;
  let shift = 0;
  for (const { oldStart, oldLines, newLines } of hunks) {
    // What was put in between two lines stands after the first of them.
    const first = oldLines === 0 ? oldStart + 1 : oldStart;
    const last = oldLines === 0 ? oldStart : oldStart + oldLines - 1;
    if (last < from) shift += newLines - oldLines;
    else if (first <= to && (oldLines > 0 || first > from)) return undefined;
  }
  return { ...suggestion, from: from + shift, to: to + shift };
}
