import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * A shell that becomes the command, and beside it a watcher that kills the whole process group as soon as
 * descriptor 3 closes. The other end is ours, so the group dies with us even if we are killed outright.
 */
const LEASH = '(cat <&3 >/dev/null 2>&1; kill -s KILL -- -$$) >/dev/null 2>&1 & exec "$@" 3<&-';

export interface GroupOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What becomes of the command's output; input is always empty. */
  readonly output: 'inherit' | 'pipe' | 'ignore';
}

export interface Exit {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A command with everything it starts, which ends as one. */
export class ProcessGroup {
  readonly child: ChildProcess;
  readonly ended: Promise<Exit>;
  readonly #leash: NodeJS.WritableStream & { destroy(): void };

  private constructor(child: ChildProcess, leash: NodeJS.WritableStream & { destroy(): void }) {
    this.child = child;
    this.#leash = leash;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    // Whoever cares awaits `ended`; a stop without a listener must not count as an unhandled rejection.
    this.ended.catch(() => undefined);
  }

  /** Starts `command`; POSIX only. A command that does not exist ends with code 127. */
  static start(command: string, args: readonly string[], options: GroupOptions): ProcessGroup {
    const stdio: StdioOptions = ['ignore', options.output, options.output, 'pipe'];
    const child = spawn('sh', ['-c', LEASH, 'sh', command, ...args], {
      detached: true,
      stdio,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    const leash = child.stdio[3];
    if (!leash || !('destroy' in leash) || !('write' in leash)) throw new Error('the leash was not opened');
    leash.on('error', () => undefined);
    return new ProcessGroup(child, leash);
  }

  /** Asks the group to end, kills what is left after `graceMs`, and returns when the command is gone. */
  async stop(graceMs = 3000): Promise<void> {
    const { pid } = this.child;
    const running = this.child.exitCode === null && this.child.signalCode === null;
    if (pid !== undefined && running && graceMs > 0) {
      signalGroup(pid, 'SIGTERM');
      await Promise.race([this.ended, once(AbortSignal.timeout(graceMs), 'abort')]);
    }
    this.#leash.destroy();
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    await this.ended;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
