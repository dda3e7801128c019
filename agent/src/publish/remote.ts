import type { RemoteAliases } from '../git/remotes.ts';
import type { Repository } from '../git/repository.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import { currentBranch } from './current-branch.ts';

/** A remote of the repository, as git has it. */
export interface PushRemote {
  readonly name: string;
  readonly url: string;
  readonly aliases: RemoteAliases;
}

/** The remote to push to: that of the branch which is checked out, else `origin`, else the only one. */
export async function pushRemote(
  repository: Repository,
  signal?: AbortSignal,
): Promise<PushRemote | undefined> {
  const remotes = await repository.remotes(signal);
  const branch = await currentBranch(repository, signal);
  const args = ['config', '--get', `branch.${branch}.remote`];
  const configured =
    branch === undefined ? '' : (await repository.run(args, { accept: [0, 1], signal })).trim();
  const found =
    remotes.find(remote => remote.name === configured) ??
    remotes.find(remote => remote.name === 'origin') ??
    (remotes.length === 1 ? remotes[0] : undefined);
  return found && { ...found, aliases: (await remotesOf(repository)).aliases };
}

/** A remote's address without the user and password that it may carry. */
export function withoutCredentials(url: string): string {
  return url.replace(/(\w{1,20}:\/\/)[^@/\s]{1,1000}@/g, '$1');
}
