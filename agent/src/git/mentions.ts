import type { Repository } from './repository.ts';

/**
 * Tracked files that hold one of these words as a whole word, as they are in the working tree: that is many times as
 * fast to search as a commit. Throws `GitError`.
 */
export async function filesMentioning(
  repository: Repository,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const wanted = words.filter(word => word !== '' && !/[\n\0]/.test(word));
  if (wanted.length === 0) return [];
  const args = ['grep', '--files-with-matches', '-z', '-I', '--word-regexp', '--fixed-strings'];
  for (const word of wanted) args.push('-e', word);
  const { stdout } = await repository.output(args, { accept: [0, 1], signal });
  return stdout.toString('utf8').split('\0').filter(Boolean);
}
