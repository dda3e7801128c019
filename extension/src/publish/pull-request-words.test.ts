import assert from 'node:assert/strict';
import type { Check, Outcome } from '@errata/protocol/followed-pull-request';
import {
  pullRequestContext,
  pullRequestIcon,
  pullRequestName,
  pullRequestStanding,
} from './pull-request-words.ts';
import { followedPullRequest } from './scratch-pull-request.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const standing = (change: Parameters<typeof followedPullRequest>[0], issue = 'SHOP-2') =>
  pullRequestStanding(t, followedPullRequest(change), issue).join(', ');
const check = (state: Check['state']): Check => ({ name: state, state });
const at = '2026-01-11T00:00:00.000Z';
const ended = (kind: Outcome['kind']) => ({
  issues: [{ issue: 'SHOP-2', deployed: { at }, outcome: { kind, at, reason: '' } }],
});

describe('what is said of a pull request', () => {
  it('is how its checks and its reviewers stand while it is open', () => {
    assert.equal(standing({}), 'open');
    assert.equal(
      standing({ draft: true, checks: [check('pending'), check('passed')] }),
      'draft, checks running',
    );
    assert.equal(
      standing({ checks: [check('passed')], reviews: [{ by: 'bo\u202eb', state: 'approved' }] }),
      'open, checks passed, approved by bo\u{fffd}b',
    );
    assert.equal(
      standing({
        checks: [check('failed'), check('failed'), check('pending')],
        reviews: ['a', 'b', 'c', 'd', 'e'].map(by => ({
          by,
          state: by === 'a' ? 'approved' : 'changes-requested',
        })),
      }),
      'open, 2 checks failed, changes asked for by b, c, d and 1 more, approved by a',
    );
  });

  it('is how far its fix has come for the one issue once it is merged', () => {
    assert.equal(standing({ state: 'closed' }), 'closed');
    assert.equal(standing({ state: 'merged' }), 'merged into main');
    const issues = [{ issue: 'SHOP-2', deployed: { at, release: '1.2.0' } }, { issue: 'SHOP-3' }];
    assert.equal(standing({ state: 'merged', issues }), 'deployed with 1.2.0');
    assert.equal(standing({ state: 'merged', issues }, 'SHOP-3'), 'merged into main');
    assert.equal(standing({ state: 'merged', ...ended('resolved') }), 'resolved');
    assert.equal(standing({ state: 'merged', ...ended('regressed') }), 'came back');
  });

  it('is its branch where there is nothing but git, and nothing in it turns the text around', () => {
    assert.equal(pullRequestName(followedPullRequest()), '#12');
    const plain = { ...followedPullRequest({ branch: 'errata/\u202eshop' }), number: undefined };
    assert.equal(pullRequestName(plain), 'errata/\u{fffd}shop');
    assert.deepEqual(pullRequestStanding(t, plain, 'SHOP-2'), ['pushed']);
    assert.equal(pullRequestIcon(plain)[0], 'git-branch');
    assert.equal(standing({ state: 'merged', base: 'ma\u202ein' }), 'merged into ma\u{fffd}in');
  });

  it('comes with an icon and with what can be done with it', () => {
    assert.deepEqual(pullRequestIcon(followedPullRequest({ draft: true }))[0], 'git-pull-request-draft');
    assert.deepEqual(pullRequestIcon(followedPullRequest(ended('reverted')))[0], 'history');
    assert.deepEqual(pullRequestIcon(followedPullRequest(ended('resolved')))[0], 'pass');
    assert.equal(pullRequestContext(followedPullRequest()), 'pullRequest checkable mergeable linked');
    assert.equal(pullRequestContext(followedPullRequest({ state: 'merged' })), 'pullRequest linked');
    const { number: _, url: __, ...plain } = followedPullRequest();
    assert.equal(pullRequestContext(plain), 'pullRequest checkable openable');
    assert.equal(pullRequestContext({ ...plain, host: '' }), 'pullRequest checkable');
  });
});
