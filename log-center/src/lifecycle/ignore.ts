import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { saveIgnored } from '../store/issues.ts';
import { announceIssue } from '../store/outbox.ts';
import type { Tables } from '../store/tables.ts';
import { demandUnmerged, type Wish } from './merge.ts';

/**
 * Sets an issue aside until it happens again, or takes that back. The status stays what it is.
 * @throws {LifecycleError} `unknown-issue`, `merge-refused`
 */
export async function ignoreIssue(
  transaction: Transaction<Tables>,
  id: string,
  { ignored, ...wish }: Wish & { readonly ignored: boolean },
  now: Date,
): Promise<Issue> {
  const { ignored: was = false, ...issue } = await demandUnmerged(transaction, id);
  const changed: Issue = ignored ? { ...issue, ignored } : issue;
  if (was === ignored) return changed;
  await saveIgnored(transaction, id, ignored);
  const [from, to] = ignored ? ['heeded', 'ignored'] : ['ignored', 'heeded'];
  await insertAudit(transaction, { ...wish, action: 'ignore', subject: id, from, to } as const, now);
  await announceIssue(transaction, changed);
  return changed;
}
