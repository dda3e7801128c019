import type { PullRequestForm } from '@errata/protocol/pull-request';
import type { ShownPullRequest } from '@errata/protocol/webview';

/* What became of the fix that guests can open their cart with. */

export const anHourAgo = new Date(Date.now() - 3_700_000).toISOString();

export const followed: ShownPullRequest = {
  number: 3,
  url: 'https://github.com/shop/shop/pull/3',
  title: 'Count an absent list of items as none',
  state: 'open',
  draft: false,
  branch: 'errata/shop-17',
  base: 'main',
};

export const failing: NonNullable<ShownPullRequest['checks']> = [
  { name: 'build', state: 'passed' },
  { name: 'test (node 22)', state: 'failed', url: 'https://github.com/shop/shop/actions/runs/1' },
  { name: 'lint', state: 'failed' },
  { name: 'test (node 24)', state: 'pending' },
];

/** Where the remote speaks git alone, or may be a forge that did not let us in. */
export const branchAlone: ShownPullRequest = {
  title: followed.title,
  state: 'open',
  draft: false,
  branch: followed.branch,
  base: followed.base,
};

export const merged: ShownPullRequest = {
  ...followed,
  state: 'merged',
  checks: [{ name: 'build', state: 'passed' }],
  reviews: [{ by: 'bob', state: 'approved' }],
  merge: { commit: 'ab12cd34'.repeat(5), how: 'squash', by: 'ann', at: anHourAgo },
};

export function ended(
  kind: NonNullable<ShownPullRequest['outcome']>['kind'],
  reason: string,
): ShownPullRequest {
  return {
    ...merged,
    deployed: { at: anHourAgo, release: '4.2.1' },
    outcome: { kind, at: anHourAgo, release: '4.2.2', reason },
  };
}

export const formNote = 'ada may not push to shop/shop: the branch goes into a fork of it.';

export const related: NonNullable<PullRequestForm['related']> = [
  {
    issue: 'SHOP-21',
    title: "TypeError: Cannot read properties of undefined (reading 'length')",
    reason: 'Crashes in a function that the fix changes, since the same release.',
  },
  {
    issue: 'SHOP-30',
    title: "TypeError: Cannot read properties of undefined (reading 'map')",
    reason: 'The same expression is missing.',
  },
];
