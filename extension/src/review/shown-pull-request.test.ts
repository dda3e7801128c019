import assert from 'node:assert/strict';
import { at, followed } from './scratch-pull-request.ts';
import { shownPullRequest } from './shown-pull-request.ts';

describe('a pull request on the page', () => {
  it('says how it ended for the issue that is looked at, not for another', () => {
    assert.deepEqual(shownPullRequest(followed, 'SHOP-17').deployed, { at, release: '4.2' });
    assert.equal(shownPullRequest(followed, 'SHOP-17').outcome, undefined);
    assert.equal(shownPullRequest(followed, 'SHOP-18').outcome?.kind, 'regressed');
    assert.equal(shownPullRequest(followed, 'SHOP-18').deployed, undefined);
  });

  it('brings nothing along that the page does not show', () => {
    const shown = shownPullRequest(followed, 'SHOP-17');
    assert.deepEqual(
      Object.keys(shown).filter(key =>
        ['id', 'run', 'head', 'issues', 'issue', 'commits', 'openedBy'].includes(key),
      ),
      [],
    );
    assert.deepEqual(
      [shown.number, shown.merge?.by, shown.checks, shown.reviews],
      [12, 'ada', followed.checks, followed.reviews],
    );
  });
});
