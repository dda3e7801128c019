import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { fingerprintsOfIssue } from '../store/fingerprints.ts';
import { issueById, markMerged, mergedInto } from '../store/issues.ts';
import { moveFingerprints, recount } from '../store/move-fingerprints.ts';
import { announceIssue, announceMerged } from '../store/outbox.ts';
import { moveLinks } from '../store/pull-request-issues.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { demandIssue } from './status.ts';

/** Who wants something, and why. */
export interface Wish {
  readonly by: string;
  readonly token?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Takes other issues of the same project into one: their fingerprints, events, counts, users and pull requests become its
 * own, and whatever comes with these fingerprints later does. An issue that is worked on is not taken.
 * @throws {LifecycleError} `unknown-issue`, `merge-refused`
 */
export async function mergeIssues(
  transaction: Transaction<Tables>,
  id: string,
  others: readonly string[],
  wish: Wish,
  now: Date,
): Promise<Issue> {
  const target = await demandUnmerged(transaction, id);
  for (const other of new Set(others)) {
    const issue = await demandUnmerged(transaction, other);
    if (issue.id === target.id) throw refused(`${id} cannot be merged into itself.`);
    if (issue.project !== target.project) throw refused(`${other} is not of the project ${target.project}.`);
    if (issue.status === 'FIXING' || issue.status === 'PENDING_REVIEW') {
      throw refused(`${other} is ${issue.status}: let that end first, or merge ${id} into ${other}.`);
    }
    const fingerprints = await fingerprintsOfIssue(transaction, issue.id);
    await moveFingerprints(
      transaction,
      fingerprints.map(fingerprint => fingerprint.id),
      target.id,
    );
    await moveLinks(transaction, issue.id, target.id);
    await markMerged(transaction, issue.id, target.id);
    const change = { ...wish, action: 'merge', subject: issue.id, from: issue.id, to: target.id } as const;
    await insertAudit(transaction, change, now);
    await announceMerged(transaction, issue.id, target.id);
  }
  await recount(transaction, target.id);
  const merged = await demandIssue(transaction, target.id);
  await announceIssue(transaction, merged);
  return merged;
}

/** @throws {LifecycleError} `unknown-issue`, `merge-refused` */
export async function demandUnmerged(transaction: Transaction<Tables>, id: string): Promise<Issue> {
  const issue = await demandIssue(transaction, id);
  const into = await mergedInto(transaction, id);
  if (into === undefined) return issue;
  const name = (await issueById(transaction, into))?.title ?? '';
  throw refused(`${id} was merged into ${into} (${name}).`);
}

function refused(message: string): LifecycleError {
  return new LifecycleError('merge-refused', message);
}
