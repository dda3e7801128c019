import assert from 'node:assert/strict';
import { listProducts } from '../src/routes/products.ts';
import { findProducts, normaliseTags } from '../src/search.ts';

const skus = (found: { sku: string }[]) => found.map(product => product.sku);

describe('search', () => {
  it('lists everything by name', () => {
    const { count, products } = listProducts({});
    assert.equal(count, 6);
    assert.equal(products[0]?.name, 'Ash bowl');
  });

  it('finds by a part of the name', () => {
    assert.deepEqual(skus(findProducts(' OAK', [])), ['stool-oak']);
  });

  it('wants every tag', () => {
    const { products } = listProducts({ tag: ['kitchen', 'wood'] });
    assert.deepEqual(skus(products), ['bowl-ash', 'board-olive']);
  });

  it('sorts by price', () => {
    assert.deepEqual(skus(findProducts('', ['wood'], 'price')), ['board-olive', 'bowl-ash', 'stool-oak']);
  });

  it('sorts by name when it does not know the order', () => {
    assert.deepEqual(skus(findProducts('', ['living'], 'colour')), ['stool-oak', 'lamp-reed', 'throw-wool']);
  });

  it('cleans tags up', () => {
    assert.deepEqual(normaliseTags([' Wood', 'wood', 'LIGHT ']), ['wood', 'light']);
    assert.deepEqual(normaliseTags([]), []);
  });
});
