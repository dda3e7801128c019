import assert from 'node:assert/strict';
import { addLine, openCart } from '../src/cart.ts';
import { findProduct } from '../src/catalog.ts';
import { placeOrder } from '../src/orders.ts';
import { available } from '../src/stock.ts';

describe('orders', () => {
  it('books the order with its shipping', () => {
    const cart = openCart('ada', 'EUR');
    addLine(cart, findProduct('lamp-reed'), 2);
    const order = placeOrder(cart, 'home');
    assert.equal(order.customer, 'ada');
    assert.equal(order.shipping, 640);
    assert.equal(order.total, 18440);
    assert.equal(available('lamp-reed'), 10);
  });

  it('numbers orders in turn', () => {
    const cart = openCart('grace', 'EUR');
    addLine(cart, findProduct('mug-stone'), 1);
    assert.equal(placeOrder(cart, 'home').number + 1, placeOrder(cart, 'home').number);
  });

  it('reserves nothing when something has run out', () => {
    const cart = openCart('ada', 'EUR');
    addLine(cart, findProduct('bowl-ash'), 5);
    addLine(cart, findProduct('board-olive'), 1);
    assert.throws(() => placeOrder(cart, 'eu'), /Only 0 of board-olive/);
    assert.equal(available('bowl-ash'), 35);
  });

  it('wants something in the cart', () => {
    assert.throws(() => placeOrder(openCart('ada', 'EUR'), 'home'), /empty/);
  });
});
