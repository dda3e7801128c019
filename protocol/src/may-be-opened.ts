import type { FollowedPullRequest } from './followed-pull-request.ts';

/** Whether it is a branch alone on a server that may be a forge, so that its pull request can still be opened. */
export function mayBeOpened({
  state,
  number,
  host,
}: Pick<FollowedPullRequest, 'state' | 'number' | 'host'>): boolean {
  return state === 'open' && number === undefined && host !== '';
}
