import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import type { ForgeAccess } from '../forge.ts';
import type { Pull } from './answers.ts';

/** A pull request as everyone else here knows it; `more` was found with other questions. */
export function seenPull(
  place: ForgeAccess['place'],
  pull: Pull,
  more: Pick<SeenPullRequest, 'checks' | 'reviews'> & {
    how?: NonNullable<SeenPullRequest['merge']>['how'];
  } = {},
): SeenPullRequest {
  const { how, checks, reviews } = more;
  const isMerged = Boolean(pull.merged_at);
  const blocked = pull.state === 'open' ? whyBlocked(pull) : undefined;
  return {
    ...place,
    number: pull.number,
    ...(pull.html_url && { url: pull.html_url }),
    title: pull.title,
    state: isMerged ? 'merged' : pull.state,
    draft: pull.draft === true,
    branch: pull.head.ref,
    head: pull.head.sha,
    base: pull.base.ref,
    ...(isMerged && pull.merge_commit_sha
      ? {
          merge: {
            commit: pull.merge_commit_sha,
            ...(how && { how }),
            ...(pull.merged_by && { by: pull.merged_by.login }),
            ...(pull.merged_at && { at: pull.merged_at }),
          },
        }
      : {}),
    ...(checks && { checks }),
    ...(reviews && { reviews }),
    ...(blocked && { blocked }),
    updatedAt: pull.updated_at,
  };
}

function whyBlocked({ mergeable, mergeable_state, base, draft }: Pull): string | undefined {
  if (mergeable === false || mergeable_state === 'dirty') return t('It conflicts with {0}.', base.ref);
  if (draft === true || mergeable_state === 'draft') return t('It is a draft.');
  if (mergeable_state === 'behind') return t('It must be brought up to date with {0} first.', base.ref);
  if (mergeable_state === 'blocked') return t('Reviews or checks that {0} demands are missing.', base.ref);
  return undefined;
}
