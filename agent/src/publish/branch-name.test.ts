import assert from 'node:assert/strict';
import fc from 'fast-check';
import { branchName } from './branch-name.ts';

describe('branch name', () => {
  it('holds the issue and the first words of the title', () => {
    assert.equal(
      branchName('SHOP-12', "TypeError: Cannot read properties of undefined (reading 'price')"),
      'errata/shop-12-typeerror-cannot-read-properties-of',
    );
  });

  it('is the issue alone when the title has no words', () => {
    assert.equal(branchName('SHOP-1', '…'), 'errata/shop-1');
  });

  it('is a safe reference name whatever a stranger wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), title => {
        assert.match(branchName('A-1', title), /^errata\/a-1(-[a-z0-9]+)*$/);
      }),
    );
  });
});
