import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

/** An open pull request of `SHOP-2`, for tests, with whatever is another in it. */
export function followedPullRequest(change: Partial<FollowedPullRequest> = {}): FollowedPullRequest {
  return {
    id: 'pr-1',
    project: 'shop',
    run: 'run-2',
    issues: [{ issue: 'SHOP-2' }],
    forge: 'github',
    host: 'github.com',
    repository: 'acme/shop',
    number: 12,
    url: 'https://github.com/acme/shop/pull/12',
    title: 'fix: start the list of vouchers empty',
    state: 'open',
    draft: false,
    branch: 'errata/shop-2-cart',
    head: 'a'.repeat(40),
    base: 'main',
    commits: ['a'.repeat(40)],
    openedBy: 'ada',
    openedAt: '2026-01-10T10:00:00.000Z',
    updatedAt: '2026-01-10T11:00:00.000Z',
    seenAt: '2026-01-10T11:00:00.000Z',
    ...change,
  };
}
