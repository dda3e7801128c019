import type { ChangedFile } from '../git/status.ts';
import type { Sources } from './context.ts';

/**
 * The files that turn the working folder into HEAD: what was modified or deleted gets its committed text back, what is
 * new goes. Ignored files (dependencies, builds) stay as they are. A changed file that is not text cannot be carried
 * over and is left as it lies.
 */
export async function filesOfHead(
  changed: readonly ChangedFile[],
  sources: Sources,
): Promise<Map<string, string | null>> {
  const files = new Map<string, string | null>();
  const atHead = new Set(await sources.list());
  for (const { path } of changed) {
    if (!atHead.has(path)) {
      files.set(path.replace(/\/$/, ''), null);
      continue;
    }
    const text = await sources.read(path);
    if (text !== undefined) files.set(path, text);
  }
  return files;
}
