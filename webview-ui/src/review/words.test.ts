import assert from 'node:assert/strict';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import { stepState } from './steps.ts';
import { ago, confidenceWords, cut, pushHindrance, tally, testWords, visible } from './words.ts';

type State = ReviewSnapshot['files'][number]['hunks'][number]['state'];

function snapshot(states: State[], rest: Partial<ReviewSnapshot> = {}): ReviewSnapshot {
  const span = { from: 1, to: 1 };
  const hunks = states.map((state, index) => ({
    id: `${index}`,
    header: '',
    lines: [],
    state,
    old: span,
    new: span,
  }));
  return {
    issue: { id: 'SHOP-1', title: '', culprit: '', count: 1, lastSeen: '' },
    run: 'r',
    stage: 'awaiting-approval',
    message: '',
    candidates: [],
    files: [{ path: 'a.ts', role: 'fix', before: '', after: '', revision: 0, edited: false, hunks }],
    canUndo: false,
    canRedo: false,
    layout: 'inline',
    syntax: {},
    locale: 'en',
    ...rest,
  };
}

describe('words of the review page', () => {
  it('say what keeps a fix from being pushed', () => {
    assert.equal(pushHindrance(snapshot(['accepted', 'rejected'])), undefined);
    assert.equal(pushHindrance(snapshot(['accepted', 'undecided'])), 'Decide on each hunk first.');
    assert.equal(pushHindrance(snapshot(['rejected'])), 'Every hunk is rejected.');
    assert.equal(pushHindrance(snapshot([])), 'There is no change to push.');
    assert.equal(
      pushHindrance(snapshot(['accepted'], { busy: 'verifying' })),
      'The sandbox is still at work.',
    );
    assert.equal(
      pushHindrance(snapshot(['accepted'], { stage: 'propose' })),
      'There is nothing to push yet.',
    );
    const publication = { branch: 'b', commit: 'c', remote: 'origin' };
    assert.equal(pushHindrance(snapshot(['accepted'], { publication })), 'It has been pushed.');
  });

  it('count the decisions', () => {
    const { files } = snapshot(['accepted', 'accepted', 'rejected', 'undecided']);
    assert.deepEqual(tally(files), { accepted: 2, rejected: 1, undecided: 1, total: 4 });
  });

  it('tell a suite that could not run from one that passed', () => {
    const outcome = { passed: 0, failed: 0, failures: [], ran: false, output: '' };
    assert.deepEqual(testWords(outcome), { words: 'could not run', tone: 'warning' });
    assert.deepEqual(testWords({ ...outcome, ran: true, passed: 7 }), { words: '7 passed', tone: 'good' });
    assert.equal(testWords({ ...outcome, ran: true, passed: 7, failed: 1 }).tone, 'bad');
  });

  it('place the steps of a run', () => {
    assert.deepEqual(
      [0, 1, 2].map(index => stepState('diagnose', index)),
      ['done', 'current', 'to-come'],
    );
    assert.equal(stepState('awaiting-approval', 4), 'done');
  });

  it('put confidence at the thresholds of the policy', () => {
    assert.deepEqual(
      [0.9, 0.7, 0.4, 0.39].map(value => confidenceWords(value).tone),
      ['good', 'good', 'warning', 'bad'],
    );
  });

  it('say how long ago it was', () => {
    const now = Date.parse('2026-01-10T12:00:00Z');
    assert.equal(ago('2026-01-10T11:58:59Z', now), '1 minute ago');
    assert.equal(ago('2026-01-10T12:00:30Z', now), 'just now');
    assert.equal(ago('2026-01-08T12:00:00Z', now), '2 days ago');
    assert.equal(ago('never', now), 'never');
  });

  it('cut what nobody reads', () => {
    assert.equal(cut('abc', 3), 'abc');
    assert.equal(cut('a\u202Ebc', 2), 'a\u{fffd}…');
  });

  it('show hostile characters instead of obeying them', () => {
    assert.equal(visible('a\u202Eb\u0007\tc\n'), 'a\u{fffd}b\u{fffd}\tc\n');
  });
});
