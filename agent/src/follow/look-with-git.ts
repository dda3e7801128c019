import type { FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Repository } from '../git/repository.ts';
import { bringObjects, type GitRemote, remoteRefs } from './bring-objects.ts';
import { mergedAt } from './containment/merged-at.ts';

/** What a remote's branches said when they were looked at last. */
export interface RemoteTips {
  readonly base: string;
  readonly branch: string | undefined;
}

export interface GitLook {
  readonly seen: SeenPullRequest;
  readonly tips: RemoteTips;
}

/**
 * How a pull request is by what its remote's branches hold: merged when the base has its commits or the same changes, closed when its
 * branch is gone without that. Nothing where it cannot be told, or where nothing has changed since `last`. No reference here is
 * touched. Throws `GitError`.
 */
export async function lookWithGit(
  repository: Repository,
  remote: GitRemote,
  pullRequest: FollowedPullRequest,
  {
    last,
    ownBranch,
    signal,
  }: {
    last?: RemoteTips | undefined;
    /** The branch is one of this remote, and not of a fork. */
    ownBranch: boolean;
    signal?: AbortSignal | undefined;
  },
): Promise<GitLook | undefined> {
  const [baseRef, branchRef] = [pullRequest.base, pullRequest.branch].map(name => `refs/heads/${name}`);
  const refs = await remoteRefs(repository, remote, [baseRef ?? '', branchRef ?? ''], signal);
  const base = refs.find(({ name }) => name === baseRef)?.commit;
  const branch = refs.find(({ name }) => name === branchRef)?.commit;
  if (base === undefined) return undefined;
  const tips = { base, branch };
  if (last !== undefined && last.base === base && last.branch === branch) return undefined;
  const wanted = branch === undefined ? [baseRef ?? ''] : [baseRef ?? '', branchRef ?? ''];
  const known = await repository.resolveAll([base, branch ?? base], signal);
  if (known.includes(undefined)) await bringObjects(repository, remote, wanted, signal);
  const isIts =
    branch !== undefined && (ownBranch || (await holds(repository, branch, pullRequest.head, signal)));
  const head = isIts ? branch : pullRequest.head;
  const there = await repository.resolveAll([base, head], signal);
  if (there.includes(undefined)) return undefined;
  const merge = await mergedAt(repository, { base, head, commits: pullRequest.commits }, signal);
  const state = merge !== undefined ? 'merged' : ownBranch && branch === undefined ? 'closed' : 'open';
  return { tips, seen: seenAs(pullRequest, { state, head, merge }) };
}

/** A branch of that name need not be the one in the fork. */
async function holds(
  repository: Repository,
  branch: string,
  commit: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const known = await repository.resolveAll([branch, commit], signal);
  return !known.includes(undefined) && (await repository.isAncestor(commit, branch, signal));
}

function seenAs(
  pullRequest: FollowedPullRequest,
  found: { state: SeenPullRequest['state']; head: string; merge: SeenPullRequest['merge'] },
): SeenPullRequest {
  const { forge, host, repository, number, url, title, draft, branch, base } = pullRequest;
  const { state, head, merge } = found;
  return {
    ...{ forge, host, repository, title, draft, branch, base, state, head },
    ...(number === undefined ? {} : { number }),
    ...(url === undefined ? {} : { url }),
    ...(merge === undefined ? {} : { merge }),
    updatedAt: new Date().toISOString(),
  };
}
