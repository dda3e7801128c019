import type { AuditEntry } from '@errata/protocol/audit';
import type { FixReport } from '@errata/protocol/fix-report';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { Round } from '@errata/protocol/round';
import type { Run, RunEvent } from '@errata/protocol/run';

type Entry = FixReport['timeline'][number];

/** What is on record of an issue. */
export interface OnRecord {
  readonly issue: Issue;
  readonly audit: readonly AuditEntry[];
  readonly runs: readonly { readonly run: Run; readonly events: readonly RunEvent[] }[];
  readonly pullRequests: readonly FollowedPullRequest[];
  readonly rounds: readonly Round[];
}

/** What happened from the first event on, oldest first. */
export function timelineOf({ issue, audit, runs, pullRequests, rounds }: OnRecord): Entry[] {
  const first = { at: issue.firstSeen, what: 'first-event' as const, detail: issue.title };
  return [
    first,
    ...runs.flatMap(({ run, events }) => ofRun(run, events)),
    ...rounds.map(ofRound),
    ...audit.flatMap(entry => ofAudit(entry, issue, pullRequests)),
  ].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function ofRun({ startedAt: at, holder: by }: Run, events: readonly RunEvent[]): Entry[] {
  const reviews = events.flatMap((event, place) => ofReview(event, events[place - 1]?.type));
  return [{ at, what: 'run-started', by, detail: '' }, ...reviews];
}

/** A review that another agent takes up is the one from before. */
function ofReview({ at, type, message: detail }: RunEvent, before: string | undefined): Entry[] {
  if (type !== 'awaiting-approval' || before === 'released' || before === type) return [];
  return [{ at, what: before === 'publish' ? 'not-published' : 'proposed', detail }];
}

function ofRound({ askedAt: at, kind, author, text, answer }: Round): Entry {
  const detail = answer === undefined ? text : `${text} → ${answer.message}`;
  const what = kind === 'checks' ? 'checks' : 'round';
  return { at, what, ...(author !== undefined && { by: author }), detail };
}

/** What is told by another entry is left out. */
function ofAudit(
  { at, by, action, from, to, reason = '' }: AuditEntry,
  issue: Issue,
  pullRequests: readonly FollowedPullRequest[],
): Entry[] {
  if (action === 'decision')
    return [{ at, what: 'decided', by, detail: [to, reason].filter(Boolean).join(': ') }];
  if (action === 'outcome' && (to === 'resolved' || to === 'regressed' || to === 'reverted')) {
    return [{ at, what: to, by, detail: reason }];
  }
  if (action === 'deployment') {
    if (to === 'withdrawn') return [{ at, what: 'withdrawn', by, detail: reason }];
    const ran = pullRequests
      .map(({ issues }) => issues.find(link => link.issue === issue.id)?.deployed)
      .find(deployed => deployed !== undefined && (deployed.release ?? 'deployed') === to);
    return [
      { at: ran?.at ?? at, what: 'deployed', by, detail: to === 'deployed' ? reason : `${to}: ${reason}` },
    ];
  }
  if (action === 'pull-request') return ofPullRequest({ at, by, to, detail: reason }, pullRequests);
  if (action !== 'status' || to === 'FIXING' || to === 'PENDING_REVIEW' || to === 'MERGED') return [];
  const byItself = by === 'log-center' && (from === 'MERGED' || from === 'DEPLOYED');
  const isTold = byItself && (to === 'DEPLOYED' || pullRequests.some(({ merge }) => merge !== undefined));
  return isTold ? [] : [{ at, what: 'status', by, detail: `${from} → ${to}. ${reason}` }];
}

function ofPullRequest(
  told: {
    readonly at: string;
    readonly by: string;
    readonly to: string | undefined;
    readonly detail: string;
  },
  pullRequests: readonly FollowedPullRequest[],
): Entry[] {
  const { at, by, to, detail } = told;
  if (to === 'open') return [{ at, what: 'published', by, detail }];
  if (to === 'closed') return [{ at, what: 'closed', by, detail }];
  if (to !== 'merged') return [];
  const { merge } =
    pullRequests.find(each => each.merge !== undefined && detail.includes(each.merge.commit.slice(0, 12))) ??
    {};
  const when = merge?.at === undefined ? at : new Date(merge.at).toISOString();
  return [{ at: when, what: 'merged', by: merge?.by ?? by, detail }];
}
