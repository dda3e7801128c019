import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { headlineOf } from '../group/headline.ts';
import { insertAudit } from '../store/audit.ts';
import { newestEvents } from '../store/events.ts';
import { fingerprintsOfIssue } from '../store/fingerprints.ts';
import { insertIssue, issueOpenedWith, markMerged, saveFingerprint, saveHeadline } from '../store/issues.ts';
import { moveFingerprints, recount } from '../store/move-fingerprints.ts';
import { announceIssue } from '../store/outbox.ts';
import { nextIssueNumber, type ProjectRow } from '../store/projects.ts';
import { returnLinks } from '../store/pull-request-issues.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { demandUnmerged, type Wish } from './merge.ts';
import { demandIssue } from './status.ts';

/**
 * Makes the events of some fingerprints of an issue an issue of their own: the one that they were before a merge if there is
 * one, else a new one.
 * @throws {LifecycleError} `unknown-issue`, `merge-refused`, `split-refused`
 */
export async function splitIssue(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  id: string,
  hashes: readonly string[],
  wish: Wish,
  now: Date,
): Promise<Issue> {
  const source = await demandUnmerged(transaction, id);
  const all = await fingerprintsOfIssue(transaction, id);
  const leaving = all.filter(({ hash }) => hashes.includes(hash));
  const staying = all.find(({ hash }) => !hashes.includes(hash));
  const [first] = leaving;
  const strange = hashes.find(hash => !all.some(fingerprint => fingerprint.hash === hash));
  if (strange !== undefined || first === undefined) {
    throw refused(`${id} has no fingerprint ${strange?.slice(0, 100)}.`);
  }
  if (staying === undefined) throw refused(`All fingerprints of ${id} would leave it; one must stay.`);
  const former = await issueOpenedWith(
    transaction,
    project.id,
    leaving.map(({ hash }) => hash),
    id,
  );
  // An issue is known by the fingerprint it was opened with: that must stay one of its own.
  if (leaving.some(({ hash }) => hash === source.fingerprint)) {
    await saveFingerprint(transaction, id, staying.hash);
  }
  const split = former ?? (await openSplit(transaction, project, source, first.hash));
  if (former !== undefined) {
    await markMerged(transaction, former, null);
    await returnLinks(transaction, former);
  }
  const fingerprints = leaving.map(fingerprint => fingerprint.id);
  await moveFingerprints(transaction, fingerprints, split);
  const change = { ...wish, action: 'split', subject: id, from: id, to: split } as const;
  await insertAudit(transaction, change, now);
  for (const issue of [id, split]) await renew(transaction, issue);
  return demandIssue(transaction, split);
}

async function openSplit(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  source: Issue,
  fingerprint: string,
): Promise<string> {
  const number = await nextIssueNumber(transaction, project.id);
  const id = `${project.slug.toUpperCase()}-${number}`;
  await insertIssue(transaction, project.id, { ...source, id, fingerprint, status: 'NEW', version: 0 });
  return id;
}

/** Counts and title of an issue from the events that it has now. */
async function renew(transaction: Transaction<Tables>, id: string): Promise<void> {
  await recount(transaction, id);
  const [newest] = await newestEvents(transaction, id, 1);
  if (newest !== undefined) await saveHeadline(transaction, id, headlineOf(newest));
  await announceIssue(transaction, await demandIssue(transaction, id));
}

function refused(message: string): LifecycleError {
  return new LifecycleError('split-refused', message);
}
