import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { GitError } from '../git/git-error.ts';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { framePath } from './frame-path.ts';

/** Where to look for a frame whose file is in a submodule, in words; nothing when it is in none. Throws `GitError`. */
export async function submoduleOf(frame: Frame, tree: SourceTree): Promise<string | undefined> {
  const submodules = await tree.submodules();
  const path = submodules.size === 0 ? 'none to look in' : framePath(frame);
  if (typeof path === 'string') return undefined;
  const whole = `/${path.segments.join('/')}`;
  for (const [submodule, commit] of submodules) {
    const at = whole.lastIndexOf(`/${submodule}/`);
    if (at < 0) continue;
    const inside = whole.slice(at + submodule.length + 2);
    const holds = await holdsFile(tree, { submodule, commit, file: inside });
    if (holds === undefined) return t('{0} is a submodule that is not checked out', submodule);
    if (holds)
      return t('{0} is in the submodule {1}: name that as the repository (--repo)', inside, submodule);
  }
  return undefined;
}

/** Whether a submodule has a file at the commit that is recorded for it; nothing when it is not checked out. */
async function holdsFile(
  tree: SourceTree,
  { submodule, commit, file }: { submodule: string; commit: string; file: string },
): Promise<boolean | undefined> {
  try {
    const repository = await Repository.open(`${tree.root}/${submodule}`);
    if (repository.root === tree.root) return undefined;
    const recorded = new SourceTree(repository, commit);
    try {
      return await recorded.has(file);
    } finally {
      await recorded.dispose();
    }
  } catch (error) {
    if (GitError.is(error)) return undefined;
    throw error;
  }
}
