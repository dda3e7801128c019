import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { abbreviates, editDistance, likeness, nearest } from './names.ts';

const name = fc.stringMatching(/^[a-zA-Z_]{1,12}$/);

describe('names', () => {
  it('are as far apart one way as the other', () =>
    fc.assert(
      fc.property(name, name, (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
        assert.ok(likeness(a, b) >= 0 && likeness(a, b) <= 1);
        assert.ok(Math.abs(likeness(a, b) - likeness(b, a)) < 1e-9);
      }),
    ));

  it('count a swap of neighbours as one step', () => assert.equal(editDistance('height', 'heigth'), 1));

  it('are shortened in the usual ways', () => {
    assert.ok(abbreviates('qty', 'quantity'));
    assert.ok(abbreviates('amt', 'amount'));
    assert.ok(abbreviates('desc', 'description'));
    assert.ok(!abbreviates('id', 'quantity'));
  });

  it('are found by likeness, best first', () => {
    assert.equal(nearest('time_out', ['retries', 'timeout', 'host'])[0]?.name, 'timeout');
    assert.equal(nearest('lineItem', ['lineItems', 'id'])[0]?.name, 'lineItems');
    assert.equal(nearest('total_price', ['price', 'name'])[0]?.name, 'price');
    assert.deepEqual(nearest('city', ['number', 'lines']), []);
  });
});
