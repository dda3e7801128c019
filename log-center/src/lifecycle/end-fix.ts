import type { Outcome } from '@errata/protocol/followed-pull-request';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { announcePullRequest } from '../store/outbox.ts';
import { saveOutcome } from '../store/pull-request-issues.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import type { Tables } from '../store/tables.ts';

/** Puts down how the fix of an issue ended, and tells of it. */
export async function endFix(
  transaction: Transaction<Tables>,
  pullRequest: string,
  issue: string,
  { by, token, ...outcome }: Outcome & { readonly by: string; readonly token?: string | undefined },
  now: Date,
): Promise<void> {
  await saveOutcome(transaction, pullRequest, issue, outcome);
  const { kind: to, reason } = outcome;
  await insertAudit(transaction, { by, token, action: 'outcome', subject: issue, to, reason }, now);
  const followed = await pullRequestById(transaction, pullRequest);
  if (followed !== undefined) await announcePullRequest(transaction, followed);
}
