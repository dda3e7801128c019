import { access, mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withLock } from '../editor/install-lock.ts';
import { ProcessGroup } from '../process/group.ts';
import { runStep, StepError } from '../process/step.ts';
import type { Target } from './target.ts';

const spotlightVersion = '4.11.8';
const honoVersion = '4.12.25';
const quiet = fileURLToPath(new URL('./spotlight-quiet.ts', import.meta.url));

const installMilliseconds = 5 * 60_000;
const startMilliseconds = 20_000;

export type SpotlightInstallation =
  | { readonly ok: true; readonly program: string }
  | { readonly ok: false; readonly reason: string };

/** Spotlight from npm, cached by version outside of the repository. */
export async function installSpotlight(signal: AbortSignal): Promise<SpotlightInstallation> {
  const home = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'errata-bench');
  const name = `spotlight-${spotlightVersion}`;
  const folder = join(home, name);
  const installed = join(folder, 'installed');
  const program = join(folder, 'node_modules/@spotlightjs/spotlight/dist/run.js');
  try {
    await mkdir(folder, { recursive: true });
    await withLock(join(home, `${name}.lock`), signal, async () => {
      if (await exists(installed)) return;
      const manifest = {
        private: true,
        dependencies: { '@spotlightjs/spotlight': spotlightVersion },
        overrides: { hono: honoVersion },
      };
      await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
      await runStep('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: folder,
        timeoutMs: installMilliseconds,
        signal,
      });
      await writeFile(installed, '');
    });
    return { ok: true, program };
  } catch (error) {
    if (error instanceof StepError && error.reason !== 'aborted') return { ok: false, reason: error.message };
    throw error;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Spotlight with nothing in its memory. */
export class Spotlight implements Target, AsyncDisposable {
  readonly name = 'spotlight';
  readonly pid: number;
  readonly #origin: string;
  readonly #group: ProcessGroup;

  private constructor(pid: number, origin: string, group: ProcessGroup) {
    this.pid = pid;
    this.#origin = origin;
    this.#group = group;
  }

  static async start(program: string, signal: AbortSignal): Promise<Spotlight> {
    await using undo = new AsyncDisposableStack();
    const port = await freePort();
    const group = ProcessGroup.start(
      process.execPath,
      ['--import', quiet, program, 'server', '--port', String(port)],
      { output: 'ignore' },
    );
    undo.defer(() => group.stop());
    const { pid } = group.child;
    if (pid === undefined) throw new Error('Spotlight was not started.');
    const origin = `http://127.0.0.1:${port}`;
    const starting = AbortSignal.any([signal, AbortSignal.timeout(startMilliseconds)]);
    while (!(await isHealthy(origin))) await delay(100, undefined, { signal: starting });
    undo.move();
    return new Spotlight(pid, origin, group);
  }

  get envelopeUrl(): string {
    return `${this.#origin}/api/1/envelope/?sentry_version=7&sentry_key=spotlight`;
  }

  get streamUrl(): string {
    return `${this.#origin}/stream`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#group.stop();
  }
}

async function isHealthy(origin: string): Promise<boolean> {
  return fetch(`${origin}/health`).then(
    answer => answer.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
