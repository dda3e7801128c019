import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { withoutMark } from '../draft-title.ts';
import type { Forge } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import type { MergeRequest } from './answers.ts';
import { blockedBy } from './blocked.ts';

export function headOf(request: MergeRequest): string | undefined {
  return request.sha ?? request.diff_refs?.head_sha ?? undefined;
}

export function isDraft(request: MergeRequest): boolean {
  return request.draft ?? request.work_in_progress ?? false;
}

export function seen(place: Forge['place'], request: MergeRequest): SeenPullRequest {
  const head = headOf(request);
  if (head === undefined) {
    throw new ForgeError('bad-answer', t('Merge request {0} has no commits.', `!${request.iid}`));
  }
  const draft = isDraft(request);
  const isOpen = request.state === 'opened' || request.state === 'locked';
  return {
    ...place,
    number: request.iid,
    url: request.web_url,
    title: draft ? withoutMark(request.title) : request.title,
    state: isOpen ? 'open' : request.state === 'merged' ? 'merged' : 'closed',
    draft,
    branch: request.source_branch,
    head,
    base: request.target_branch,
    merge: request.state === 'merged' ? mergeOf(request, head) : undefined,
    blocked: isOpen ? blockedBy(request) : undefined,
    updatedAt: request.updated_at,
  };
}

/** Without a commit of its own, the branch was moved forward to its head. */
function mergeOf(request: MergeRequest, head: string): SeenPullRequest['merge'] {
  const { merge_commit_sha, squash_commit_sha, merged_at } = request;
  const commit = merge_commit_sha ?? squash_commit_sha ?? head;
  return {
    commit,
    how: squash_commit_sha ? 'squash' : commit === head ? 'rebase' : 'merge',
    by: (request.merge_user ?? request.merged_by)?.username,
    at: merged_at ?? undefined,
  };
}
