import assert from 'node:assert/strict';
import { openCart } from '../src/cart.ts';
import { quoteForCustomer, quoteForGuest } from '../src/checkout.ts';
import { formatMoney, percentOf } from '../src/money.ts';
import { priceCart } from '../src/pricing.ts';
import { voucherDiscount } from '../src/vouchers.ts';

describe('pricing', () => {
  it('adds up lines', () => {
    const quote = quoteForCustomer('ada', ['mug-stone', 'bowl-ash', 'mug-stone'], 'EUR');
    assert.equal(quote.subtotal, 7800);
    assert.equal(quote.discount, 0);
    assert.equal(quote.total, 7800);
    assert.equal(quote.grams, 1450);
    assert.equal(quote.display, '€78.00');
  });

  it('costs nothing while the cart is empty', () => {
    assert.equal(priceCart(openCart('ada', 'EUR')).total, 0);
  });

  it('takes the best voucher, not their sum', () => {
    const quote = quoteForCustomer('ada', ['throw-wool'], 'EUR', ['welcome10', 'home15']);
    assert.equal(quote.discount, 1875);
    assert.equal(quote.total, 10625);
  });

  it('wants enough in the cart for some vouchers', () => {
    const cart = { ...openCart('ada', 'EUR'), vouchers: ['HOME15'] };
    assert.equal(voucherDiscount(cart, 9999), 0);
    assert.equal(voucherDiscount(cart, 10000), 1500);
  });

  it('says which voucher it does not know', () => {
    assert.throws(() => quoteForCustomer('ada', ['mug-stone'], 'EUR', ['SUMMER99']), /SUMMER99/);
  });

  it('has no quote for a product that is not there', () => {
    assert.throws(() => quoteForGuest('mug-gold', 1, 'EUR'), /no product mug-gold/);
  });

  it('rounds percentages to the cent', () => {
    assert.equal(percentOf(1999, 15), 300);
    assert.equal(formatMoney(123456, 'EUR'), '€1,234.56');
  });
});
