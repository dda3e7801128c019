import type { Repository } from '../git/repository.ts';
import type { Sources } from './context.ts';

/**
 * The files that turn the working folder into a commit: what was modified or deleted gets its committed text back, what is
 * new goes. Ignored files (dependencies, builds) stay as they are. A changed file that is not text cannot be carried
 * over and is left as it lies.
 */
export async function filesOfHead(
  changed: readonly string[],
  sources: Sources,
): Promise<Map<string, string | null>> {
  const files = new Map<string, string | null>();
  const atHead = new Set(await sources.list());
  for (const path of changed) {
    if (!atHead.has(path)) {
      files.set(path.replace(/\/$/, ''), null);
      continue;
    }
    const text = await sources.read(path);
    if (text !== undefined) files.set(path, text);
  }
  return files;
}

/** What the working folder has otherwise than a commit, which need not be the one that is checked out any more. */
export async function filesUnlike(
  repository: Repository,
  commit: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const changed = (await repository.changedFiles(signal)).map(({ path }) => path);
  if ((await repository.head(signal)) === commit) return changed;
  const args = ['diff', '--name-only', '-z', '--no-renames', '--ignore-submodules', commit, '--'];
  const unlike = (await repository.run(args, { signal })).split('\0').filter(Boolean);
  return [...new Set([...changed, ...unlike])];
}
