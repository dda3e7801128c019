import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { t } from '@vscode/l10n';
import { environment, settings } from './command-line.ts';
import { describeFailure, describeStart, GitError } from './git-error.ts';

/** How a git command is run. */
export interface GitOptions {
  readonly cwd: string;
  /** Added to (and winning over) the cleaned environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to git's stdin, which is then closed. */
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** When this fires, git is stopped, and what it has said by then is the answer. Only for commands that read. */
  readonly enough?: AbortSignal | undefined;
  /** Of several walks that may be cut short, those that shall get far. */
  readonly urgent?: boolean | undefined;
  /** True when the command changes the repository or talks to a remote. Hooks stay off unless `args` begin with another `-c core.hooksPath=…`. */
  readonly writes?: boolean;
  /** Exit codes that are an answer, not a failure. Default: 0 only. */
  readonly accept?: readonly number[];
  /** Most bytes taken from stdout before git is stopped. Default 64 MB. */
  readonly maxBytes?: number;
}

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** True when git was stopped because there was enough. */
  readonly cut: boolean;
}

const defaultMaxBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

/** The subcommand, for messages: the first argument that is no global option. */
function commandName(args: readonly string[]): string {
  const first = args.findIndex((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c');
  return args[first] ?? '';
}

/**
 * Starts a git process and hands it over; the caller must end it. For long-lived readers such as
 * `cat-file --batch`; everything else goes through `run` or `output`.
 */
function start(args: readonly string[], options: GitOptions): ChildProcessWithoutNullStreams {
  const writes = options.writes === true;
  try {
    return spawn('git', ['--no-pager', ...settings(writes), ...args], {
      cwd: options.cwd,
      env: Object.assign(environment(writes), options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (cause) {
    // An argument with a NUL, or longer than the system takes.
    throw new GitError('failed', t('git {0} could not be started: {1}', commandName(args), String(cause)), {
      cause,
    });
  }
}

function yieldToOthers(pid: number | undefined, urgent: boolean): void {
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  try {
    if (pid !== undefined) setPriority(pid, urgent ? PRIORITY_BELOW_NORMAL : PRIORITY_LOW);
  } catch {
    // It has ended already.
  }
}

/** Runs git to its end. Throws `GitError`; when it returns or throws, the process is gone. */
async function output(args: readonly string[], options: GitOptions): Promise<GitOutput> {
  const command = commandName(args);
  const cancelled = () => new GitError('cancelled', t('git {0} was cancelled.', command));
  if (options.signal?.aborted) throw cancelled();
  if (options.enough?.aborted) return { code: 0, stdout: Buffer.alloc(0), stderr: '', cut: true };
  const child = start(args, options);
  // A walk that may be cut short takes all the time there is: it shall not keep this process, or an editor, from theirs.
  if (options.enough !== undefined) yieldToOthers(child.pid, options.urgent === true);
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  let size = 0;
  let errorSize = 0;
  let stopped: GitError | undefined;
  let cut = false;
  // A writer is asked to stop so that it can remove its lock files; a reader holds none.
  const kill = () => child.kill(options.writes === true ? 'SIGTERM' : 'SIGKILL');
  const onAbort = () => {
    stopped ??= cancelled();
    kill();
  };
  const onEnough = () => {
    cut = true;
    kill();
  };
  options.signal?.addEventListener('abort', onAbort, { once: true });
  options.enough?.addEventListener('abort', onEnough, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else if (stopped === undefined) {
      stopped = new GitError('output-limit', t('git {0} gave more than {1} bytes.', command, maxBytes));
      kill();
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (errorSize < maxErrorBytes) errors.push(chunk);
    errorSize += chunk.length;
  });
  // Git may end before it has read everything; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  try {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    child.once('error', cause => reject(describeStart(options.cwd, cause)));
    child.once('exit', () => {
      // A process that git had started may still hold the other ends of the pipes.
      if (stopped === undefined && !cut) return;
      child.stdout.destroy();
      child.stderr.destroy();
    });
    child.once('close', (code, signal) => {
      if (stopped !== undefined) reject(stopped);
      else if (cut) resolve(0);
      else if (code === null)
        reject(new GitError('failed', t('git {0} was killed by {1}.', command, signal ?? '?')));
      else resolve(code);
    });
    const code = await promise;
    const stderr = Buffer.concat(errors).toString('utf8');
    if (!cut && !(options.accept ?? [0]).includes(code))
      throw describeFailure(command, options.cwd, code, stderr);
    return { code, stdout: Buffer.concat(chunks), stderr, cut };
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    options.enough?.removeEventListener('abort', onEnough);
  }
}

/** Runs git to its end and gives its stdout as text. Throws `GitError`. */
async function run(args: readonly string[], options: GitOptions): Promise<string> {
  return (await output(args, options)).stdout.toString('utf8');
}

/** The only door to the git executable: argument arrays, never a shell. */
export const git = { run, output, start };
