import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, realpath, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import { type BaseTree, inspectBase } from '../base-tree.ts';
import { refuseSocket } from '../bridge.ts';
import { withLayers } from '../dependencies/mount.ts';
import { makeOwnedFolder, sweepOwnedFolders } from '../owner.ts';
import { type Ended, RunRecorder } from '../run-recorder.ts';
import { makeRequest, type RunRequest } from '../run-request.ts';
import type { BaseSpec, Prepared, Probe, RunOptions, RunSpec, Sandbox, SandboxResult } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { NOTHING_HELD } from '../self-test.ts';
import { NO_TOOLCHAIN } from '../toolchain.ts';
import { requireConsent } from './consent.ts';
import { collectFrom, freshCopy } from './fresh-copy.ts';

/** How long the output may take to arrive after the command has ended. */
const GRACE_MILLISECONDS = 1000;

class UnsandboxedPrepared implements Prepared {
  readonly kind = 'none';
  readonly dir: string;
  readonly tree: BaseTree;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Whatever is on the PATH. */
  readonly runtimes = [];
  /** The path of the workspace is to be the same in every run, so they take turns. */
  turn: Promise<unknown> = Promise.resolve();
  disposed = false;

  constructor(tree: BaseTree, folder: string, env: Readonly<Record<string, string>>) {
    this.tree = tree;
    this.env = env;
    this.dir = tree.dir;
    this.folder = folder;
    this.workspace = join(folder, 'workspace');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed = true;
    await this.turn;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * No sandbox at all, for a machine on which none works: code runs in a copy of the folder as whoever runs Errata. It is
 * never chosen by itself, and it prepares only a folder for which a person agreed to that.
 */
export class Unsandboxed implements Sandbox {
  readonly kind = 'none';

  async probe(): Promise<Probe> {
    return { ok: true, holds: { ...NOTHING_HELD, time: 'soft' } };
  }

  async prepare(base: BaseSpec): Promise<Prepared> {
    const found = inspectBase(base.dir);
    await requireConsent(found.dir);
    const { tree, toolchain } = withLayers(found, NO_TOOLCHAIN, base.layers);
    // Nothing is shown elsewhere than where it lies.
    const places = new Map(toolchain.binds.map(({ from, to }) => [to, from]));
    const env = Object.entries(toolchain.env).map(([name, value]) => [name, places.get(value) ?? value]);
    const folder = await realpath(await makeOwnedFolder());
    return new UnsandboxedPrepared(tree, folder, Object.fromEntries(env));
  }

  async run(prepared: Prepared, spec: RunSpec, options: RunOptions = {}): Promise<SandboxResult> {
    if (!(prepared instanceof UnsandboxedPrepared) || prepared.disposed)
      throw new SandboxError('prepare-failed', 'This base tree was prepared by a sandbox or is disposed');
    if (spec.socket !== undefined) refuseSocket('what has no walls');
    const { tree, folder, workspace, env } = prepared;
    const places = { HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') };
    const ownTools = ['node_modules/.bin', '.venv/bin', 'venv/bin'].map(name => join(workspace, name));
    const known = (process.env['PATH'] ?? '').split(':').filter(entry => entry.startsWith('/'));
    const request = await makeRequest(
      tree.dir,
      { ...spec, env: { ...places, ...spec.env } },
      {
        searchPath: [...ownTools, ...known],
        env,
        limits: existsSync('/usr/bin/prlimit') ? 'but-processes' : 'none',
      },
    );
    const before = prepared.turn;
    const run = before.then(async () => {
      for (const place of Object.values(places)) {
        await rm(place, { recursive: true, force: true });
        await mkdir(place);
      }
      return runPlainly(tree, workspace, request, options);
    });
    prepared.turn = run.catch(() => undefined);
    return run;
  }

  sweep(): Promise<void> {
    return sweepOwnedFolders();
  }
}

async function runPlainly(
  tree: BaseTree,
  workspace: string,
  request: RunRequest,
  options: RunOptions,
): Promise<SandboxResult> {
  const { limits, command, cwd, collect } = request;
  const recorder = new RunRecorder(request, options.onOutput);
  if (options.signal?.aborted)
    return recorder.finish({ ended: { status: 'cancelled', reason: t('Cancelled before it began') } });
  try {
    await freshCopy(tree, workspace, request.files);
  } catch (error) {
    return recorder.finish({ failure: t('Could not copy the folder: {0}', String(error)) });
  }
  let ended: Ended | undefined;
  const child = spawn(command[0] ?? '', command.slice(1), {
    cwd: join(workspace, cwd),
    env: { PATH: process.env['PATH'] },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const drained = new Promise(resolve => child.once('close', resolve));
  const end = (why: Ended): void => {
    ended ??= why;
    killGroup(child.pid);
  };
  const timer = setTimeout(
    () => end({ status: 'timeout', reason: t('Took longer than {0} s', limits.seconds) }),
    limits.seconds * 1000,
  );
  const cancel = (): void => end({ status: 'cancelled', reason: 'Cancelled' });
  options.signal?.addEventListener('abort', cancel, { once: true });
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', chunk => {
      if (!ended && !recorder.push(name, chunk))
        end({ status: 'output-limit', reason: t('Printed more than {0} bytes', limits.outputBytes) });
    });
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    killGroup(child.pid);
    const exitCode = code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
    const artefacts = await collectFrom(workspace, collect, limits.artefactBytes);
    // Whoever left the group may hold the pipes for ever.
    await Promise.race([drained, delay(GRACE_MILLISECONDS, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
    return recorder.finish({ ended, outcome: { exitCode, artefacts } });
  } catch (error) {
    return recorder.finish({
      ended,
      failure: t('Could not start {0}: {1}', command[0] ?? '', String(error)),
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
