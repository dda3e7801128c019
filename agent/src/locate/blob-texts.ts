import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';

/**
 * Texts of blobs that are named `commit:path`, read by one git process. Those that are missing, binary or too much at
 * once are left out. Throws `GitError`.
 */
export async function blobTexts(
  repository: Repository,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const asked = [...new Set(names)].filter(name => !/[\n\0]/.test(name));
  if (asked.length === 0) return texts;
  const input = asked.map(name => `${name}\n`).join('');
  let bytes: Buffer;
  try {
    bytes = (await repository.output(['cat-file', '--batch'], { input, signal })).stdout;
  } catch (error) {
    if (GitError.is(error, 'output-limit')) return texts;
    throw error;
  }
  let at = 0;
  for (const name of asked) {
    const end = bytes.indexOf('\n', at);
    if (end < 0) break;
    const header = bytes.toString('utf8', at, end);
    at = end + 1;
    const [, type, length] = /^[0-9a-f]{40,64} (\w+) (\d+)$/.exec(header) ?? [];
    if (length === undefined) continue;
    const content = bytes.subarray(at, at + Number(length));
    at += Number(length) + 1;
    if (type === 'blob' && !content.subarray(0, 8000).includes(0)) texts.set(name, content.toString('utf8'));
  }
  return texts;
}
