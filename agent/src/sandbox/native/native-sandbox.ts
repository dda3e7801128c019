import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { type BaseTree, inspectBase, searchPath } from '../base-tree.ts';
import { withLayers } from '../dependencies/mount.ts';
import { makeOwnedFolder, sweepOwnedFolders } from '../owner.ts';
import { RunRecorder } from '../run-recorder.ts';
import { makeRequest } from '../run-request.ts';
import type { RuntimeChoice } from '../runtime/choose.ts';
import type { BaseSpec, Prepared, Probe, RunOptions, RunSpec, Sandbox, SandboxResult } from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { findToolchain, type Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { type ControlGroup, ControlGroups } from './control-groups.ts';
import { layoutInstructions, type Sources, visibleBinds } from './layout.ts';
import type { NativeKind } from './native-kind.ts';
import { copyAsOwn, hasForeignFiles } from './owned-copy.ts';
import { probeNative } from './probe-native.ts';
import { RootView } from './root-view.ts';
import { supervise } from './supervise.ts';
import { pickUser } from './unprivileged-user.ts';

/** All that the processes around the sandbox may know; what is inside starts from less. */
const OUTER_ENV: NodeJS.ProcessEnv = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

class NativePrepared implements Prepared {
  readonly kind: 'bubblewrap' | 'namespaces';
  readonly dir: string;
  readonly workspace: string = WORKSPACE;
  readonly tree: BaseTree;
  readonly toolchain: Toolchain;
  readonly sources: Sources;
  /** An empty folder to build the root on. */
  readonly stage: string;
  /** Goes before the command that unshares. */
  readonly entry: readonly string[];
  readonly #dispose: () => Promise<void>;
  disposed = false;

  constructor(
    kind: 'bubblewrap' | 'namespaces',
    parts: Pick<NativePrepared, 'tree' | 'toolchain' | 'sources' | 'stage' | 'entry'>,
    dispose: () => Promise<void>,
  ) {
    this.kind = kind;
    this.dir = parts.tree.dir;
    this.tree = parts.tree;
    this.toolchain = parts.toolchain;
    this.sources = parts.sources;
    this.stage = parts.stage;
    this.entry = parts.entry;
    this.#dispose = dispose;
  }

  get runtimes(): readonly RuntimeChoice[] {
    return this.toolchain.runtimes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.#dispose();
  }
}

/** The folder itself where overlays over it can be written, else a copy of it below `owned`. */
async function ownBase(dir: string, owned: string, signal: AbortSignal | undefined): Promise<string> {
  if (!(await hasForeignFiles(dir, signal))) return dir;
  const copy = join(owned, 'base');
  await mkdir(copy);
  await copyAsOwn(dir, copy, signal);
  return copy;
}

/** A sandbox made of the kernel's own parts, without a daemon. */
export abstract class NativeSandbox implements Sandbox {
  readonly #toolchain: Toolchain | undefined;
  #groups: Promise<ControlGroups> | undefined;
  abstract readonly kind: 'bubblewrap' | 'namespaces';
  protected abstract describe(): NativeKind;

  constructor(options: { toolchain?: Toolchain | undefined } = {}) {
    this.#toolchain = options.toolchain;
  }

  probe(): Promise<Probe> {
    return probeNative(this, this.describe(), () => this.#findGroups());
  }

  async prepare(base: BaseSpec): Promise<Prepared> {
    const found = inspectBase(base.dir);
    const usual = this.#toolchain ?? (await findToolchain({ project: found.dir }));
    const { tree, toolchain } = withLayers(found, usual, base.layers);
    if (process.getuid?.() === 0) {
      const sources = [
        ...visibleBinds(tree, toolchain).map(bind => bind.from),
        ...tree.dependencies.values(),
      ];
      const view = await RootView.open(tree.dir, await pickUser(tree.dir), sources, OUTER_ENV, base.signal);
      const parts = { tree, toolchain, sources: view, stage: view.stage, entry: view.entry };
      return new NativePrepared(this.kind, parts, () => view[Symbol.asyncDispose]());
    }
    const owned = await makeOwnedFolder();
    const remove = () => rm(owned, { recursive: true, force: true });
    try {
      const stage = join(owned, 'stage');
      await mkdir(stage);
      const sources = { base: await ownBase(tree.dir, owned, base.signal), locate: (path: string) => path };
      const entry = ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL'];
      return new NativePrepared(this.kind, { tree, toolchain, sources, stage, entry }, remove);
    } catch (error) {
      await remove();
      throw error;
    }
  }

  async run(prepared: Prepared, spec: RunSpec, options: RunOptions = {}): Promise<SandboxResult> {
    if (!(prepared instanceof NativePrepared) || prepared.kind !== this.kind || prepared.disposed)
      throw new SandboxError(
        'prepare-failed',
        'This base tree was prepared by another sandbox or is disposed',
      );
    const { tree, toolchain, sources, stage, entry } = prepared;
    const setting = { searchPath: searchPath(toolchain), env: toolchain.env, limits: 'all' } as const;
    const request = await makeRequest(tree.dir, spec, setting);
    const description = this.describe();
    let group: ControlGroup;
    try {
      group = await (await this.#findGroups()).open(request.limits);
    } catch (error) {
      const failure = t('Could not make the control groups of the run: {0}', String(error));
      return new RunRecorder(request, undefined).finish({ failure });
    }
    const argv = [
      ...group.entry,
      ...entry,
      ...[
        'unshare',
        ...description.unshare,
        'bash',
        '--norc',
        '--noprofile',
        '-c',
        description.script,
        'errata-layout',
        stage,
      ],
      description.extraInput ? '3' : '2',
      ...layoutInstructions(tree, toolchain, request.limits, sources, request.socket),
      '--',
      ...description.enter,
    ];
    try {
      return await supervise(argv, request, options, {
        env: OUTER_ENV,
        extraInput: description.extraInput,
        ranOutOfMemory: () => group.ranOutOfMemory(),
      });
    } finally {
      await group[Symbol.asyncDispose]();
    }
  }

  async sweep(): Promise<void> {
    await sweepOwnedFolders();
    await (await this.#findGroups()).sweep();
  }

  #findGroups(): Promise<ControlGroups> {
    this.#groups ??= ControlGroups.find();
    return this.#groups;
  }
}
