import { type CredentialSource, openCredentialDoor } from '../forge/credentials.ts';
import type { GitOutput } from '../git/git.ts';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { refusal } from './refusal.ts';

/** Where a branch is pushed to: a remote of the repository, or a fork of it. */
export interface PushTarget {
  /** As git is told: the name of a remote, or an address. */
  readonly address: string;
  /** As people are told. */
  readonly name: string;
  /** Without secrets. */
  readonly url: string;
  /** Whose fork it is; nothing for the remote itself. */
  readonly owner?: string | undefined;
  /** What is known beside git's own helpers and the editor's sign-in. */
  readonly credentials?: CredentialSource | undefined;
}

/** How git ends when a remote refuses, and when it cannot be talked to. */
const refused = [1, 128];

/** Runs a git command that talks to a remote, which the arguments name. Throws `PublishError` with what the remote said. */
export async function reachRemote(
  repository: Repository,
  target: PushTarget,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const { code, stdout, stderr } = await tryRemote(repository, target, args, signal);
  if (code !== 0) throw refusal(target.name, stderr);
  return stdout.toString('utf8');
}

/** Like `reachRemote`, for whoever reads the refusal. */
export async function tryRemote(
  repository: Repository,
  target: PushTarget,
  args: readonly string[],
  signal: AbortSignal,
): Promise<GitOutput> {
  await using door = await openCredentialDoor(target.credentials);
  try {
    return await repository.output([...door.options, ...args], {
      writes: true,
      accept: [0, ...refused],
      signal,
    });
  } catch (error) {
    if (!GitError.is(error) || error.reason === 'cancelled') throw error;
    throw refusal(target.name, error.message);
  }
}

/** The commit that a branch of the remote stands at; nothing where there is no such branch. */
export async function tipOf(
  repository: Repository,
  target: PushTarget,
  branch: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  const args = ['ls-remote', '--refs', '--', target.address, ref];
  const listed = await reachRemote(repository, target, args, signal);
  return listed
    .split('\n')
    .find(line => line.endsWith(`\t${ref}`))
    ?.split('\t')[0];
}

/** Like `tipOf`, and with its history it is here afterwards, under no name. */
export async function branchTip(
  repository: Repository,
  target: PushTarget,
  branch: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const tip = await tipOf(repository, target, branch, signal);
  if (tip === undefined || (await repository.resolve(tip, signal)) !== undefined) return tip;
  const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
  const args = ['fetch', ...quietly, '--', target.address, `refs/heads/${branch}`];
  await reachRemote(repository, target, args, signal);
  // It may have moved in between.
  return (await repository.resolve(tip, signal)) === undefined
    ? tipOf(repository, target, branch, signal)
    : tip;
}
