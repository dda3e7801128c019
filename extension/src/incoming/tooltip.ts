import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { IssueStats } from '@errata/protocol/stats';
import { affected, ago, stageLabel, type Translate, visible } from './labels.ts';
import { sparkline } from './sparkline.ts';

const mostReleases = 3;

/** What the mouse over an issue shows. Plain text: title, culprit and releases were written by strangers. */
export function issueTooltip(
  t: Translate,
  issue: Issue,
  run: RunView | undefined,
  stats: IssueStats | undefined,
  now: number,
): string {
  const { users = issue.users, count = issue.count, hours, releases = [] } = stats ?? {};
  const lines = [
    issue.title,
    issue.culprit,
    '',
    t('{0} · {1} · seen {2} times', issue.id, issue.level, count),
    ...(users === 0 ? [] : [t('Affected: {0}', affected(t, users))]),
    ...(hours === undefined ? [] : [t('Last 24 h: {0}', sparkline(hours, now))]),
    t('First seen {0}', seen(t, issue.firstSeen, issue.firstRelease, now)),
    t('Last seen {0}', seen(t, issue.lastSeen, issue.lastRelease, now)),
    ...(releases.length === 0 ? [] : [t('Releases: {0}', shortList(releases.map(nameOf(t))))]),
  ];
  if (issue.ignored) lines.push('', t('Ignored until it happens again'));
  if (run) lines.push('', `${stageLabel(t, run.stage)}: ${run.failure?.message ?? run.message}`);
  return lines.map(visible).join('\n');
}

function seen(t: Translate, moment: string, release: string | undefined, now: number): string {
  const at = `${moment.slice(0, 16).replace('T', ' ')} UTC`;
  const when = t('{0} ({1})', at, ago(t, moment, now));
  return release === undefined ? when : t('{0} in {1}', when, release);
}

const nameOf =
  (t: Translate) =>
  ({ release, count }: { release: string; count: number }): string =>
    `${release === '' ? t('none named') : release} ${count}×`;

function shortList(names: readonly string[]): string {
  const more = names.length - mostReleases;
  return names.slice(0, mostReleases).join(', ') + (more > 0 ? ` +${more}` : '');
}
