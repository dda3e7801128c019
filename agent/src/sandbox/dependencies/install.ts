import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import type { Demand, Step } from './layer.ts';

export type InstallErrorReason = 'no-installer' | 'failed' | 'took-too-long' | 'cancelled';

/** What a project depends on could not be installed. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
  readonly reason: InstallErrorReason;

  constructor(reason: InstallErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export interface InstallOptions {
  readonly signal?: AbortSignal | undefined;
  /** For all steps together. */
  readonly seconds?: number | undefined;
}

const MOST_SECONDS = 900;
const OUTPUT_KEPT = 4000;

/**
 * Installs what is demanded in the empty folder `stage`: the one thing that Errata runs outside of a sandbox and with
 * the network, so it runs no code of the packages. Throws `InstallError`.
 */
export async function install(demand: Demand, stage: string, options: InstallOptions = {}): Promise<void> {
  for (const [path, content] of demand.files) {
    await mkdir(dirname(join(stage, path)), { recursive: true });
    await writeFile(join(stage, path), content);
  }
  const seconds = options.seconds ?? MOST_SECONDS;
  const tooLong = AbortSignal.timeout(seconds * 1000);
  const stop = options.signal === undefined ? tooLong : AbortSignal.any([options.signal, tooLong]);
  for (const step of demand.steps(stage)) {
    const ended = await run(step, stage, stop);
    if (options.signal?.aborted) throw new InstallError('cancelled', t('The installation was cancelled.'));
    if (tooLong.aborted)
      throw new InstallError(
        'took-too-long',
        t('Installing took longer than {0} s. {1}', seconds, ended.said),
      );
    if (ended.code !== 0)
      throw new InstallError('failed', t('{0} failed: {1}', step.command.slice(0, 3).join(' '), ended.said));
  }
}

/** Runs one step to its end, or until it is told to stop, with all that it started. */
function run({ command: [program, ...args], env }: Step, cwd: string, stop: AbortSignal) {
  const { NODE_OPTIONS: _, ...own } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { ...own, CI: '1', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = `${said}${chunk}`.slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  };
  if (stop.aborted) kill();
  stop.addEventListener('abort', kill, { once: true });
  return new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.on('error', cause => {
      stop.removeEventListener('abort', kill);
      reject(new InstallError('no-installer', t('{0} is not on the PATH.', program), { cause }));
    });
    child.on('close', code => {
      stop.removeEventListener('abort', kill);
      resolve({ code, said: lastWords(said) });
    });
  });
}

/** Of an output the lines that say what is wrong, else its end. */
function lastWords(said: string): string {
  const lines = said.split('\n').filter(line => line.trim() !== '');
  const errors = lines.filter(line => /\b(?:error|ERR!|ERROR)\b/.test(line));
  return (errors.length > 0 ? errors : lines).slice(-4).join(' ').slice(-800);
}
