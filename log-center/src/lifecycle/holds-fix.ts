import type { ContainmentAnswer } from '@errata/protocol/deployment';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Transaction } from 'kysely';
import {
  type Built,
  type Containment,
  containmentOf,
  insertContainment,
  nameCommit,
  questionOf,
} from '../store/containment.ts';
import { announceQuestion } from '../store/outbox.ts';
import { releaseByVersion } from '../store/releases.ts';
import type { Tables } from '../store/tables.ts';
import { builtFrom, isSameCommit } from './built-from.ts';

/** A pull request whose merge was seen. */
export type Merged = FollowedPullRequest & { readonly merge: NonNullable<FollowedPullRequest['merge']> };

export function isMerged(pullRequest: FollowedPullRequest | undefined): pullRequest is Merged {
  return pullRequest?.merge !== undefined;
}

/**
 * Whether the fix of a pull request is in a commit or a version: as it is known, as what was announced of the version tells,
 * or else agents are asked, once.
 * @param known everything that is known and asked of the fix, where that was read already
 */
export async function holdsFix(
  transaction: Transaction<Tables>,
  pullRequest: Merged,
  built: Built,
  { project, now, known }: Asking,
): Promise<Containment> {
  const { version = '' } = built;
  const rows = known ?? (await containmentOf(transaction, pullRequest.id));
  const same = (row: Containment) => built.commit === undefined || isSameCommit(row.commit_id, built.commit);
  const settled = rows.findLast(row => row.version === version && same(row));
  if (settled !== undefined && (settled.holds !== null || settled.commit_id !== '')) return settled;
  const release = version === '' ? undefined : await releaseByVersion(transaction, project, version);
  const announced = builtFrom(release, pullRequest);
  const commit = built.commit ?? announced.head ?? commitIn(version);
  const ofCommit = rows.findLast(row => commit !== undefined && isSameCommit(row.commit_id, commit));
  const about = { project, fix: pullRequest.id, version, commit: ofCommit?.commit_id ?? commit };
  const asked = rows.find(row => version !== '' && row.version === version && row.holds === null);
  if (asked !== undefined && about.commit === undefined) return asked;
  // What it was built from has become known since.
  if (asked?.commit_id === '') await nameCommit(transaction, asked.id, about.commit ?? '');
  const answer = ofCommit ? answerOf(ofCommit) : tellsAtOnce(pullRequest, commit, announced);
  const row = await insertContainment(transaction, about, answer, now);
  const question = row.holds === null && !ofCommit ? await questionOf(transaction, row) : undefined;
  if (question !== undefined) await announceQuestion(transaction, question);
  return row;
}

interface Asking {
  readonly project: number;
  readonly now: Date;
  readonly known?: readonly Containment[];
}

/** What needs no repository. */
function tellsAtOnce(
  { merge, commits }: Merged,
  commit: string | undefined,
  announced: ReturnType<typeof builtFrom>,
): ContainmentAnswer | undefined {
  const holds = { by: 'log-center', contains: true, how: 'ancestor' } as const;
  if (commit !== undefined && isSameCommit(commit, merge.commit)) {
    return { ...holds, reason: 'It was built from the commit by which the fix was merged.' };
  }
  const own = [merge.commit, ...commits];
  if (announced.reverts || !announced.commits.some(each => own.some(ours => isSameCommit(each, ours)))) {
    return undefined;
  }
  return { ...holds, reason: 'The fix is among the commits that were announced for it.' };
}

/** A version that is a commit itself, with or without a name in front. */
function commitIn(version: string | undefined): string | undefined {
  return /(?:^|[@+-])([0-9a-f]{40})$/.exec(version ?? '')?.[1];
}

export function answerOf({ holds, how, reason, by }: Containment): ContainmentAnswer | undefined {
  if (holds === null) return undefined;
  const contains = holds === 1;
  const known = how as ContainmentAnswer['how'] | null;
  return { contains, how: known ?? (contains ? 'ancestor' : 'absent'), reason: reason ?? '', by: by ?? '' };
}
