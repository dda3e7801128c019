import type { FileChange } from '@errata/protocol/proposal';
import type { Publication } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import { openCredentialDoor } from '../forge/credentials.ts';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { demandBranchName } from './branch-name.ts';
import { createCommit } from './commit.ts';
import { compareUrl, type RequestText } from './forge-links.ts';
import { PublishError } from './publish-error.ts';
import { type PushRemote, pushRemote, withoutCredentials } from './remote.ts';

const mostBranches = 20;
const pushMilliseconds = 120_000;

export interface Publishing {
  readonly branch: string;
  /** A person chose the branch: it is made under this name, or not at all. Otherwise a numbered one is taken where it is not free. */
  readonly chosen?: boolean;
  /** The commit that the changes are made on. */
  readonly base: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
  readonly date: string;
  /** What a pull request is to say. */
  readonly request: RequestText;
}

/**
 * Commits the changes and pushes them as a branch of their own. Doing it again finds the branch that is already there; a branch
 * of that name with anything else on it is left alone. The user's hooks do not run: they would look at the working tree, which is
 * not what is pushed. Without a remote the branch stays local.
 */
export async function publish(
  repository: Repository,
  what: Publishing,
  signal?: AbortSignal,
): Promise<Publication> {
  const { branch: wanted, chosen = false, request } = what;
  if (what.changes.every(change => change.before === change.after)) {
    throw new PublishError('nothing-to-publish', t('Every hunk was rejected: there is nothing to publish.'));
  }
  for (const name of [wanted, request.base]) {
    if (name !== undefined) await demandBranchName(repository, name, signal);
  }
  const commit = await createCommit(repository, what, signal);
  const remote = await pushRemote(repository, signal);
  const limit = AbortSignal.timeout(pushMilliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  if (remote !== undefined && request.base !== undefined)
    await demandBase(repository, remote, request.base, bounded);
  for (let number = 1; number <= (chosen ? 1 : mostBranches); number++) {
    const branch = number === 1 ? wanted : `${wanted}-${number}`;
    const ref = `refs/heads/${branch}`;
    const local = await repository.resolve(ref, signal);
    if (local !== undefined && local !== commit) continue;
    if (await isInTheWay(repository, branch, signal)) continue;
    if (remote !== undefined && !(await pushTo(repository, remote.name, ref, commit, bounded))) continue;
    await repository.run(['update-ref', '-m', 'errata: fix', ref, commit], { writes: true, signal });
    const url = remote && compareUrl(remote, branch, request);
    return {
      branch,
      commit,
      remote: remote === undefined ? '' : withoutCredentials(remote.url),
      ...(url === undefined ? {} : { url }),
    };
  }
  if (chosen)
    throw new PublishError(
      'branch-taken',
      t(
        'A branch stands in the way of {0}, here or on the remote, with other commits on it. It was left alone and nothing was pushed: choose another name.',
        wanted,
      ),
    );
  throw new PublishError(
    'no-free-branch',
    t('{0} branches {1}-… exist already. Delete some.', mostBranches, wanted),
  );
}

/** Whether git has no room for a branch since another has its name for a folder, or the other way round. */
async function isInTheWay(repository: Repository, branch: string, signal?: AbortSignal): Promise<boolean> {
  const parts = branch.split('/').slice(0, -1);
  const above = parts.map((_, at) => `refs/heads/${parts.slice(0, at + 1).join('/')}`);
  if ((await repository.resolveAll(above, signal)).some(found => found !== undefined)) return true;
  return (await repository.run(['for-each-ref', '--count=1', `refs/heads/${branch}/`], { signal })) !== '';
}

async function demandBase(
  repository: Repository,
  remote: PushRemote,
  base: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await tipOf(repository, remote.name, `refs/heads/${base}`, signal)) !== undefined) return;
  throw new PublishError(
    'unknown-base',
    t('{0} has no branch {1} that this could be merged into. Nothing was pushed.', remote.name, base),
  );
}

/** False when the remote has something else under this name. Never forces: the ref must be new or already ours. */
async function pushTo(
  repository: Repository,
  remote: string,
  ref: string,
  commit: string,
  signal: AbortSignal,
): Promise<boolean> {
  const there = await tipOf(repository, remote, ref, signal);
  if (there !== undefined) return there === commit;
  const lease = `--force-with-lease=${ref}:`;
  const args = ['push', '--quiet', '--no-verify', lease, '--', remote, `${commit}:${ref}`];
  await reaching(repository, remote, args, signal);
  return true;
}

async function tipOf(
  repository: Repository,
  remote: string,
  ref: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const args = ['ls-remote', '--refs', '--', remote, ref];
  const listed = await reaching(repository, remote, args, signal);
  return listed
    .split('\n')
    .find(line => line.endsWith(`\t${ref}`))
    ?.split('\t')[0];
}

async function reaching(
  repository: Repository,
  remote: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  await using door = await openCredentialDoor();
  try {
    return await repository.run([...door.options, ...args], { writes: true, signal });
  } catch (error) {
    if (!GitError.is(error) || error.reason === 'cancelled') throw error;
    throw new PublishError(
      'push-refused',
      t(
        'The branch could not be pushed to {0}: {1} Nothing was changed; the fix is kept with the run.',
        remote,
        error.message,
      ),
      { cause: error },
    );
  }
}
