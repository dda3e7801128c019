import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { commitSchema, type Pull } from './answers.ts';
import type { Hub } from './hub.ts';

/**
 * How a pull request was merged, which Gitea does not say: a commit with two parents merges, one that is or has the words of
 * the branch's last commit was rebased, and another squashes.
 */
export async function mergeStyleOf(
  hub: Hub,
  { merge_commit_sha: merge, head }: Pull,
  signal: AbortSignal | undefined,
): Promise<MergeStyle | undefined> {
  if (!merge || merge === head.sha) return 'rebase';
  const query = { stat: 'false', files: 'false', verification: 'false' };
  const commit = (sha: string) => hub.seek(`git/commits/${sha}`, commitSchema, { query, signal });
  const merged = await commit(merge);
  if (merged === undefined) return undefined;
  if (merged.parents.length > 1) return 'merge';
  const last = await commit(head.sha);
  return last && (last.commit.message.trim() === merged.commit.message.trim() ? 'rebase' : 'squash');
}
