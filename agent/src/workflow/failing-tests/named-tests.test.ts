import assert from 'node:assert/strict';
import type { TestCase } from '../../verify/frameworks/framework.ts';
import { nearNames, testsNamed } from './named-tests.ts';

const tests: TestCase[] = [
  ['tests/test_cart.py::TestCart::test_total', 'tests/test_cart.py'],
  ['tests/test_cart.py::TestCart::test_total_of_none', 'tests/test_cart.py'],
  ['tests/test_tax.py::test_rate[DE-19]', 'tests/test_tax.py'],
  ['cart › totals › adds', 'test/cart.test.js'],
  ['cart › totals › adds two', 'test/cart.test.js'],
  ['shop › TestTotal/empty_cart', 'shop/total_test.go'],
  ['unit.test_money.Money.test_adds', undefined],
  ['test_rent.Rent.test_due', 'flat/test_rent.py'],
].map(([name = '', file]) => ({ name, status: 'failed', ...(file === undefined ? {} : { file }) }));
const named = (name: string) => testsNamed(name, tests).map(test => tests.indexOf(test));

describe('the tests that a name means', () => {
  it('are those of a file, or of a folder', () => {
    assert.deepEqual(named('tests/test_cart.py'), [0, 1]);
    assert.deepEqual(named('./test/cart.test.js'), [3, 4]);
    assert.deepEqual(named('tests/'), [0, 1, 2]);
  });

  it('is the one of that name, as any runner prints it', () => {
    assert.deepEqual(named('tests/test_cart.py::TestCart::test_total'), [0]);
    assert.deepEqual(named('cart totals adds'), [3]);
    assert.deepEqual(named('TestTotal/empty_cart'), [5]);
    assert.deepEqual(named('Money.test_adds'), [6]);
    assert.deepEqual(named('flat/test_rent.py::Rent::test_due'), [7]);
    assert.deepEqual(named('test/cart.test.js::cart › totals › adds'), [3]);
  });

  it('are those that end so, before those that hold it', () => {
    assert.deepEqual(named('test_total'), [0]);
    assert.deepEqual(named('adds'), [3]);
    assert.deepEqual(named('test_rate'), [2]);
    assert.deepEqual(named('TestCart'), [0, 1]);
  });

  it('are none for a part of a word', () => {
    assert.deepEqual(named('test_tot'), []);
    assert.deepEqual(named('::'), []);
  });

  it('are told from names that are near', () => {
    assert.deepEqual(nearNames('test_totl', tests), ['tests/test_cart.py::TestCart::test_total']);
    assert.deepEqual(nearNames('cart totals add', tests)[0], 'cart › totals › adds');
    assert.deepEqual(nearNames('something else entirely', tests), []);
  });
});
