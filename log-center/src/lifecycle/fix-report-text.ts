import type { FixReport } from '@errata/protocol/fix-report';
import { code, words } from '@errata/protocol/markdown';
import { nameOf } from './pull-request-words.ts';

type Entry = FixReport['timeline'][number];

const titles: Readonly<Record<Entry['what'], string>> = {
  'first-event': 'First event',
  'run-started': 'Run started',
  proposed: 'Fix proposed',
  decided: 'Decided',
  'not-published': 'Could not be published',
  published: 'Pull request opened',
  round: 'Another version asked for',
  checks: 'Checks failed',
  merged: 'Merged',
  closed: 'Closed unmerged',
  deployed: 'Deployed',
  withdrawn: 'Withdrawn',
  resolved: 'Resolved',
  regressed: 'Regressed',
  reverted: 'Taken back',
  status: 'Status changed',
};

/** A report for people, as Markdown. Strangers' text in it is inert. */
export function reportText(report: Omit<FixReport, 'markdown'>): string {
  const { issue, timeline, pullRequests, releases, secondsToRepair } = report;
  const users = issue.users === 0 ? '' : `, ${issue.users} ${issue.users === 1 ? 'user' : 'users'}`;
  const facts = [
    `- Status: ${issue.status}`,
    `- Seen: ${issue.count} ${issue.count === 1 ? 'time' : 'times'}${users}, first ${timeIn(issue.firstSeen)}, last ${timeIn(issue.lastSeen)}`,
    releases.lastBad === undefined ? undefined : `- Last release with the error: ${code(releases.lastBad)}`,
    releases.firstGood === undefined
      ? undefined
      : `- First release with the fix: ${code(releases.firstGood)}`,
    secondsToRepair === undefined ? undefined : `- Repaired within ${inWords(secondsToRepair)}`,
  ];
  const decided = timeline.filter(({ what }) => what === 'decided');
  return [
    `# ${issue.id}: ${words(issue.title)}`,
    code(issue.culprit),
    facts.filter(line => line !== undefined).join('\n'),
    section('Timeline', timeline.map(lineOf)),
    section(
      'Who decided',
      decided.map(({ by = '', detail }) => `- ${words(by)}: ${words(detail)}`),
    ),
    section(
      'Pull requests',
      pullRequests.map(pullRequest => pullRequestLine(pullRequest, issue.id)),
    ),
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}

function lineOf({ at, what, by, detail }: Entry): string {
  const who = by === undefined ? '' : ` (${words(by)})`;
  const more = detail === '' ? '' : `: ${words(detail)}`;
  return `- ${timeIn(at)} – **${titles[what]}**${who}${more}`;
}

function pullRequestLine(pullRequest: FixReport['pullRequests'][number], issue: string): string {
  const link = pullRequest.issues.find(each => each.issue === issue);
  const state = link?.outcome?.kind ?? (link?.deployed === undefined ? pullRequest.state : 'deployed');
  const merged =
    pullRequest.merge === undefined ? '' : `, merged as ${code(pullRequest.merge.commit.slice(0, 12))}`;
  return `- ${code(nameOf(pullRequest))} ${words(pullRequest.title)}: ${state}${merged}`;
}

function timeIn(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** The two largest units of a duration. */
function inWords(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let rest = seconds;
  const parts = units.flatMap(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}
