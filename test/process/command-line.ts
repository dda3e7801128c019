import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../agent/bin/errata.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `errata` with the state, data and home folders of one test. */
export class CommandLine {
  readonly #env: NodeJS.ProcessEnv;

  constructor(home: string, env: NodeJS.ProcessEnv = {}) {
    const own = {
      HOME: home,
      XDG_CONFIG_HOME: `${home}/config`,
      XDG_STATE_HOME: `${home}/state`,
      XDG_DATA_HOME: `${home}/data`,
      GIT_CONFIG_GLOBAL: '/dev/null',
    };
    this.#env = { ...process.env, ...own, ...env };
  }

  /** What it is started with, for a program that starts it by itself. */
  get environment(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.#env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  start(args: readonly string[], input: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
    return spawn(process.execPath, [cli, ...args], { env: this.#env, stdio: [input, 'pipe', 'pipe'] });
  }

  async run(...args: string[]): Promise<Finished> {
    const child = this.start(args);
    const [stdout, stderr, [code]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, 'close'),
    ]);
    return { code, stdout, stderr };
  }
}

async function textOf(stream: Readable | null): Promise<string> {
  const chunks: Buffer[] = [];
  if (stream) for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
