import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { findLayers } from '../sandbox/dependencies/find-layers.ts';
import { chooseSandbox, type Prepared, type SandboxKind } from '../sandbox/sandbox.ts';
import { findToolchain } from '../sandbox/toolchain.ts';
import { filesOfHead, filesUnlike } from '../verify/base.ts';
import { type VerifyContext, verifyContext } from '../verify/context.ts';

/** A sandbox that stands ready to run something of a repository at its commit. */
export interface Room {
  readonly context: VerifyContext;
  readonly prepared: Prepared;
}

/**
 * Throws `SandboxError` `none-available`, `kind-unavailable` or `image-missing`, and `InstallError` `cancelled`. What else cannot be
 * installed is said with every verification.
 */
export async function prepareRoom(options: {
  repository: Repository;
  tree: SourceTree;
  sandbox: SandboxKind | undefined;
  /** What turns the working folder into the tree, where that is not HEAD. */
  base?: ReadonlyMap<string, string | null>;
  /** Files in question: their folders may ask for packages, too. */
  around?: readonly string[];
  /** A person wants missing dependencies installed, apart from the folder, and the project's image fetched. */
  install?: boolean | undefined;
  /** Programs of the host that are to be found inside, besides those that the project runs on. */
  programs?: readonly string[] | undefined;
  report?: ((message: string) => void) | undefined;
  signal: AbortSignal;
}): Promise<Room> {
  const { repository, tree, sandbox: kind, around = [], install, report, signal } = options;
  const dir = repository.root;
  const toolchain = await findToolchain({ project: dir, programs: options.programs ?? [] });
  const { sandbox } = await chooseSandbox(kind === undefined ? { toolchain } : { kind, toolchain });
  await sandbox.sweep();
  const { layers, missing } = await findLayers({
    ...{ dir, around, toolchain },
    ...(install ? { install: { signal, ...(report ? { report } : {}) } } : {}),
  });
  for (const each of missing) report?.(each);
  const mayPull = install ? { mayPull: { report: (message: string) => report?.(message) } } : {};
  const prepared = await sandbox.prepare({ dir, layers, around, signal, ...mayPull });
  try {
    const base =
      options.base ?? (await filesOfHead(await filesUnlike(repository, tree.commit, signal), tree));
    return {
      prepared,
      context: verifyContext({
        ...{ sandbox, prepared, sources: tree, base, tree: await tree.fingerprint() },
        dependencies: [...layers.map(({ about }) => about), ...missing],
        overlays: new Map(layers.flatMap(({ overlays }) => [...overlays])),
      }),
    };
  } catch (error) {
    await prepared[Symbol.asyncDispose]();
    throw error;
  }
}
