import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program with an SDK of Sentry in it. It knows the DSN as SENTRY_DSN, and ends when its input does. */
export class ClientProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #output = '';

  constructor(command: string, parameters: readonly string[], options: { dsn: string; cwd: string }) {
    const env = { PATH: process.env['PATH'], SENTRY_DSN: options.dsn };
    this.#child = spawn(command, parameters, { cwd: options.cwd, env, stdio: 'pipe' });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = once(this.#child, 'close').then(() => undefined);
  }

  /** Whether it has printed this line, which says how far it is; fails if it has ended without. */
  said(line: string): true | undefined {
    if (this.#output.split('\n').includes(line)) return true;
    if (this.#child.exitCode !== null) throw this.#failure();
    return undefined;
  }

  /** Ends its input and waits until it has ended, too. */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
    if (this.#child.exitCode !== 0) throw this.#failure();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #failure(): Error {
    return new Error(`The client ended with ${this.#child.exitCode}:\n${this.#output}`);
  }
}
