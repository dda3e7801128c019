import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { statusSetAt } from '../store/audit.ts';
import { containmentOf, insertContainment } from '../store/containment.ts';
import { releaseWasUsed } from '../store/first-use.ts';
import type { ProjectRow } from '../store/projects.ts';
import type { Tables } from '../store/tables.ts';
import type { Occurrence } from './reopen.ts';
import { settlingMilliseconds } from './running.ts';
import { moveIssue } from './status.ts';

/**
 * Looks whether an event shows that an issue which a person said is fixed is not: it came from a release that was first used
 * after they said so; or, where it names none, long enough after it.
 */
export async function heedAfterHand(
  transaction: Transaction<Tables>,
  project: Pick<ProjectRow, 'id'>,
  issue: Issue,
  { release, at }: Occurrence,
  now: Date,
): Promise<void> {
  const since = await statusSetAt(transaction, issue.id, issue.version);
  if (since === undefined || at <= since) return;
  const isAgain =
    release === ''
      ? Date.parse(at) >= Date.parse(since) + settlingMilliseconds
      : await cameAfter(transaction, project.id, issue, release, since, now);
  if (!isAgain) return;
  const where = release === '' ? 'since' : `in ${release.slice(0, 200)}, which came after that`;
  const reason = `It was said to be fixed at ${since}, but was seen again ${where}.`;
  await moveIssue(transaction, issue, { to: 'NEW', by: 'log-center', reason }, now);
}

/** Found out once for each release: all events of such an issue ask. */
async function cameAfter(
  transaction: Transaction<Tables>,
  project: number,
  { id, version }: Issue,
  release: string,
  since: string,
  now: Date,
): Promise<boolean> {
  const fix = `${id}@${version}`;
  const known = (await containmentOf(transaction, fix)).find(row => row.version === release);
  if (known !== undefined) return known.holds === 1;
  const contains = !(await releaseWasUsed(transaction, project, release, since));
  const how = contains ? 'ancestor' : 'absent';
  const reason = `The release was in use ${contains ? 'only after' : 'before'} that.`;
  const answer = { by: 'log-center', contains, how, reason } as const;
  await insertContainment(transaction, { project, fix, version: release }, answer, now);
  return contains;
}
