import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { chooseSandbox, type Prepared, type SandboxKind } from '../sandbox/sandbox.ts';
import { filesOfHead } from '../verify/base.ts';
import { type VerifyContext, verifyContext } from '../verify/context.ts';

/** A sandbox that stands ready to run something of a repository at its commit. */
export interface Room {
  readonly context: VerifyContext;
  readonly prepared: Prepared;
}

/** Throws `SandboxError` `none-available` or `kind-unavailable`. */
export async function prepareRoom(options: {
  repository: Repository;
  tree: SourceTree;
  sandbox: SandboxKind | undefined;
  /** What turns the working folder into the tree, where that is not HEAD. */
  base?: ReadonlyMap<string, string | null>;
  signal: AbortSignal;
}): Promise<Room> {
  const { repository, tree, sandbox: kind, signal } = options;
  const { sandbox } = await chooseSandbox(kind === undefined ? {} : { kind });
  await sandbox.sweep();
  const prepared = await sandbox.prepare({ dir: repository.root, signal });
  const base = options.base ?? (await filesOfHead(await repository.changedFiles(signal), tree));
  return {
    prepared,
    context: verifyContext({ sandbox, prepared, sources: tree, base, tree: await tree.fingerprint() }),
  };
}
