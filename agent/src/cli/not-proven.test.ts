import assert from 'node:assert/strict';
import type { Proposal, Verification } from '@errata/protocol/proposal';
import { notProven } from './not-proven.ts';

describe('what `errata fix --publish` holds back', () => {
  const outcome = { result: 'passed', output: '' };
  const verification = (verdict: Verification['verdict']): Verification =>
    ({
      verdict,
      reason: 'Not reproduced, but 3 tests pass.',
      sandbox: 'bubblewrap',
      after: outcome,
    }) as never;
  const proposal = (verified: Verification | undefined): Proposal =>
    ({ recommended: 'c', candidates: [{ id: 'c', verification: verified }] }) as never;

  it('is what was not proven, with how it is pushed all the same', () => {
    assert.equal(notProven({ issue: 'SHOP-1', proposal: proposal(verification('proven')) }), undefined);
    const plausible = notProven({ issue: 'SHOP-1', proposal: proposal(verification('plausible')) });
    assert.equal(plausible?.reason, 'not-proven');
    assert.match(plausible.message, /Not reproduced.*\n.* errata fix --issue SHOP-1 --publish --plausible$/);
    assert.match(
      notProven({ issue: 'SHOP-1', proposal: proposal(undefined) })?.message ?? '',
      /could not be tried/,
    );
  });
});
