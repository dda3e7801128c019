import { join } from 'node:path';
import { missingDependencies } from '../sandbox/dependencies/demands.ts';
import { describeChoice, type RuntimeChoice } from '../sandbox/runtime/choose.ts';
import type { RunSpec, SandboxKind, SandboxResult } from '../sandbox/sandbox.ts';

/** The repository's files as they are at HEAD. Paths are repository-relative, `/`-separated. */
export interface Sources {
  list(): Promise<readonly string[]>;
  /** The text, or undefined when there is no such file or it is not text. */
  read(path: string): Promise<string | undefined>;
}

/** All that verification needs to run something of one repository; bound to a sandbox and a prepared base. */
export interface VerifyContext {
  readonly sandbox: SandboxKind;
  /** What things run on in it, and what is not installed, in words. */
  readonly setup?: readonly string[];
  /** The working folder, absolute, on the host: only looked at for what is installed. */
  readonly dir: string;
  /** Folders that lie over ones of the working folder inside: path → folder on the host. */
  readonly overlays?: ReadonlyMap<string, string>;
  /** Where that folder appears inside the sandbox. */
  readonly workspace: string;
  readonly sources: Sources;
  /** A name of HEAD's files: two trees with the same have the same files. */
  readonly tree?: string;
  /** Turns the working folder into HEAD; merged below whatever a run adds. */
  readonly base: ReadonlyMap<string, string | null>;
  run(spec: RunSpec, options?: { signal?: AbortSignal }): Promise<SandboxResult>;
}

interface RunnableSandbox<P> {
  readonly kind: SandboxKind;
  run(prepared: P, spec: RunSpec, options?: { signal?: AbortSignal }): Promise<SandboxResult>;
}

interface PreparedBase {
  readonly dir: string;
  readonly workspace: string;
  readonly runtimes?: readonly RuntimeChoice[];
  /** What the programs are from, where they are not the host's own. */
  readonly programs?: string;
}

/** Binds a sandbox and its prepared base, so that every run starts from HEAD. */
export function verifyContext<P extends PreparedBase>(parts: {
  sandbox: RunnableSandbox<P>;
  prepared: P;
  sources: Sources;
  base: ReadonlyMap<string, string | null>;
  tree?: string;
  /** What is to be said of the dependencies; without it, what is missing. */
  dependencies?: readonly string[];
  overlays?: ReadonlyMap<string, string>;
}): VerifyContext {
  const { sandbox, prepared, sources, base, tree, overlays } = parts;
  const dependencies = parts.dependencies ?? missingDependencies(prepared.dir);
  return {
    sandbox: sandbox.kind,
    setup: [
      ...(prepared.programs ? [prepared.programs] : []),
      ...(prepared.runtimes ?? []).map(describeChoice),
      ...dependencies,
    ],
    dir: prepared.dir,
    ...(overlays === undefined ? {} : { overlays }),
    workspace: prepared.workspace,
    sources,
    ...(tree === undefined ? {} : { tree }),
    base,
    run: (spec, options) =>
      sandbox.run(prepared, { ...spec, files: new Map([...base, ...spec.files]) }, options),
  };
}

/** Where on the host something of the workspace lies that is installed. */
export function installedPath({ dir, overlays }: VerifyContext, path: string): string {
  for (const [over, folder] of overlays ?? [])
    if (path === over || path.startsWith(`${over}/`)) return join(folder, path.slice(over.length));
  return join(dir, path);
}
