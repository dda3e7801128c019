import type { SeenPullRequest, Review as Standing } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { isDraftTitle, withoutMark } from '../draft-title.ts';
import type { Forge } from '../forge.ts';
import { lastWords } from '../last-words.ts';
import type { Pull, Review } from './answers.ts';

export function isDraft({ draft, title }: Pull): boolean {
  return draft ?? isDraftTitle(title);
}

/** Once the branch is gone its name is only in the label. */
export function branchOf({ head }: Pull): string {
  return head.ref.startsWith('refs/') && head.label !== '' ? head.label : head.ref;
}

export function seen(place: Forge['place'], pull: Pull): SeenPullRequest {
  const draft = isDraft(pull);
  const isMerged = pull.merged ?? false;
  return {
    ...place,
    number: pull.number,
    url: pull.html_url,
    title: draft ? withoutMark(pull.title) : pull.title,
    state: isMerged ? 'merged' : pull.state,
    draft,
    branch: branchOf(pull),
    head: pull.head.sha,
    base: pull.base.ref,
    merge: isMerged ? mergeOf(pull) : undefined,
    blocked: pull.state === 'open' ? blockedBy(pull, draft) : undefined,
    updatedAt: pull.updated_at,
  };
}

function mergeOf({ merge_commit_sha, head, merged_by, merged_at }: Pull): SeenPullRequest['merge'] {
  const commit = merge_commit_sha ?? head.sha;
  return {
    commit,
    by: merged_by?.login,
    at: merged_at ?? undefined,
  };
}

function blockedBy({ mergeable }: Pull, draft: boolean): string | undefined {
  if (draft) return t('It is a draft.');
  return mergeable === false
    ? t('It conflicts with the branch that it is to be merged into, or that is not known yet.')
    : undefined;
}

/** Reviews of other kinds are comments alone, or were not made yet. */
const verdicts: ReadonlyMap<string, Standing['state']> = new Map([
  ['APPROVED', 'approved'],
  ['REQUEST_CHANGES', 'changes-requested'],
]);

/** What each reviewer says. */
export function standingOf(reviews: readonly Review[]): Standing[] {
  const inOrder = reviews.toSorted((a, b) => a.submitted_at.localeCompare(b.submitted_at));
  const said = inOrder.filter(({ state }) => verdicts.has(state));
  return lastWords(
    said.map(({ user, state, dismissed }) => ({
      by: user?.login ?? 'Ghost',
      state: dismissed ? undefined : verdicts.get(state),
    })),
  );
}
