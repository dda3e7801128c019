import { t } from '@vscode/l10n';
import type { MergeRequest } from './answers.ts';

/** What says nothing of the merge request itself, or not yet. */
const silent = new Set([
  '',
  'mergeable',
  'checking',
  'unchecked',
  'preparing',
  'approvals_syncing',
  'cannot_be_merged_recheck',
  'can_be_merged',
  'cannot_be_merged_rechecking',
  'not_open',
]);

/** Why GitLab would not merge it now. */
export function blockedBy({ detailed_merge_status, merge_status }: MergeRequest): string | undefined {
  const status = detailed_merge_status || merge_status;
  if (silent.has(status)) return undefined;
  switch (status) {
    case 'conflict':
    case 'broken_status':
    case 'cannot_be_merged':
      return t('It conflicts with the branch that it is to be merged into.');
    case 'need_rebase':
      return t('It must be rebased first.');
    case 'draft_status':
      return t('It is a draft.');
    case 'not_approved':
      return t('Approvals are missing.');
    case 'requested_changes':
      return t('A reviewer asked for changes.');
    case 'discussions_not_resolved':
      return t('Not all of its discussions are resolved.');
    case 'ci_must_pass':
    case 'status_checks_must_pass':
    case 'external_status_checks':
      return t('Its checks must pass.');
    case 'ci_still_running':
      return t('Its checks are still running.');
    case 'merge_request_blocked':
    case 'blocked_status':
      return t('Another merge request must be merged first.');
    case 'merge_time':
      return t('It may not be merged yet at this time.');
    case 'security_policy_violations':
    case 'security_policy_pipeline_check':
    case 'policies_denied':
      return t('It does not satisfy the security policies.');
    case 'locked_paths':
    case 'locked_lfs_files':
      return t('Somebody locked files that it changes.');
    default:
      return t('GitLab says: {0}', status.replaceAll('_', ' '));
  }
}
