import type { Repository } from './repository.ts';
import { timeLimit } from './time-limit.ts';

/** What a walk has said. */
export interface Walked {
  readonly text: string;
  /** False when its time was over before it had come to its end. */
  readonly whole: boolean;
}

/**
 * Walks history with `git log` for so long: in a long history, what was found by then has to do. `args`
 * name commits by their full object names only, since what was said is kept. Throws `GitError`.
 */
export async function walkHistory(
  repository: Repository,
  args: readonly string[],
  { milliseconds, signal }: { milliseconds: number; signal?: AbortSignal | undefined },
): Promise<Walked> {
  const enough = timeLimit(milliseconds);
  const { text, cut } = await repository.recall(['log', ...args], { enough, signal });
  return { text, whole: !cut };
}
