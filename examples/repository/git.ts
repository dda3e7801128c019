import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who and when a commit says it is from. */
export interface Signature {
  name: string;
  email: string;
  date: string;
}

export class GitError extends Error {
  readonly reason: 'not-found' | 'failed';

  constructor(reason: GitError['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GitError';
    this.reason = reason;
  }
}

/** Runs git in a folder with nothing of the user's configuration, and answers what it printed, trimmed. */
export async function git(
  folder: string,
  args: string[],
  options: { signature?: Signature; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const { signature, signal } = options;
  try {
    const { stdout } = await run('git', args, {
      cwd: folder,
      env: { ...inherited(), ...(signature ? identity(signature) : {}) },
      maxBuffer: 64 * 1024 * 1024,
      ...(signal ? { signal } : {}),
    });
    return stdout.trimEnd();
  } catch (cause) {
    signal?.throwIfAborted();
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new GitError('not-found', 'git is not installed, or not on the PATH.', { cause });
    }
    const { stderr } = cause as { stderr?: string };
    throw new GitError('failed', `git ${args.join(' ')} failed: ${stderr ?? cause}`, { cause });
  }
}

/** A GIT_DIR or a GIT_INDEX_FILE of the caller (a hook, say) would lead git away from the folder. */
function inherited(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

function identity({ name, email, date }: Signature): NodeJS.ProcessEnv {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
