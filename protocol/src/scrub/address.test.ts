import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isAddress } from './address.ts';

describe('isAddress', () => {
  it('takes for an address what is one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), text => {
        assert.equal(isAddress(text), isIP(text) !== 0);
      }),
    );
  });

  it('agrees with the system on whatever looks much like one', () => {
    const piece = fc.oneof(
      fc.constantFrom(':', '::', '.', '', '0', '01', '255', '256', '1.2.3.4', 'ffff', 'fffff'),
      fc.nat(999).map(String),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 17 }), pieces => {
        assert.equal(isAddress(pieces.join('')), isIP(pieces.join('')) !== 0);
      }),
      { numRuns: 5000 },
    );
  });
});
