import type { FollowedPullRequest, Outcome } from '@errata/protocol/followed-pull-request';
import { mayBeOpened } from '@errata/protocol/may-be-opened';
import { type Translate, visible } from '../incoming/labels.ts';

const mostNamed = 3;

/** What it is called: by its number, or by its branch where there is nothing but git. */
export function pullRequestName({ number, branch }: Pick<FollowedPullRequest, 'number' | 'branch'>): string {
  return number === undefined ? visible(branch) : `#${number}`;
}

/** How it stands for one issue, the weightiest first. */
export function pullRequestStanding(t: Translate, pullRequest: FollowedPullRequest, issue: string): string[] {
  const { state, number, draft, base } = pullRequest;
  const fixed = pullRequest.issues.find(each => each.issue === issue);
  if (fixed?.outcome) return [outcomeWord(t, fixed.outcome)];
  if (fixed?.deployed) {
    const { release } = fixed.deployed;
    return [release === undefined ? t('deployed') : t('deployed with {0}', visible(release))];
  }
  if (state === 'merged') return [t('merged into {0}', visible(base))];
  if (state === 'closed') return [t('closed')];
  return [
    number === undefined ? t('pushed') : draft ? t('draft') : t('open'),
    ...checksWord(t, pullRequest),
    ...reviewWords(t, pullRequest),
    ...(pullRequest.waits === undefined ? [] : [t('a request waits')]),
  ];
}

/** The icon that stands for how it is, with its colour. */
export function pullRequestIcon({
  state,
  number,
  draft,
  issues,
}: Pick<FollowedPullRequest, 'state' | 'number' | 'draft' | 'issues'>): [icon: string, color: string] {
  if (issues.some(({ outcome }) => outcome?.kind === 'regressed' || outcome?.kind === 'reverted'))
    return ['history', 'problemsWarningIcon.foreground'];
  if (issues.every(({ outcome }) => outcome?.kind === 'resolved')) return ['pass', 'testing.iconPassed'];
  if (state === 'merged') return ['git-merge', 'charts.purple'];
  if (state === 'closed') return ['git-pull-request-closed', 'charts.red'];
  if (number === undefined) return ['git-branch', 'charts.green'];
  return draft ? ['git-pull-request-draft', 'disabledForeground'] : ['git-pull-request', 'charts.green'];
}

/** What its menus go by. */
export function pullRequestContext(pullRequest: FollowedPullRequest): string {
  const { state, number, url } = pullRequest;
  return [
    'pullRequest',
    ...(state === 'open' ? ['checkable'] : []),
    ...(state === 'open' && number !== undefined ? ['mergeable'] : []),
    ...(mayBeOpened(pullRequest) ? ['openable'] : []),
    ...(url === undefined ? [] : ['linked']),
  ].join(' ');
}

function checksWord(t: Translate, { checks = [] }: FollowedPullRequest): string[] {
  const count = (wanted: string) => checks.filter(({ state }) => state === wanted).length;
  const failed = count('failed');
  if (failed > 0) return [failed === 1 ? t('1 check failed') : t('{0} checks failed', failed)];
  if (count('pending') > 0) return [t('checks running')];
  return checks.length > 0 ? [t('checks passed')] : [];
}

function reviewWords(t: Translate, { reviews = [] }: FollowedPullRequest): string[] {
  const those = (wanted: string) =>
    reviews.filter(({ state }) => state === wanted).map(({ by }) => visible(by));
  const [asking, approving] = [those('changes-requested'), those('approved')];
  return [
    ...(asking.length > 0 ? [t('changes asked for by {0}', named(t, asking))] : []),
    ...(approving.length > 0 ? [t('approved by {0}', named(t, approving))] : []),
  ];
}

function named(t: Translate, people: readonly string[]): string {
  const shown = people.slice(0, mostNamed).join(', ');
  return people.length > mostNamed ? t('{0} and {1} more', shown, people.length - mostNamed) : shown;
}

function outcomeWord(t: Translate, { kind }: Outcome): string {
  switch (kind) {
    case 'resolved':
      return t('resolved');
    case 'regressed':
      return t('came back');
    case 'reverted':
      return t('reverted');
    case 'closed':
      return t('closed');
  }
}
