import type { ReviewSnapshot, ShownPullRequest } from '@errata/protocol/webview';
import { plural, t } from '../../l10n/translate.ts';
import type { IconName } from '../icons.ts';
import { cut, type Tone } from '../words.ts';

export interface Standing {
  readonly words: string;
  readonly tone: Tone | 'merged';
  readonly icon: IconName;
}

type Checks = NonNullable<ShownPullRequest['checks']>;
type Reviews = NonNullable<ShownPullRequest['reviews']>;
type Outcome = NonNullable<ShownPullRequest['outcome']>;

const longestTitle = 200;
const longestName = 60;
const mostNamed = 3;

/** How a pull request stands: by what became of its fix, else by where it is. */
export function standingOf({ number, state, draft, deployed, outcome }: ShownPullRequest): Standing {
  if (outcome) return outcomeWords(outcome);
  if (deployed) return { words: t('Deployed'), tone: 'good', icon: 'rocket' };
  if (state === 'merged') return { words: t('Merged'), tone: 'merged', icon: 'git-merge' };
  if (state === 'closed') return closed();
  if (number === undefined) return pushed();
  if (draft) return { words: t('Draft'), tone: 'neutral', icon: 'git-pull-request-draft' };
  return { words: t('Open'), tone: 'good', icon: 'git-pull-request' };
}

/** There is a branch, and nothing more is known. */
export function pushed(): Standing {
  return { words: t('Pushed'), tone: 'good', icon: 'git-branch' };
}

function closed(): Standing {
  return { words: t('Closed'), tone: 'bad', icon: 'git-pull-request-closed' };
}

function outcomeWords({ kind }: Outcome): Standing {
  switch (kind) {
    case 'resolved':
      return { words: t('Resolved'), tone: 'good', icon: 'pass' };
    case 'regressed':
      return { words: t('Came back'), tone: 'warning', icon: 'history' };
    case 'reverted':
      return { words: t('Reverted'), tone: 'warning', icon: 'discard' };
    case 'closed':
      return closed();
  }
}

/** How its checks stand, if there are any. */
export function checksWords(checks: Checks): Standing | undefined {
  const total = checks.length;
  if (total === 0) return undefined;
  const number = (wanted: Checks[number]['state']) => checks.filter(({ state }) => state === wanted).length;
  const failed = number('failed');
  const pending = number('pending');
  if (failed > 0)
    return {
      words: plural(
        total,
        t('{0} of {1} check failed', failed, total),
        t('{0} of {1} checks failed', failed, total),
      ),
      tone: 'bad',
      icon: 'error',
    };
  if (pending > 0)
    return {
      words: plural(
        total,
        t('{0} of {1} check running', pending, total),
        t('{0} of {1} checks running', pending, total),
      ),
      tone: 'warning',
      icon: 'circle-large',
    };
  return {
    words: plural(total, t('{0} check passed', total), t('{0} checks passed', total)),
    tone: 'good',
    icon: 'pass',
  };
}

/** What its reviewers say, those who ask for something first. */
export function reviewWords(reviews: Reviews): Standing[] {
  const those = (wanted: Reviews[number]['state']) => named(reviews.filter(({ state }) => state === wanted));
  const [asking, approving] = [those('changes-requested'), those('approved')];
  return [
    ...(asking === ''
      ? []
      : [
          {
            words: t('Changes asked for by {0}', asking),
            tone: 'bad',
            icon: 'comment-discussion',
          } as const,
        ]),
    ...(approving === ''
      ? []
      : [{ words: t('Approved by {0}', approving), tone: 'good', icon: 'pass' } as const]),
  ];
}

function named(reviews: Reviews): string {
  const shown = reviews
    .slice(0, mostNamed)
    .map(({ by }) => cut(by, longestName))
    .join(', ');
  return reviews.length > mostNamed ? t('{0} and {1} more', shown, reviews.length - mostNamed) : shown;
}

/** Its number and title; nothing where there is a branch alone. */
export function nameOf({ number, title }: ShownPullRequest): string | undefined {
  return number === undefined ? undefined : `#${number} ${cut(title, longestTitle)}`;
}

/** All of it in one line, for those who hear the page. */
export function announcement({ followed }: ReviewSnapshot): string {
  if (!followed) return pushed().words;
  const { state, checks = [], reviews = [], blocked } = followed;
  const said = [
    standingOf(followed),
    ...(state === 'open' ? [checksWords(checks), ...reviewWords(reviews)] : []),
  ];
  return [
    nameOf(followed),
    ...said.map(each => each?.words),
    state === 'open' && blocked !== undefined ? cut(blocked, longestTitle) : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

/** May it be merged without a second thought. */
export function isReady({
  number,
  state,
  draft,
  checks = [],
  reviews = [],
  blocked,
  waits,
}: ShownPullRequest): boolean {
  return (
    number !== undefined &&
    state === 'open' &&
    !draft &&
    blocked === undefined &&
    waits === undefined &&
    !reviews.some(review => review.state === 'changes-requested') &&
    checks.every(check => check.state === 'passed')
  );
}
