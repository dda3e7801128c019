import type { Issue } from '@errata/protocol/issue';
import type { Transaction } from 'kysely';
import { containmentOf, insertContainment } from '../store/containment.ts';
import { hadCome, releasesSince, seenIn } from '../store/occurrences.ts';
import type { ProjectRow } from '../store/projects.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import { standingFix } from '../store/standing-fix.ts';
import type { Tables } from '../store/tables.ts';
import { heedAfterHand } from './fixed-by-hand.ts';
import { holdsFix, isMerged, type Merged } from './holds-fix.ts';
import { type Occurrence, reopen } from './reopen.ts';
import { ranThen, type Step } from './running.ts';
import { stepsOf } from './steps.ts';

/** Of more events nobody needs to know whether the fix held. */
const mostLookedAt = 1000;
const mostAsked = 100;

/**
 * Looks whether an event shows that the fix of a MERGED or DEPLOYED issue does not hold, which makes it NEW again. What cannot be
 * told yet is decided when agents have answered.
 */
export async function heedOccurrence(
  transaction: Transaction<Tables>,
  project: Pick<ProjectRow, 'id'>,
  issue: Issue,
  occurrence: Occurrence,
  now: Date,
): Promise<void> {
  const { release } = occurrence;
  const standing = await standingFix(transaction, issue, release);
  if (standing === undefined) return heedAfterHand(transaction, project, issue, occurrence, now);
  const known = release === '' ? undefined : standing.release;
  const lacks = known !== undefined && known.holds !== 1 && known.how !== 'reverted';
  // What came to run once may have been taken back since; the event may be older than that.
  const neverRan = standing.deployedAt === undefined && issue.status === 'MERGED';
  if (lacks || (release === '' && neverRan)) return;
  const fix = await pullRequestById(transaction, standing.pullRequest);
  if (!isMerged(fix)) return;
  const told = await tells(transaction, project.id, fix, issue, release, now);
  if (told === 'regressed' || told === 'reverted') {
    await reopen(transaction, issue, fix, told, occurrence, now);
  } else if (told === 'nothing') {
    const steps = await stepsOf(transaction, project.id, fix, now);
    if (ranThen(steps, occurrence.environment, occurrence.at)) {
      await reopen(transaction, issue, fix, 'regressed', occurrence, now);
    }
  }
}

/** The event that shows that a fix does not hold, among those that came before that could be told. */
export async function findRecurrence(
  transaction: Transaction<Tables>,
  project: Pick<ProjectRow, 'id'>,
  issue: Issue,
  fix: Merged,
  steps: readonly Step[],
  now: Date,
): Promise<{ readonly kind: 'regressed' | 'reverted'; readonly occurrence: Occurrence } | undefined> {
  const since = mergedAt(fix);
  for (const { release, at } of await releasesSince(transaction, issue.id, since)) {
    const told = await tells(transaction, project.id, fix, issue, release, now);
    if (told === 'regressed' || told === 'reverted') {
      return { kind: told, occurrence: { release, at, environment: '' } };
    }
    if (told !== 'nothing') continue;
    const seen = await seenIn(transaction, issue.id, release, since, mostLookedAt);
    const one = seen.find(each => ranThen(steps, each.environment, each.at));
    if (one !== undefined) return { kind: 'regressed', occurrence: { release, ...one } };
  }
  return undefined;
}

/**
 * What it says of a fix that its issue was seen in a release. `nothing`: events name none, or one that had the error before the
 * fix was made and has the fix now, so that the name is used again and again.
 */
async function tells(
  transaction: Transaction<Tables>,
  project: number,
  fix: Merged,
  issue: Issue,
  release: string,
  now: Date,
): Promise<'regressed' | 'reverted' | 'lacks' | 'asked' | 'nothing'> {
  if (release === '') return 'nothing';
  const asking = { project, now };
  const hadErrorBefore = await hadCome(transaction, issue.id, release, mergedAt(fix));
  if (hadErrorBefore) {
    const { holds } = (await standingFix(transaction, issue, release))?.release ?? {};
    if (holds === 1) return 'nothing';
    if (holds === undefined) {
      const reason = 'The error was seen in it before the fix was merged.';
      const answer = { by: 'log-center', contains: false, how: 'absent', reason } as const;
      await insertContainment(transaction, { project, fix: fix.id, version: release }, answer, now);
    }
    return 'lacks';
  }
  const known = await containmentOf(transaction, fix.id);
  // Who sends events may name releases without end.
  const asked = known.filter(row => row.holds === null).length;
  if (asked >= mostAsked && !known.some(({ version }) => version === release)) return 'asked';
  const { holds, how } = await holdsFix(transaction, fix, { version: release }, { ...asking, known });
  if (holds === null) return 'asked';
  if (holds === 1) return 'regressed';
  return how === 'reverted' ? 'reverted' : 'lacks';
}

/** When the base came to hold it. Forges and git tell the second of that: in the one in which it was opened it was merged after that. */
export function mergedAt({ merge, updatedAt, openedAt }: Merged): string {
  const told = Date.parse(merge.at ?? updatedAt);
  const secondEnds = Math.floor(told / 1000) * 1000 + 999;
  return new Date(Math.max(told, Math.min(Date.parse(openedAt), secondEnds))).toISOString();
}
