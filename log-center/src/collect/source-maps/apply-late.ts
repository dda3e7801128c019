import type { Event } from '@errata/protocol/event';
import type { Transaction } from 'kysely';
import { headlineOf } from '../../group/headline.ts';
import { mergeIssues } from '../../lifecycle/merge.ts';
import { demandIssue } from '../../lifecycle/status.ts';
import { awaitNoMore, insertAwaited } from '../../store/awaited-artifacts.ts';
import { fingerprintByHash, insertFingerprint } from '../../store/fingerprints.ts';
import { saveHeadline } from '../../store/issues.ts';
import { announceIssue } from '../../store/outbox.ts';
import type { ProjectRow } from '../../store/projects.ts';
import { replaceEvent, storedEvent } from '../../store/replace-event.ts';
import { runsOfIssue } from '../../store/runs.ts';
import { indexFingerprint, searchDocument } from '../../store/search-index.ts';
import type { Store } from '../../store/store.ts';
import type { Tables } from '../../store/tables.ts';
import { prepareEvent } from '../prepare/prepare-event.ts';
import type { Unminify } from './unminify.ts';

/** Reads a stored event again with the source maps that are there by now. */
export async function applyLate(
  store: Store,
  project: ProjectRow,
  id: string,
  unminify: Unminify,
  now: Date,
): Promise<void> {
  const stored = await storedEvent(store.reader, project.id, id);
  const explained = stored && (await unminify(project, stored.event));
  await store.write(async transaction => {
    await awaitNoMore(transaction, project.id, id);
    if (explained === undefined) return;
    await insertAwaited(transaction, project.id, id, explained.awaited, now);
    if (explained.event !== stored?.event) await replace(transaction, project, explained.event, now);
  });
}

/** Stores what is known of an event now, and makes its issue the one of the place in the sources. */
async function replace(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  event: Event,
  now: Date,
): Promise<void> {
  // It may have been dropped, or its issue have been merged, since it was read.
  const stored = await storedEvent(transaction, project.id, event.id);
  if (stored === undefined) return;
  const { body, grouping, headline } = prepareEvent(project, event);
  const place = { project: project.id, hash: grouping.fingerprint, created_at: now.toISOString() };
  const known = await fingerprintByHash(transaction, project.id, place.hash);
  const isOfOther = known !== undefined && known.issue !== stored.issue;
  if (isOfOther && (await isUntouched(transaction, stored.issue))) {
    const { issue, id: fingerprint } = known;
    await replaceEvent(transaction, project.id, event.id, { body, issue, fingerprint });
    const reason = 'A source map that came later shows that it is the same place.';
    await mergeIssues(transaction, issue, [stored.issue], { by: 'log-center', reason }, now);
    return;
  }
  const own = known ?? (await insertFingerprint(transaction, { ...place, issue: stored.issue }));
  const fingerprint = isOfOther ? stored.fingerprint : own.id;
  await replaceEvent(transaction, project.id, event.id, { body, issue: stored.issue, fingerprint });
  await indexFingerprint(transaction, fingerprint, searchDocument(event, headline));
  const issue = await demandIssue(transaction, stored.issue);
  // Another event may have told more already.
  const isRenewed = issue.culprit === headlineOf(stored.event).culprit;
  if (isRenewed) await saveHeadline(transaction, issue.id, headline);
  await announceIssue(transaction, isRenewed ? { ...issue, ...headline } : issue);
}

/** Whether nobody has begun to work on an issue: then it may become part of another. */
async function isUntouched(transaction: Transaction<Tables>, id: string): Promise<boolean> {
  const { status } = await demandIssue(transaction, id);
  return status === 'NEW' && (await runsOfIssue(transaction, id)).length === 0;
}
