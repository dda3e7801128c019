import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

type Named = Pick<FollowedPullRequest, 'repository' | 'number' | 'branch' | 'state' | 'merge'>;

/** `acme/shop#12`, or the branch where nothing is numbered. */
export function nameOf({ repository, number, branch }: Named): string {
  return number === undefined ? `the branch ${branch} of ${repository}` : `${repository}#${number}`;
}

/**
 * What has become of it, as a sentence.
 * @param why it was closed, as a person said
 */
export function reasonOf(pullRequest: Named, why?: string): string {
  const name = nameOf(pullRequest);
  const { state, merge } = pullRequest;
  if (state === 'open') return `Under review: ${name}.`;
  if (state === 'closed') return `Closed without being merged: ${name}.${why ? ` ${why}` : ''}`;
  const how = merge?.how === undefined ? '' : ` (${merge.how})`;
  const commit = merge === undefined ? '' : ` as ${merge.commit.slice(0, 12)}`;
  return `Merged${commit}${how}: ${name}.`;
}
