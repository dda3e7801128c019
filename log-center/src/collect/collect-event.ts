import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { groupingOf } from '../group/fingerprint.ts';
import { headlineOf } from '../group/headline.ts';
import { insertEvent, issueOfEvent } from '../store/events.ts';
import { insertIssue, issueByFingerprint, updateCounters } from '../store/issues.ts';
import { announceIssue } from '../store/outbox.ts';
import { nextIssueNumber, type ProjectRow } from '../store/projects.ts';
import type { Tables } from '../store/tables.ts';

export interface Collected {
  readonly event: string;
  readonly issue: string;
}

/**
 * Stores an event, its issue's counters and the message to the stream, all in this transaction. An event whose id is stored
 * already changes nothing.
 */
export async function collectEvent(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  event: Event,
  now: Date,
): Promise<Collected> {
  const known = await issueOfEvent(transaction, project.id, event.id);
  if (known !== undefined) return { event: event.id, issue: known };
  const { fingerprint } = groupingOf(event);
  const before = await issueByFingerprint(transaction, project.id, fingerprint);
  const seen = seenAt(event, now);
  const issue =
    before === undefined ? await newIssue(transaction, project, event, fingerprint, seen) : before;
  const after = before === undefined ? issue : seenAgain(issue, event, seen);
  if (before !== undefined) await updateCounters(transaction, after);
  await insertEvent(transaction, project.id, issue.id, event, now.toISOString());
  await announceIssue(transaction, after);
  return { event: event.id, issue: issue.id };
}

/** When it happened; a client's clock that runs ahead must not keep an issue on top for ever. */
function seenAt(event: Event, now: Date): string {
  return new Date(Math.min(Date.parse(event.timestamp), now.getTime())).toISOString();
}

async function newIssue(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  event: Event,
  fingerprint: string,
  seen: string,
): Promise<Issue> {
  const number = await nextIssueNumber(transaction, project.id);
  const issue: Issue = {
    id: `${project.slug.toUpperCase()}-${number}`,
    project: project.slug,
    status: 'NEW',
    version: 0,
    ...headlineOf(event),
    level: event.level,
    platform: event.platform,
    count: 1,
    firstSeen: seen,
    lastSeen: seen,
    ...(event.release !== undefined && { firstRelease: event.release, lastRelease: event.release }),
    fingerprint,
  };
  await insertIssue(transaction, project.id, issue);
  return issue;
}

function seenAgain(issue: Issue, event: Event, seen: string): Issue {
  const firstRelease = issue.firstRelease ?? event.release;
  const isNewest = seen >= issue.lastSeen;
  const lastRelease = isNewest ? (event.release ?? issue.lastRelease) : (issue.lastRelease ?? event.release);
  return {
    ...issue,
    level: isNewest ? event.level : issue.level,
    count: issue.count + 1,
    firstSeen: seen < issue.firstSeen ? seen : issue.firstSeen,
    lastSeen: isNewest ? seen : issue.lastSeen,
    ...(firstRelease !== undefined && { firstRelease }),
    ...(lastRelease !== undefined && { lastRelease }),
  };
}
