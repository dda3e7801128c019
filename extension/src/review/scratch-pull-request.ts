import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';

export const at = '2026-03-01T12:00:00.000Z';
export const followed: FollowedPullRequest = {
  id: 'pr-1',
  project: 'shop',
  run: 'run-1',
  forge: 'github',
  host: 'github.com',
  repository: 'acme/shop',
  number: 12,
  url: 'https://github.com/acme/shop/pull/12',
  title: 'Count no items as none',
  state: 'merged',
  draft: false,
  branch: 'errata/shop-17',
  head: 'a'.repeat(40),
  base: 'main',
  merge: { commit: 'b'.repeat(40), how: 'squash', by: 'ada' },
  checks: [{ name: 'build', state: 'passed' }],
  reviews: [{ by: 'bob', state: 'approved' }],
  updatedAt: at,
  issues: [
    { issue: 'SHOP-17', deployed: { at, release: '4.2' } },
    { issue: 'SHOP-18', outcome: { kind: 'regressed', at, reason: 'seen again' } },
  ],
  commits: ['a'.repeat(40)],
  openedBy: 'ada',
  openedAt: at,
  seenAt: at,
};
