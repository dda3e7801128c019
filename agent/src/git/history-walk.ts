import { git } from './git.ts';
import { GitError } from './git-error.ts';
import type { Repository } from './repository.ts';

/** What a walk has said. */
export interface Walked {
  readonly text: string;
  /** False when its time was over before it had come to its end. */
  readonly whole: boolean;
}

const mostBytes = 32 * 1024 * 1024;

/**
 * Walks history with `git log` for so long and no longer: in a long history, what was found by then has to do. Never
 * for what changes anything. Throws `GitError`.
 */
export async function walkHistory(
  repository: Repository,
  args: readonly string[],
  { milliseconds, signal }: { milliseconds: number; signal?: AbortSignal | undefined },
): Promise<Walked> {
  if (signal?.aborted) throw cancelled();
  const child = git.start(['log', ...args], repository.options());
  const chunks: Buffer[] = [];
  let size = 0;
  let errors = '';
  let whole = true;
  const stop = () => {
    whole = false;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(stop, milliseconds);
  signal?.addEventListener('abort', stop, { once: true });
  child.stdin.on('error', () => undefined);
  child.stdin.end();
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) stop();
    else chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < 2000) errors += chunk.toString('utf8');
  });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<number | null>();
    child.once('error', cause => reject(new GitError('failed', `git log: ${cause.message}`, { cause })));
    child.once('close', resolve);
    const code = await promise;
    if (signal?.aborted) throw cancelled();
    if (whole && code !== 0) {
      throw new GitError('failed', `git log ended with ${code} in ${repository.root}: ${errors.trim()}`);
    }
    return { text: Buffer.concat(chunks).toString('utf8'), whole };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

function cancelled(): GitError {
  return new GitError('cancelled', 'git log was cancelled.');
}
