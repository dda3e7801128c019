import { GitError } from './git-error.ts';
import type { Repository } from './repository.ts';

const seconds = 86_400;

/**
 * Files that the last commits up to one changed, with how many days before it. Empty where the history cannot be
 * walked, as in a clone without its trees. Throws `GitError` when cancelled.
 */
export async function recentChanges(
  repository: Repository,
  request: { commit: string; most: number; signal?: AbortSignal | undefined },
): Promise<Map<string, number>> {
  const form = ['--format=%x00%ct', '--name-only', '-z', '--no-renames', '--no-ext-diff'];
  const args = ['log', ...form, `--max-count=${request.most}`, '--end-of-options', request.commit];
  const days = new Map<string, number>();
  let said: string;
  try {
    said = await repository.run(args, { signal: request.signal });
  } catch (error) {
    if (GitError.is(error, 'cancelled')) throw error;
    return days;
  }
  let latest: number | undefined;
  let time = 0;
  for (const field of said.split('\0')) {
    const text = field.trim();
    if (/^\d{5,12}$/.test(text)) {
      time = Number(text);
      latest ??= time;
    } else if (text !== '' && !days.has(text))
      days.set(text, Math.max(0, ((latest ?? time) - time) / seconds));
  }
  return days;
}
