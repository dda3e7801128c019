import type { FileChange } from '@errata/protocol/proposal';
import type { Publication } from '@errata/protocol/run';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { createCommit } from './commit.ts';
import { PublishError } from './publish-error.ts';
import { compareUrl, pushRemote, withoutCredentials } from './remote.ts';

const mostBranches = 20;
const pushMilliseconds = 120_000;

/**
 * Commits the changes and pushes them as a branch of their own. Doing it again finds the branch that is already there; a branch
 * of that name with anything else on it is left alone and a numbered one is taken. The user's hooks do not run: they would look
 * at the working tree, which is not what is pushed. Without a remote the branch stays local.
 */
export async function publish(
  repository: Repository,
  what: { branch: string; base: string; changes: readonly FileChange[]; message: string; date: string },
  signal?: AbortSignal,
): Promise<Publication> {
  if (what.changes.every(change => change.before === change.after)) {
    throw new PublishError('nothing-to-publish', 'Every hunk was rejected: there is nothing to publish.');
  }
  const commit = await createCommit(repository, what, signal);
  const remote = await pushRemote(repository, signal);
  const limit = AbortSignal.timeout(pushMilliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  for (let number = 1; number <= mostBranches; number++) {
    const branch = number === 1 ? what.branch : `${what.branch}-${number}`;
    const ref = `refs/heads/${branch}`;
    const local = await repository.resolve(ref, signal);
    if (local !== undefined && local !== commit) continue;
    if (remote !== undefined && !(await pushTo(repository, remote.name, ref, commit, bounded))) continue;
    await repository.run(['update-ref', '-m', 'errata: fix', ref, commit], { writes: true, signal });
    const url = remote && compareUrl(remote.url, branch);
    return {
      branch,
      commit,
      remote: remote === undefined ? '' : withoutCredentials(remote.url),
      ...(url === undefined ? {} : { url }),
    };
  }
  throw new PublishError(
    'no-free-branch',
    `${mostBranches} branches ${what.branch}-… exist already. Delete some.`,
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
  try {
    const listed = await repository.run(['ls-remote', '--refs', '--', remote, ref], { writes: true, signal });
    const there = listed
      .split('\n')
      .find(line => line.endsWith(`\t${ref}`))
      ?.split('\t')[0];
    if (there !== undefined) return there === commit;
    await repository.run(
      ['push', '--quiet', '--no-verify', `--force-with-lease=${ref}:`, '--', remote, `${commit}:${ref}`],
      {
        writes: true,
        signal,
      },
    );
    return true;
  } catch (error) {
    if (!GitError.is(error) || error.reason === 'cancelled') throw error;
    throw new PublishError(
      'push-refused',
      `The branch could not be pushed to ${remote}: ${error.message} Nothing was changed; the fix is kept with the run.`,
      { cause: error },
    );
  }
}
