import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { previousFingerprint } from '../group/fingerprint.ts';
import { heedOccurrence } from '../lifecycle/recurrence.ts';
import { insertAudit } from '../store/audit.ts';
import { awaitArtifacts } from '../store/awaited-artifacts.ts';
import { countEvent, isUserOfOther, rememberUser } from '../store/counts.ts';
import { unpackEvent } from '../store/event-body.ts';
import { insertEvent, issueOfEvent } from '../store/events.ts';
import { type FingerprintRow, fingerprintByHash, insertFingerprint } from '../store/fingerprints.ts';
import { insertIssue, issueById, updateCounters } from '../store/issues.ts';
import { announceIssue } from '../store/outbox.ts';
import { nextIssueNumber, type ProjectRow } from '../store/projects.ts';
import { indexFingerprint, searchDocument } from '../store/search-index.ts';
import type { Tables } from '../store/tables.ts';
import type { PreparedEvent } from './prepare/prepare-event.ts';

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
  prepared: PreparedEvent,
  now: Date,
): Promise<Collected> {
  const { id, release = '', environment = '' } = prepared;
  const seen = seenAt(prepared, now);
  const known = await knownFingerprint(transaction, project, prepared, now);
  if (known === undefined) {
    const stored = await issueOfEvent(transaction, project.id, id);
    if (stored !== undefined) return { event: id, issue: stored };
  }
  const { fingerprint, issue } = known ?? (await openIssue(transaction, project, prepared, seen, now));
  const isNew = await insertEvent(transaction, {
    project: project.id,
    id,
    issue: issue.id,
    fingerprint: fingerprint.id,
    happened_at: seen,
    received_at: now.toISOString(),
    release: columnText(release),
    environment: columnText(environment),
    body: prepared.body,
  });
  if (!isNew) {
    const stored = await issueOfEvent(transaction, project.id, id);
    return { event: id, issue: stored ?? issue.id };
  }
  const users = issue.users + (await newUsers(transaction, issue, fingerprint, prepared.user));
  const after = known === undefined ? { ...issue, users } : seenAgain({ ...issue, users }, prepared, seen);
  if (known !== undefined || users > 0) await updateCounters(transaction, after);
  if (issue.ignored) await heedAgain(transaction, issue.id, now);
  await countEvent(transaction, {
    fingerprint: fingerprint.id,
    hour: `${seen.slice(0, 13)}:00:00.000Z`,
    release: columnText(release),
    environment: columnText(environment),
  });
  await awaitArtifacts(transaction, project.id, id, prepared.awaited, now);
  await announceIssue(transaction, after);
  if (after.status === 'MERGED' || after.status === 'DEPLOYED') {
    const occurrence = { release: columnText(release), environment: columnText(environment), at: seen };
    await heedOccurrence(transaction, project, after, occurrence, now);
  }
  return { event: id, issue: issue.id };
}

interface Known {
  readonly fingerprint: FingerprintRow;
  readonly issue: Issue;
}

async function knownFingerprint(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  prepared: PreparedEvent,
  now: Date,
): Promise<Known | undefined> {
  const fingerprint =
    (await fingerprintByHash(transaction, project.id, prepared.grouping.fingerprint)) ??
    (await knownFormerly(transaction, project, prepared, now));
  const issue = fingerprint && (await issueById(transaction, fingerprint.issue));
  return fingerprint && issue && { fingerprint, issue };
}

/** An issue that the grouping strategy before has made goes on: it is known by the new fingerprint from now on. */
async function knownFormerly(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  prepared: PreparedEvent,
  now: Date,
): Promise<FingerprintRow | undefined> {
  const { grouping } = prepared;
  const hash = previousFingerprint(unpackEvent(prepared.body), grouping);
  const former = hash && (await fingerprintByHash(transaction, project.id, hash));
  if (!former) return undefined;
  return insertFingerprint(transaction, {
    project: project.id,
    hash: grouping.fingerprint,
    issue: former.issue,
    created_at: now.toISOString(),
  });
}

/** When it happened; a client's clock that runs ahead must not keep an issue on top for ever. */
function seenAt(event: PreparedEvent, now: Date): string {
  return new Date(Math.min(Date.parse(event.timestamp), now.getTime())).toISOString();
}

/** Text that is compared, in a length that an index takes. */
function columnText(text: string): string {
  return text.slice(0, 250);
}

async function newUsers(
  transaction: Transaction<Tables>,
  issue: Issue,
  fingerprint: FingerprintRow,
  user: string | undefined,
): Promise<0 | 1> {
  if (user === undefined || !(await rememberUser(transaction, fingerprint.id, user))) return 0;
  return (await isUserOfOther(transaction, issue.id, fingerprint.id, user)) ? 0 : 1;
}

async function openIssue(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  { level, platform, release, grouping: { fingerprint: hash }, headline, body }: PreparedEvent,
  seen: string,
  now: Date,
): Promise<Known> {
  const number = await nextIssueNumber(transaction, project.id);
  const issue: Issue = {
    id: `${project.slug.toUpperCase()}-${number}`,
    project: project.slug,
    status: 'NEW',
    version: 0,
    ...headline,
    level,
    platform,
    count: 1,
    users: 0,
    firstSeen: seen,
    lastSeen: seen,
    ...(release !== undefined && { firstRelease: release, lastRelease: release }),
    fingerprint: hash,
  };
  await insertIssue(transaction, project.id, issue);
  const fingerprint = await insertFingerprint(transaction, {
    project: project.id,
    hash,
    issue: issue.id,
    created_at: now.toISOString(),
  });
  await indexFingerprint(transaction, fingerprint.id, searchDocument(unpackEvent(body), issue));
  return { fingerprint, issue };
}

/** Puts on record that an issue is set aside no more: it has happened again. */
async function heedAgain(transaction: Transaction<Tables>, subject: string, now: Date): Promise<void> {
  const reason = 'It has happened again.';
  const change = {
    by: 'log-center',
    action: 'ignore',
    subject,
    from: 'ignored',
    to: 'heeded',
    reason,
  } as const;
  await insertAudit(transaction, change, now);
}

function seenAgain({ ignored: _, ...issue }: Issue, event: PreparedEvent, seen: string): Issue {
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
