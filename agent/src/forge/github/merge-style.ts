import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { commitSchema, type Pull } from './answers.ts';
import { type GithubClient, until } from './client.ts';

/**
 * How a pull request was merged, which GitHub does not say: a commit with two parents merges; one that was rebased has the words
 * of the branch's own last commit, and one that squashes those of the pull request. Nothing where the branch itself was pushed.
 */
export async function mergeStyleOf(
  client: GithubClient,
  { merge_commit_sha: merge, head }: Pull,
  signal: AbortSignal | undefined,
): Promise<MergeStyle | undefined> {
  if (!merge || merge === head.sha) return undefined;
  const commit = (sha: string) =>
    client.seek(
      commitSchema,
      client.rest.git.getCommit({ ...client.place, commit_sha: sha, request: until(signal) }),
    );
  const merged = await commit(merge);
  if (merged === undefined) return undefined;
  if (merged.parents.length > 1) return 'merge';
  const last = await commit(head.sha);
  return last && (last.message.trim() === merged.message.trim() ? 'rebase' : 'squash');
}
