import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

const soonest = 30_000;
const latest = 600_000;
/** For what is over unless somebody reopens it. */
const latestClosed = 3_600_000;
const reopened = 7 * 86_400_000;
/** What nothing happened to for ten minutes is looked at after another one. */
const share = 10;

type Seen = Pick<FollowedPullRequest, 'state' | 'number' | 'openedAt' | 'updatedAt' | 'seenAt'>;

/** Whether it may still become another: it is open, or was closed not long ago on a forge, where such a one can be reopened. */
export function mayChange({ state, number, updatedAt }: Seen, now: number): boolean {
  if (state !== 'closed') return state === 'open';
  return number !== undefined && now - Date.parse(updatedAt) < reopened;
}

/**
 * When a pull request is to be looked at next, in milliseconds since the epoch: often while something happens to it, seldom when it
 * rests. Whoever else told of it meanwhile has saved us a look.
 */
export function nextLook({ state, openedAt, updatedAt, seenAt }: Seen, now: number, failures = 0): number {
  const most = state === 'closed' ? latestClosed : latest;
  const clamp = (milliseconds: number) => Math.min(most, Math.max(soonest, milliseconds));
  const news = Math.min(now, Math.max(Date.parse(openedAt), Date.parse(updatedAt)));
  const usual = clamp((now - news) / share);
  const pause = failures === 0 ? usual : clamp(Math.max(usual, soonest * 2 ** Math.min(failures, 10)));
  return Math.min(now, failures === 0 ? Date.parse(seenAt) : now) + pause;
}
