import assert from 'node:assert/strict';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import { changeNews, roundNews } from './follow-news.ts';

describe('the news of `errata follow`', () => {
  const pullRequest: FollowedPullRequest = {
    id: 'PR-1',
    run: 'run-1',
    project: 'shop',
    issues: [{ issue: 'SHOP-1' }],
    commits: [],
    forge: 'github',
    host: 'github.com',
    repository: 'acme/shop',
    number: 12,
    title: 'fix: two',
    state: 'open',
    draft: false,
    branch: 'errata/shop-1',
    head: 'a'.repeat(40),
    base: 'main',
    openedBy: 'ada',
    openedAt: '2026-03-01T10:00:00.000Z',
    seenAt: '2026-03-01T10:00:00.000Z',
    updatedAt: '2026-03-01T10:00:00.000Z',
  };

  it('names the pull request, whatever happened to it', () => {
    const merged = { commit: 'b'.repeat(40), how: 'squash', at: pullRequest.updatedAt } as const;
    const [asking, approving] = [
      { by: 'bob', state: 'changes-requested' },
      { by: 'eve', state: 'approved' },
    ] as const;
    const round: Round = {
      ...{ id: 'r-1', pullRequest: 'PR-1', key: 'comment-1', kind: 'comment', state: 'done' },
      ...{ text: 'other', author: 'bob', askedAt: pullRequest.updatedAt, fence: 1 },
      answer: { message: 'Pushed as cccccccccc.' },
    };
    const told = [
      ...changeNews(undefined, pullRequest),
      ...changeNews(pullRequest, { ...pullRequest, reviews: [asking, approving] }),
      ...changeNews(
        { ...pullRequest, reviews: [asking, approving] },
        { ...pullRequest, reviews: [approving] },
      ),
      ...changeNews(pullRequest, { ...pullRequest, state: 'merged', merge: merged }),
      roundNews(round, pullRequest),
    ];
    assert.deepEqual(
      told.map(({ text }) => text),
      [
        'acme/shop#12: followed, open',
        'acme/shop#12: bob asks for changes',
        'acme/shop#12: eve approved',
        'acme/shop#12: bob took the review back',
        'acme/shop#12: merged as bbbbbbbbbb (squash)',
        'acme/shop#12: round for a comment: done. Pushed as cccccccccc.',
      ],
    );
  });

  it('says how the pull request is opened of a branch that was pushed without one', () => {
    const { number: _, ...branch } = pullRequest;
    const [news] = changeNews(undefined, branch);
    assert.match(
      news?.text ?? '',
      /^acme\/shop errata\/shop-1: followed, open without .* --issue SHOP-1 --publish /,
    );
    const [plain] = changeNews(undefined, { ...branch, host: '', repository: '/srv/shop' });
    assert.equal(plain?.text, '/srv/shop errata/shop-1: followed, open');
  });

  it('says nothing of a pull request that is as it was', () => {
    assert.deepEqual(changeNews(pullRequest, { ...pullRequest }), []);
  });
});
