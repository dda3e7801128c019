import assert from 'node:assert/strict';
import { addLine, addVoucher, openCart, openGuestCart } from '../src/cart.ts';
import { findProduct } from '../src/catalog.ts';
import { RequestError } from '../src/errors.ts';

describe('cart', () => {
  it('starts empty', () => {
    const cart = openCart('ada', 'EUR');
    assert.equal(cart.customer, 'ada');
    assert.deepEqual(cart.lines, []);
    assert.deepEqual(cart.vouchers, []);
  });

  it('gives every cart an id of its own', () => {
    assert.notEqual(openCart('ada', 'EUR').id, openCart('ada', 'EUR').id);
  });

  it('marks the cart of a guest', () => {
    const cart = openGuestCart('SEK');
    assert.match(cart.id, /^guest-/);
    assert.equal(cart.customer, 'guest');
    assert.equal(cart.currency, 'SEK');
  });

  it('adds a product to a guest cart', () => {
    const cart = openGuestCart('EUR');
    addLine(cart, findProduct('lamp-reed'), 1);
    assert.deepEqual(cart.lines, [{ sku: 'lamp-reed', quantity: 1, price: 8900, grams: 1900 }]);
  });

  it('puts the same product on one line', () => {
    const cart = openCart('ada', 'EUR');
    addLine(cart, findProduct('mug-stone'), 2);
    addLine(cart, findProduct('mug-stone'), 3);
    assert.equal(cart.lines.length, 1);
    assert.equal(cart.lines[0]?.quantity, 5);
  });

  it('refuses a quantity that is none', () => {
    const cart = openCart('ada', 'EUR');
    for (const quantity of [0, -1, 1.5, Number.NaN]) {
      assert.throws(() => addLine(cart, findProduct('mug-stone'), quantity), RequestError);
    }
    assert.deepEqual(cart.lines, []);
  });

  it('keeps a voucher once, in capitals', () => {
    const cart = openCart('ada', 'EUR');
    addVoucher(cart, ' welcome10 ');
    addVoucher(cart, 'WELCOME10');
    assert.deepEqual(cart.vouchers, ['WELCOME10']);
  });
});
