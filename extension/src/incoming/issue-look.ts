import type { RunView } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import { mayBecome } from '@errata/protocol/issue-transitions';
import { isWorking } from '../connection/run-book.ts';
import { pullRequestName, pullRequestStanding } from '../publish/pull-request-words.ts';
import { fixableStatuses } from './groups.ts';
import { issueDescription, type Translate, visible } from './labels.ts';

/** All that is seen of an issue's row: as long as it stays the same there is nothing to draw. */
export interface IssueLook {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string | undefined;
  /** What its menus go by. */
  readonly context: string;
}

/** @param pullRequest the newest that fixes it */
export function issueLook(
  t: Translate,
  issue: Issue,
  { run, pullRequest }: { run: RunView | undefined; pullRequest: FollowedPullRequest | undefined },
  now: number,
): IssueLook {
  const [icon, color] = iconOf(issue, run);
  const followed = pullRequest && followedStatuses.includes(issue.status) ? pullRequest : undefined;
  const standing = followed && [pullRequestName(followed), ...pullRequestStanding(t, followed, issue.id)];
  return {
    label: visible(issue.title),
    // What becomes of its pull request is more than that it was pushed once.
    description: visible(
      [
        ...(standing ? [standing.join(' ')] : []),
        issueDescription(t, issue, standing ? undefined : run, now),
      ].join(' · '),
    ),
    icon,
    color,
    context: contextOf(issue, run),
  };
}

const followedStatuses: readonly Issue['status'][] = ['PENDING_REVIEW', 'MERGED', 'DEPLOYED'];

export function isSameLook(one: IssueLook, other: IssueLook): boolean {
  return (
    one.description === other.description &&
    one.context === other.context &&
    one.icon === other.icon &&
    one.color === other.color &&
    one.label === other.label
  );
}

function contextOf(issue: Issue, run: RunView | undefined): string {
  const working = run !== undefined && isWorking(run);
  const reviewable = run?.proposal !== undefined || issue.status === 'PENDING_REVIEW';
  return [
    'issue',
    ...(working ? ['fixing'] : fixableStatuses.includes(issue.status) ? ['fixable'] : []),
    ...(reviewable ? ['reviewable'] : []),
    ...(issue.status !== 'MERGED' && mayBecome(issue.status, 'DEPLOYED') && !working ? ['closable'] : []),
    issue.ignored ? 'ignored' : 'heeded',
  ].join(' ');
}

function iconOf(issue: Issue, run: RunView | undefined): [icon: string, color?: string] {
  if (run && isWorking(run)) return ['loading~spin'];
  if (run?.stage === 'awaiting-approval') return ['lightbulb-autofix', 'editorLightBulb.foreground'];
  if (issue.ignored) return ['bell-slash', 'disabledForeground'];
  switch (issue.status) {
    case 'NEW':
    case 'FIXING':
      return issue.level === 'fatal' || issue.level === 'error'
        ? ['error', 'problemsErrorIcon.foreground']
        : ['warning', 'problemsWarningIcon.foreground'];
    case 'PENDING_REVIEW':
      return ['git-pull-request', 'charts.blue'];
    case 'FAILED':
      return ['circle-slash', 'problemsWarningIcon.foreground'];
    case 'MERGED':
      return ['git-merge', 'charts.purple'];
    case 'DEPLOYED':
      return ['pass', 'testing.iconPassed'];
  }
}
