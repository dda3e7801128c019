import type { Repository } from './repository.ts';
import type { SourceTree } from './source-tree.ts';

const fileName = '.git-blame-ignore-revs';
const most = 500;

/** The commits that the project wants blame to look through, as far as they exist here. */
export async function ignoredRevisions(
  repository: Repository,
  tree: SourceTree,
  signal?: AbortSignal,
): Promise<string[]> {
  const text = await tree.read(fileName);
  if (text === undefined) return [];
  const named = text
    .split(/\r?\n/)
    .map(line => /^\s*([0-9a-f]{40,64})\b/.exec(line)?.[1])
    .filter(name => name !== undefined)
    .slice(-most);
  // Git refuses to blame at all when one of them is missing, as in a shallow clone.
  const found = await repository.resolveAll(named, signal);
  return found.filter(name => name !== undefined);
}
