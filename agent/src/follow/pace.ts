import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

const soonest = 30_000;
const latest = 600_000;
/** What nothing happened to for ten minutes is looked at after another one. */
const share = 10;

/**
 * When a pull request is to be looked at next, in milliseconds since the epoch: often while something happens to it, seldom when it
 * rests. Whoever else told of it meanwhile has saved us a look.
 */
export function nextLook(
  { openedAt, updatedAt, seenAt }: Pick<FollowedPullRequest, 'openedAt' | 'updatedAt' | 'seenAt'>,
  now: number,
  failures = 0,
): number {
  const news = Math.min(now, Math.max(Date.parse(openedAt), Date.parse(updatedAt)));
  const usual = clamp((now - news) / share);
  const pause = failures === 0 ? usual : clamp(Math.max(usual, soonest * 2 ** Math.min(failures, 10)));
  return Math.min(now, failures === 0 ? Date.parse(seenAt) : now) + pause;
}

function clamp(milliseconds: number): number {
  return Math.min(latest, Math.max(soonest, milliseconds));
}
