import { fileText, isBinary } from '../git/file-text.ts';
import type { Repository } from '../git/repository.ts';

/** Texts of blobs that are named `commit:path`. Those that are missing, binary or too large are left out. Throws `GitError`. */
export async function blobTexts(
  repository: Repository,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const read = async (name: string) => {
    const { type, content } = (await repository.objects.read(name, signal)) ?? {};
    if (type !== 'blob' || content === undefined || isBinary(content)) return;
    texts.set(name, fileText(content));
  };
  await Promise.all([...new Set(names)].map(read));
  return texts;
}
