import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { t } from '@vscode/l10n';

/** A Docker daemon of one's own, for tests: it touches neither the machine's daemon nor its network rules. */
export class PrivateDaemon implements AsyncDisposable {
  readonly socketPath: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(folder: string, socketPath: string, process: ChildProcess) {
    this.#folder = folder;
    this.socketPath = socketPath;
    this.#process = process;
  }

  /** Why it cannot be started here, or undefined. */
  static obstacle(): string | undefined {
    if (process.getuid?.() !== 0) return t('only root can start a Docker daemon');
    return existsSync('/usr/sbin/dockerd') || existsSync('/usr/bin/dockerd')
      ? undefined
      : t('dockerd is not installed');
  }

  /** Starts one and waits until it answers, at most 20 s. */
  static async start(): Promise<PrivateDaemon> {
    const folder = await mkdtemp(join(tmpdir(), 'errata-dockerd-'));
    const socketPath = join(folder, 'docker.sock');
    const child = spawn(
      'dockerd',
      ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')].concat(
        ['--pidfile', join(folder, 'docker.pid'), '-H', `unix://${socketPath}`],
        ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false', '--bridge=none'],
      ),
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    let said = '';
    child.stderr?.on('data', chunk => {
      said = `${said}${chunk}`.slice(-2000);
    });
    const daemon = new PrivateDaemon(folder, socketPath, child);
    const { default: Docker } = await import('dockerode');
    const docker = new Docker({ socketPath });
    for (const deadline = Date.now() + 20_000; ; ) {
      try {
        await docker.ping();
        return daemon;
      } catch (cause) {
        if (child.exitCode === null && Date.now() < deadline) {
          await delay(50);
          continue;
        }
        await daemon[Symbol.asyncDispose]();
        throw new Error(t('dockerd did not start: {0}', said), { cause });
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
