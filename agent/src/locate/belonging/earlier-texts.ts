import { fileHistories } from '../../git/file-histories.ts';
import type { Repository } from '../../git/repository.ts';
import { blobTexts } from '../blob-texts.ts';

const milliseconds = 700;

/** The texts that a file had before `commit`, newest first: as many as were found in time. Throws `GitError`. */
export async function earlierTexts(
  repository: Repository,
  { commit, file, most }: { commit: string; file: string; most: number },
  signal?: AbortSignal,
): Promise<string[]> {
  const asked = { commit, files: [file], most, milliseconds, signal };
  const { changes } = await fileHistories(repository, asked);
  // Before a rename it had another name, which is not looked into: that is where other evidence is to be found.
  const names = (changes.get(file) ?? []).map(change => `${change.commit}:${file}`);
  const texts = await blobTexts(repository, names, signal);
  return names.flatMap(name => texts.get(name) ?? []);
}
