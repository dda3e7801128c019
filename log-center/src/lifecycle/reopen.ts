import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { endFix } from './end-fix.ts';
import type { Merged } from './holds-fix.ts';
import { nameOf } from './pull-request-words.ts';
import { moveIssue } from './status.ts';

/** Where and when an issue was seen; '' for what its event did not name. */
export interface Occurrence {
  readonly release: string;
  readonly environment: string;
  readonly at: string;
}

/** Gives an issue back that was seen although its fix was there: the fix did not hold, or was taken back. */
export async function reopen(
  transaction: Transaction<Tables>,
  issue: Issue,
  fix: Merged,
  kind: 'regressed' | 'reverted',
  { release, environment, at }: Occurrence,
  now: Date,
): Promise<void> {
  const named = release === '' ? environment : release;
  const where = named === '' ? 'where the fix runs' : `in ${named.slice(0, 200)}`;
  const what = kind === 'regressed' ? 'has the fix' : 'has the fix taken back';
  const reason = `It was seen again ${where}; that ${what} of ${knownAs(fix)}.`;
  await moveIssue(transaction, issue, { to: 'NEW', by: 'log-center', reason }, now);
  const outcome = { kind, at, reason, ...(release !== '' && { release }) };
  await endFix(transaction, fix.id, issue.id, { ...outcome, by: 'log-center' }, now);
}

/** What people know a fix as, and who answers for it. */
export function knownAs(fix: Merged): string {
  const { merge, openedBy } = fix;
  const who = merge.by === undefined ? `opened by ${openedBy}` : `merged by ${merge.by}`;
  return `${nameOf(fix).slice(0, 200)} (${who.slice(0, 100)})`;
}
