import assert from 'node:assert/strict';
import type { ReviewSnapshot, ShownPullRequest } from '@errata/protocol/webview';
import { announcement, checksWords, isReady, nameOf, standingOf } from './standing.ts';

const at = '2026-03-01T12:00:00.000Z';
const open: ShownPullRequest = {
  number: 12,
  title: 'Count no items as none',
  state: 'open',
  draft: false,
  branch: 'errata/shop-17',
  base: 'main',
};
const { number: _, ...branch } = open;
const check = (state: 'pending' | 'passed' | 'failed') => ({ name: state, state });
const words = (change: Partial<ShownPullRequest>) => standingOf({ ...open, ...change }).words;

describe('how a pull request stands', () => {
  it('is said by the last that became of it', () => {
    const deployed = { at, release: '4.2' };
    assert.equal(words({}), 'Open');
    assert.equal(words({ draft: true }), 'Draft');
    assert.equal(words({ state: 'closed' }), 'Closed');
    assert.equal(words({ state: 'merged', draft: true }), 'Merged');
    assert.equal(words({ state: 'merged', deployed }), 'Deployed');
    const ends = { resolved: 'Resolved', regressed: 'Came back', reverted: 'Reverted', closed: 'Closed' };
    for (const kind of ['resolved', 'regressed', 'reverted', 'closed'] as const)
      assert.equal(words({ state: 'merged', deployed, outcome: { kind, at, reason: '' } }), ends[kind]);
  });

  it('is that of a branch where there is git alone', () => {
    assert.equal(standingOf(branch).words, 'Pushed');
    assert.equal(nameOf(branch), undefined);
    assert.equal(standingOf({ ...branch, state: 'merged' }).words, 'Merged');
  });

  it('counts checks, those that failed before those that run', () => {
    assert.equal(checksWords([]), undefined);
    assert.equal(checksWords([check('passed')])?.words, '1 check passed');
    assert.equal(checksWords([check('pending'), check('passed')])?.words, '1 of 2 checks running');
    assert.equal(checksWords([check('pending'), check('failed')])?.words, '1 of 2 checks failed');
  });

  it('is told in one line, without hidden characters', () => {
    const followed = {
      ...open,
      title: 'a\u202eb',
      checks: [check('failed')],
      reviews: [
        { by: 'bob', state: 'approved' as const },
        { by: 'eve', state: 'changes-requested' as const },
      ],
      blocked: 'A check failed.',
    };
    const told = (shown: ShownPullRequest) => announcement({ followed: shown } as ReviewSnapshot);
    assert.equal(
      told(followed),
      '#12 a\ufffdb, Open, 1 of 1 check failed, Changes asked for by eve, Approved by bob, A check failed.',
    );
    assert.equal(told({ ...followed, state: 'merged' }), '#12 a\ufffdb, Merged');
    assert.equal(told(branch), 'Pushed');
  });

  it('is ready to be merged when nothing speaks against that', () => {
    assert.equal(
      isReady({ ...open, checks: [check('passed')], reviews: [{ by: 'bob', state: 'approved' }] }),
      true,
    );
    const against: Partial<ShownPullRequest>[] = [
      { draft: true },
      { state: 'merged' },
      { blocked: 'A review is wanted.' },
      { waits: 'Nobody may know who asked.' },
      { reviews: [{ by: 'bob', state: 'changes-requested' }] },
      { checks: [check('passed'), check('pending')] },
      { checks: [check('failed')] },
    ];
    for (const change of against)
      assert.equal(isReady({ ...open, ...change }), false, JSON.stringify(change));
    assert.equal(isReady(branch), false);
  });
});
