import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Ready, readySchema } from '@errata/protocol/center-record';
import { COMPILED } from '../process/compiled.ts';

const program = fileURLToPath(new URL('../../log-center/src/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

/** A log center in a process of its own. */
export class LogCenterProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #errors = '';

  constructor(data: string, ...options: readonly string[]) {
    this.child = spawn(process.execPath, [program, '--data', data, '--json', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    });
    this.child.stderr?.on('data', text => {
      this.#errors += text;
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({ code, signal, errors: this.#errors }));
  }

  /** The line that it prints when it is ready; fails if it ends instead. */
  async ready(): Promise<Ready> {
    const { stdout } = this.child;
    if (stdout === null) throw new Error('It has no output.');
    const lines = createInterface({ input: stdout });
    const line = once(lines, 'line').then(([text]) => String(text));
    const first = await Promise.race([line, this.ended]);
    if (typeof first !== 'string') throw new Error(`It ended instead of being ready: ${first.errors}`);
    return readySchema.parse(JSON.parse(first));
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop('SIGKILL');
  }
}
