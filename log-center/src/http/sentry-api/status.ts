import type { IssueStatus } from '@errata/protocol/issue';

/** An issue's status in Sentry's words; none of ours is `ignored`. */
export type SentryStatus = 'unresolved' | 'resolved';

const sentryStatus: Readonly<Record<IssueStatus, SentryStatus>> = {
  NEW: 'unresolved',
  FIXING: 'unresolved',
  PENDING_REVIEW: 'unresolved',
  FAILED: 'unresolved',
  MERGED: 'resolved',
  DEPLOYED: 'resolved',
};

export function sentryStatusOf(status: IssueStatus): SentryStatus {
  return sentryStatus[status];
}

/** Those of our statuses that are this one of Sentry's. */
export function statusesThatAre(wanted: SentryStatus): readonly string[] {
  return Object.entries(sentryStatus).flatMap(([status, name]) => (name === wanted ? [status] : []));
}
