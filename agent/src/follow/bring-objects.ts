import { type CredentialSource, openCredentialDoor } from '../forge/credentials.ts';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';

const milliseconds = 120_000;

const plainName = /^(?:[0-9a-f]{40,64}|refs\/[^\s:~^?*[\\+]+)$/;

/** What would change more than the store of objects: references, tags, FETCH_HEAD, other repositories, or the peace of the machine. */
const objectsAlone = [
  ...['--quiet', '--refmap=', '--no-write-fetch-head', '--no-tags', '--no-prune'],
  ...['--no-recurse-submodules', '--no-auto-maintenance'],
];
const quietly = ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', '-c', 'fetch.writeCommitGraph=false'];

/** A remote of a repository, by its name there. */
export interface GitRemote {
  readonly name: string;
  /** What is known beside git's own helpers and the editor's sign-in. */
  readonly credentials?: CredentialSource | undefined;
}

/** A branch or tag of a remote, as it tells it. */
export interface RemoteRef {
  readonly name: string;
  /** The commit, also of a tag that is an object of its own. */
  readonly commit: string;
}

/**
 * Brings commits (full names) or branches (`refs/heads/…`) of a remote here with all that they are made of. Nothing of the user's
 * is touched: no reference, no index, no FETCH_HEAD. False when the remote does not have them or does not give them. Throws
 * `GitError` `cancelled`.
 */
export async function bringObjects(
  repository: Repository,
  remote: GitRemote,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<boolean> {
  if (wanted.length === 0) return true;
  // What a pull request is said to be called comes from elsewhere, and a name with a colon would be written to.
  if (!wanted.every(each => plainName.test(each))) return false;
  try {
    await reach(
      repository,
      remote,
      [...quietly, 'fetch', ...objectsAlone, '--', remote.name, ...wanted],
      signal,
    );
    return true;
  } catch (error) {
    if (!GitError.is(error) || signal?.aborted) throw error;
    return false;
  }
}

/** The references of a remote that fit patterns such as `refs/heads/*`. Throws `GitError`. */
export async function remoteRefs(
  repository: Repository,
  remote: GitRemote,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<RemoteRef[]> {
  const said = await reach(repository, remote, ['ls-remote', '--', remote.name, ...patterns], signal);
  const found = new Map<string, string>();
  for (const line of said.split('\n')) {
    const [commit, ref] = line.split('\t');
    // The commit behind a tag comes after the tag itself.
    if (commit && ref) found.set(ref.replace(/\^\{\}$/, ''), commit);
  }
  return [...found].map(([name, commit]) => ({ name, commit }));
}

async function reach(
  repository: Repository,
  { credentials }: GitRemote,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const limit = AbortSignal.timeout(milliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  await using door = await openCredentialDoor(credentials);
  return await repository.run([...door.options, ...args], { writes: true, signal: bounded });
}
