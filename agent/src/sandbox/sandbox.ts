import { t } from '@vscode/l10n';
import type { Layer } from './dependencies/layer.ts';
import type { Limits } from './limits.ts';
import type { RuntimeChoice } from './runtime/choose.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Toolchain } from './toolchain.ts';

/** `none`: no walls at all, and only with a person's consent for that folder. */
export type SandboxKind = 'docker' | 'bubblewrap' | 'namespaces' | 'none';

/** `hard`: the kernel refuses; `soft`: usually, or only in part; `none`: not at all. */
export type Hold = 'hard' | 'soft' | 'none';
export type Holds = Readonly<
  Record<'net' | 'fs' | 'pids' | 'memProc' | 'memTotal' | 'cpu' | 'disk' | 'time', Hold>
>;

export interface Probe {
  readonly ok: boolean;
  /** Why it does not work here; absent when it does. */
  readonly reason?: string;
  /** What to install or to allow. */
  readonly fix?: string;
  readonly holds: Holds;
}

/** What a base tree is made from. */
export interface BaseSpec {
  readonly dir: string;
  /** Dependencies that were installed apart from the folder. */
  readonly layers?: readonly Layer[];
  /** Files in question, which tell the language where the project has several. */
  readonly around?: readonly string[];
  /** A person allowed to fetch the image that the project runs in, and hears of it. */
  readonly mayPull?: { report(message: string): void };
  readonly signal?: AbortSignal;
}

/** A base tree that runs may start from. Dispose it when the last run is over. */
export interface Prepared extends AsyncDisposable {
  readonly kind: SandboxKind;
  /** The folder it was made from, absolute. */
  readonly dir: string;
  /** Where that folder appears inside: strip this prefix from paths in a run's output. */
  readonly workspace: string;
  /** What the project runs on inside, and whether that is what it asks for. */
  readonly runtimes: readonly RuntimeChoice[];
  /** What the programs are from, where they are not the host's own. */
  readonly programs?: string;
}

export interface RunSpec {
  /** Repository-relative path → new content, or null to delete. */
  readonly files: ReadonlyMap<string, string | null>;
  /** Program and arguments; never goes through a shell. */
  readonly command: readonly string[];
  /** Where to run it, repository-relative. */
  readonly cwd?: string;
  /** Added to the small environment that every run gets; nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  /** Repository-relative regular files to bring back afterwards; links are not followed, missing ones left out. */
  readonly collect?: readonly string[];
  /** A unix socket of the host, open to every user, that the command reaches at `BRIDGE_ADDRESS`: the one way out. */
  readonly socket?: string;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called with standard output and standard error as they come. */
  onOutput?(chunk: string): void;
}

export type SandboxStatus = 'exited' | 'timeout' | 'oom' | 'output-limit' | 'cancelled' | 'infra-error';

export interface SandboxResult {
  /** `exited` says only that the command ran to its end; `infra-error` that the sandbox itself failed. */
  readonly status: SandboxStatus;
  readonly exitCode: number | null;
  /** Standard output and standard error in the order of arrival. */
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly artefacts: ReadonlyMap<string, string>;
  readonly milliseconds: number;
  /** Why it did not simply exit. */
  readonly reason?: string;
}

export interface Sandbox {
  readonly kind: SandboxKind;
  /** Runs something small in it to see whether it works and holds. Never throws. */
  probe(): Promise<Probe>;
  /** Makes a base tree, untracked and ignored files included. Throws SandboxError. */
  prepare(base: BaseSpec): Promise<Prepared>;
  /** Runs one command in a fresh copy of the base. Throws SandboxError only for a spec that is not acceptable. */
  run(prepared: Prepared, spec: RunSpec, options?: RunOptions): Promise<SandboxResult>;
  /** Removes what runs of dead processes left behind. */
  sweep(): Promise<void>;
}

/** In the order of preference. Doing without one is never a preference. */
export const SANDBOX_KINDS: readonly SandboxKind[] = ['docker', 'bubblewrap', 'namespaces'];

/** Makes one implementation without looking whether it works here. */
export async function createSandbox(kind: SandboxKind, toolchain?: Toolchain): Promise<Sandbox> {
  switch (kind) {
    case 'docker': {
      const { DockerSandbox } = await import('./docker/docker-sandbox.ts');
      return new DockerSandbox({ toolchain });
    }
    case 'bubblewrap': {
      const { BubblewrapSandbox } = await import('./bubblewrap/bubblewrap-sandbox.ts');
      return new BubblewrapSandbox({ toolchain });
    }
    case 'namespaces': {
      const { NamespacesSandbox } = await import('./namespaces/namespaces-sandbox.ts');
      return new NamespacesSandbox({ toolchain });
    }
    case 'none': {
      const { Unsandboxed } = await import('./unsandboxed/unsandboxed.ts');
      return new Unsandboxed();
    }
  }
}

/**
 * The best sandbox that works on this machine, or exactly the kind asked for.
 * Throws SandboxError `kind-unavailable` or `none-available`; doing without one has to be asked for by name.
 */
export async function chooseSandbox(
  options: { kind?: SandboxKind; toolchain?: Toolchain } = {},
): Promise<{ sandbox: Sandbox; probes: ReadonlyMap<SandboxKind, Probe> }> {
  const probes = new Map<SandboxKind, Probe>();
  for (const kind of options.kind === undefined ? SANDBOX_KINDS : [options.kind]) {
    const sandbox = await createSandbox(kind, options.toolchain);
    const probe = await sandbox.probe();
    probes.set(kind, probe);
    if (probe.ok) return { sandbox, probes };
  }
  const missing = [...probes].map(([kind, { reason, fix }]) => `${kind}: ${reason}${fix ? ` (${fix})` : ''}`);
  if (options.kind !== undefined)
    throw new SandboxError(
      'kind-unavailable',
      t('The sandbox that was asked for does not work here. {0}', missing[0] ?? ''),
    );
  throw new SandboxError(
    'none-available',
    t(
      'No sandbox works on this machine, and code is never run outside one unless a person agrees to that (errata no-sandbox).\n- {0}',
      missing.join('\n- '),
    ),
  );
}
