import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describeFailure, GitError } from './git-error.ts';

/** How a git command is run. */
export interface GitOptions {
  readonly cwd: string;
  /** Added to (and winning over) the cleaned environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to git's stdin, which is then closed. */
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
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
}

const defaultMaxBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;

// What would point git at another repository than the one in `cwd`, or make it run something.
const dropped =
  /^GIT_(ALTERNATE_OBJECT_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_(KEY|VALUE)_\d+|OBJECT_DIRECTORY|DIR|WORK_TREE|IMPLICIT_WORK_TREE|GRAFT_FILE|INDEX_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|PREFIX|SHALLOW_FILE|COMMON_DIR|NAMESPACE|EXTERNAL_DIFF|DIFF_OPTS|PAGER|(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS|ATTR_SOURCE)$/;

// Settings of the person or the repository that would run a program, or change the form of an answer.
const always = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false', 'color.ui=false'];
const whenReading = [
  // Also keeps a partial clone from fetching what is missing.
  'protocol.allow=never',
  'log.showSignature=false',
  'blame.ignoreRevsFile=',
  // Also where the working tree does not hold it.
  'mailmap.blob=HEAD:.mailmap',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'submodule.recurse=false',
];

function environment(options: GitOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!dropped.test(name)) env[name] = value;
  env['GIT_TERMINAL_PROMPT'] = '0';
  env['LC_ALL'] = 'C';
  if (options.writes !== true) {
    env['GIT_OPTIONAL_LOCKS'] = '0';
    env['GIT_NO_LAZY_FETCH'] = '1';
    env['GIT_LITERAL_PATHSPECS'] = '1';
  }
  return Object.assign(env, options.env);
}

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
  const settings = options.writes === true ? always : [...always, ...whenReading];
  try {
    return spawn('git', ['--no-pager', ...settings.flatMap(setting => ['-c', setting]), ...args], {
      cwd: options.cwd,
      env: environment(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (cause) {
    // An argument with a NUL, or longer than the system takes.
    throw new GitError('failed', `git ${commandName(args)} could not be started: ${String(cause)}`, {
      cause,
    });
  }
}

function startFailure(cause: NodeJS.ErrnoException, options: GitOptions): GitError {
  if (cause.code === 'ENOENT' && !existsSync(options.cwd)) {
    return new GitError('not-a-repository', `${options.cwd} does not exist.`, { cause });
  }
  if (cause.code === 'ENOENT') {
    return new GitError('git-missing', 'git was not found on the PATH. Install git 2.30 or newer.', {
      cause,
    });
  }
  return new GitError('failed', `git could not be started in ${options.cwd}: ${cause.message}`, { cause });
}

/** Runs git to its end. Throws `GitError`; when it returns or throws, the process is gone. */
async function output(args: readonly string[], options: GitOptions): Promise<GitOutput> {
  const command = commandName(args);
  const cancelled = () => new GitError('cancelled', `git ${command} was cancelled.`);
  if (options.signal?.aborted) throw cancelled();
  const child = start(args, options);
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  let size = 0;
  let errorSize = 0;
  let stopped: GitError | undefined;
  // A writer is asked to stop so that it can remove its lock files; a reader holds none.
  const kill = () => child.kill(options.writes === true ? 'SIGTERM' : 'SIGKILL');
  const onAbort = () => {
    stopped ??= cancelled();
    kill();
  };
  options.signal?.addEventListener('abort', onAbort, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else if (stopped === undefined) {
      stopped = new GitError('output-limit', `git ${command} gave more than ${maxBytes} bytes.`);
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
    child.once('error', cause => reject(startFailure(cause, options)));
    child.once('exit', () => {
      // A process that git had started may still hold the other ends of the pipes.
      if (stopped === undefined) return;
      child.stdout.destroy();
      child.stderr.destroy();
    });
    child.once('close', (code, signal) => {
      if (stopped !== undefined) reject(stopped);
      else if (code === null) reject(new GitError('failed', `git ${command} was killed by ${signal}.`));
      else resolve(code);
    });
    const code = await promise;
    const stderr = Buffer.concat(errors).toString('utf8');
    if (!(options.accept ?? [0]).includes(code)) throw describeFailure(command, options.cwd, code, stderr);
    return { code, stdout: Buffer.concat(chunks), stderr };
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** Runs git to its end and gives its stdout as text. Throws `GitError`. */
async function run(args: readonly string[], options: GitOptions): Promise<string> {
  return (await output(args, options)).stdout.toString('utf8');
}

/** The only door to the git executable: argument arrays, never a shell. */
export const git = { run, output, start };
