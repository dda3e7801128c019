import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { demandBranchName } from '../publish/branch-name.ts';
import { bringObjects, type GitRemote, remoteRefs } from './bring-objects.ts';
import { PullRequestError } from './pull-request-error.ts';

const mostNamed = 5;
/** Where forges keep the tips of pull requests, also of those out of forks. */
const requestRefs = { github: 'pull', gitea: 'pull', gitlab: 'merge-requests' } as const;

/**
 * Switches the working tree to the branch of a pull request, as its remote has it. What is not committed is taken along; where it
 * would be lost, nothing is done. Throws `PullRequestError` `would-lose-changes`, `no-branch`;
 * `PublishError` `bad-branch-name`; `GitError`.
 */
export async function checkOut(
  repository: Repository,
  remote: GitRemote,
  pullRequest: FollowedPullRequest,
  signal?: AbortSignal,
): Promise<{ repository: string; branch: string }> {
  const { branch } = pullRequest;
  await demandBranchName(repository, branch, signal);
  const found = await tipOf(repository, remote, pullRequest, signal);
  const local = await repository.resolve(`refs/heads/${branch}`, signal);
  const tip = found?.commit ?? local;
  if (tip === undefined)
    throw new PullRequestError('no-branch', t('{0} has no branch {1} any more.', remote.name, branch));
  // What was committed here and not pushed stays; the person sees it in the editor.
  const forward = local === undefined || (await repository.isAncestor(local, tip, signal));
  const wanted = forward ? tip : local;
  await demandRoom(repository, wanted, branch, signal);
  const write = (...args: string[]) => repository.run(args, { writes: true, signal });
  if (local === undefined) await write('switch', '--quiet', '--no-track', '--create', branch, tip);
  else {
    await write('switch', '--quiet', branch);
    if (forward && local !== tip) await write('merge', '--quiet', '--ff-only', tip);
  }
  if (found?.isBranch === true) {
    await write('update-ref', `refs/remotes/${remote.name}/${branch}`, tip);
    await write('branch', '--quiet', `--set-upstream-to=${remote.name}/${branch}`, branch);
  }
  return { repository: repository.root, branch };
}

async function tipOf(
  repository: Repository,
  remote: GitRemote,
  { branch, forge, number }: FollowedPullRequest,
  signal?: AbortSignal,
): Promise<{ commit: string; isBranch: boolean } | undefined> {
  const head = `refs/heads/${branch}`;
  const request =
    forge === 'git' || number === undefined ? [] : [`refs/${requestRefs[forge]}/${number}/head`];
  const refs = await remoteRefs(repository, remote, [head, ...request], signal);
  for (const name of [head, ...request]) {
    const ref = refs.find(each => each.name === name);
    if (ref === undefined) continue;
    if ((await repository.resolve(ref.commit, signal)) === undefined)
      await bringObjects(repository, remote, [name], signal);
    return { commit: ref.commit, isBranch: name === head };
  }
  return undefined;
}

/** Git refuses by itself what it would overwrite; a person is to hear which files, before anything is begun. */
async function demandRoom(
  repository: Repository,
  wanted: string,
  branch: string,
  signal?: AbortSignal,
): Promise<void> {
  const changed = new Set((await repository.changedFiles(signal)).map(({ path }) => path));
  if (changed.size === 0) return;
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--end-of-options', 'HEAD', wanted];
  const differing = (await repository.run(args, { signal })).split('\0').filter(Boolean);
  const lost = differing.filter(path => changed.has(path));
  if (lost.length === 0) return;
  const files = lost.slice(0, mostNamed).join(', ');
  throw new PullRequestError(
    'would-lose-changes',
    lost.length > mostNamed
      ? t(
          '{0} and {1} more files are not committed and differ in {2}: commit or stash them first.',
          files,
          lost.length - mostNamed,
          branch,
        )
      : t('Not committed, and different in {1}: {0}. Commit or stash it first.', files, branch),
  );
}
