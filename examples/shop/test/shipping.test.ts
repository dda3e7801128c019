import assert from 'node:assert/strict';
import { shippingCost } from '../src/shipping.ts';

describe('shipping', () => {
  it('takes the first band that holds the parcel', () => {
    assert.equal(shippingCost('home', 1), 390);
    assert.equal(shippingCost('home', 1000), 390);
    assert.equal(shippingCost('home', 1001), 640);
    assert.equal(shippingCost('home', 5000), 640);
  });

  it('has the last band too', () => {
    assert.equal(shippingCost('home', 5001), 1090);
    assert.equal(shippingCost('eu', 20000), 3090);
  });

  it('depends on the zone', () => {
    assert.equal(shippingCost('eu', 420), 890);
  });

  it('does not ship to zones without rates', () => {
    assert.throws(() => shippingCost('moon', 420), /zone moon/);
  });
});
