import assert from 'node:assert/strict';
import { PullRequestBook } from './pull-request-book.ts';
import { followedPullRequest } from './scratch-pull-request.ts';

describe('the book of pull requests', () => {
  it('has those of an issue, the newest first, in their newest form', () => {
    const book = new PullRequestBook();
    const later = followedPullRequest({ id: 'pr-2', run: 'run-3', openedAt: '2026-01-12T10:00:00.000Z' });
    book.update(followedPullRequest({ issues: [{ issue: 'SHOP-2' }, { issue: 'SHOP-3' }] }));
    book.update(later);
    book.update({ ...later, state: 'merged' });
    const ids = (issue: string) => book.ofIssue(issue).map(({ id, state }) => `${id} ${state}`);
    assert.deepEqual(ids('SHOP-2'), ['pr-2 merged', 'pr-1 open']);
    assert.deepEqual(ids('SHOP-3'), ['pr-1 open']);
    assert.deepEqual(ids('SHOP-4'), []);
    assert.equal(book.ofRun('run-3')?.state, 'merged');
    book.clear();
    assert.deepEqual(ids('SHOP-2'), []);
    assert.equal(book.get('pr-2'), undefined);
  });

  it('tells of what is new, and not that it was looked at once more', () => {
    const book = new PullRequestBook();
    const told: string[] = [];
    const listening = book.onDidChange(({ state, draft }) => told.push(draft ? 'draft' : state));
    book.update(followedPullRequest());
    book.update(followedPullRequest({ seenAt: '2026-01-10T12:00:00.000Z' }));
    book.update(followedPullRequest({ draft: true }));
    listening.dispose();
    book.update(followedPullRequest({ state: 'closed' }));
    assert.deepEqual(told, ['open', 'draft']);
  });
});
