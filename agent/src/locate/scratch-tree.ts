import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';

/** Asks with the tree of a repository that holds these files, for tests. */
export async function withTree<Result>(
  files: Readonly<Record<string, string>>,
  ask: (tree: SourceTree) => Promise<Result>,
): Promise<Result> {
  const scratch = await ScratchRepository.create();
  try {
    await scratch.commit({ message: 'one', files });
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      return await ask(tree);
    } finally {
      await tree.dispose();
    }
  } finally {
    await scratch.dispose();
  }
}
