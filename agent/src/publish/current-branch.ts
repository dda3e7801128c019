import type { Repository } from '../git/repository.ts';

/** The branch that is checked out; nothing for a detached HEAD. */
export async function currentBranch(
  repository: Repository,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const args = ['symbolic-ref', '--quiet', '--short', 'HEAD'];
  return (await repository.run(args, { accept: [0, 1], signal })).trim() || undefined;
}
