import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

const at = '2026-01-01T00:00:00.000Z';

/** A pull request to follow in tests, with whatever is another in it. */
export function followedPullRequest(change: Partial<FollowedPullRequest> = {}): FollowedPullRequest {
  return {
    ...{ id: 'pr-1', project: 'shop', run: 'run-1', issues: [{ issue: 'SHOP-1' }] },
    ...{ forge: 'git', host: '', repository: 'srv/shop' },
    ...{ title: 'fix: it', state: 'open', draft: false, branch: 'errata/fix', base: 'main' },
    ...{ head: 'f'.repeat(40), commits: ['f'.repeat(40)] },
    ...{ openedBy: 'ada', openedAt: at, seenAt: at, updatedAt: at },
    ...change,
  };
}
