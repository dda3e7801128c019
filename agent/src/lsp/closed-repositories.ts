import { GitError } from '../git/git-error.ts';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import type { OpenRepository } from './workspace.ts';

const most = 5;

/** Repositories on this machine that the person had open before: an error may be one of theirs. */
export class ClosedRepositories {
  readonly #known = new Map<string, Repository>();

  /** Those with these roots that are still there, as they are now. */
  async at(roots: readonly string[]): Promise<OpenRepository[]> {
    const found: OpenRepository[] = [];
    for (const root of roots.slice(-most)) {
      try {
        const repository = this.#known.get(root) ?? (await Repository.open(root));
        this.#known.set(root, repository);
        found.push({ repository, tree: SourceTree.of(repository, await repository.head()) });
      } catch (error) {
        if (!GitError.is(error)) throw error;
        this.#known.delete(root);
      }
    }
    return found;
  }
}
