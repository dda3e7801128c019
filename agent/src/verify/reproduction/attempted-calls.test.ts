import assert from 'node:assert/strict';
import { proposed, tests } from './proposed-attempts.ts';

describe('attempts at a call', () => {
  it('make the instance the way a test does', async () => {
    const found = await proposed(
      {
        'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
        'src/till.ts':
          'export class Till {\n  constructor(rates: object) {}\n  ring(amount: number): number {\n    return amount;\n  }\n}\n',
        'src/till.test.ts':
          "import { Till } from './till.ts';\nconst rates = { eur: 1 };\nconst till = new Till(rates);\n",
      },
      [{ file: 'src/till.ts', line: 4, function: 'Till.ring', variables: { amount: 3 } }],
    );
    const { test } = tests(found)[0] ?? {};
    assert.equal(test?.path, 'src/ring-regression.test.ts');
    assert.match(
      test?.after ?? '',
      /const rates = \{ eur: 1 \};\n\s+assert\.doesNotThrow\(\(\) => new Till\(rates\)\.ring\(3\)\);/,
    );
  });

  it("bring in Node's own runner where the tests at hand are written for another", async () => {
    const found = await proposed(
      {
        'package.json': '{ "devDependencies": { "tape": "5" } }',
        'lib/sum.js': 'module.exports = function sum(rows) {\n  return rows.length;\n};\n',
        'test/sum.js':
          "var test = require('tape');\nvar sum = require('../lib/sum');\n\ntest('sum', function (t) {\n    t.equal(sum([]), 0);\n    t.end();\n});\n",
      },
      [{ file: 'lib/sum.js', line: 2, function: 'sum', variables: { rows: [1] } }],
    );
    assert.match(tests(found)[0]?.test.after ?? '', /^const \{ test \} = require\('node:test'\);$/m);
  });

  it('make the instance the way a Python test does', async () => {
    const found = await proposed(
      {
        'setup.py': '',
        'shop/till.py':
          'class Till:\n    def __init__(self, rates):\n        self.rates = rates\n\n    def ring(self, amount, *, tip=0):\n        return amount\n',
        'shop/__init__.py': '',
        'tests/test_till.py':
          'import unittest\nfrom shop.till import Till\n\nclass TillTest(unittest.TestCase):\n    def test_a(self):\n        Till({"eur": 1}).ring(1)\n',
      },
      [
        {
          ...{ file: 'shop/till.py', line: 6, function: 'ring' },
          variables: { self: '<shop.till.Till object at 0x7f>', amount: "Decimal('1.5')", tip: '2' },
        },
      ],
    );
    const { test } = tests(found)[0] ?? {};
    assert.match(test?.after ?? '', /^from decimal import Decimal$/m);
    assert.match(test?.after ?? '', /^ {8}Till\(\{"eur": 1\}\)\.ring\(Decimal\("1\.5"\), tip=2\)$/m);
  });

  it('ask for the fixtures that an instance of the tests stands on', async () => {
    const found = await proposed(
      {
        'setup.py': '',
        'shop/__init__.py': '',
        'shop/till.py':
          'class Till:\n    def __init__(self, drawer):\n        self.drawer = drawer\n\n    def ring(self, amount):\n        return amount\n',
        'tests/conftest.py': 'import pytest\n\n@pytest.fixture\ndef drawer():\n    return []\n',
        'tests/test_till.py':
          'from shop.till import Till\n\ndef test_a(drawer):\n    till = Till(drawer)\n    assert till\n',
      },
      [
        {
          ...{ file: 'shop/till.py', line: 6, function: 'ring' },
          variables: { self: '<shop.till.Till object at 0x7f>', amount: '2' },
        },
      ],
    );
    const text = tests(found)[0]?.test.after ?? '';
    assert.match(text, /^from shop\.till import Till$/m);
    assert.match(text, /^def test_\w+\(drawer\):\n {4}Till\(drawer\)\.ring\(2\)$/m);
  });

  it('hand over classes and functions by their names', async () => {
    const found = await proposed(
      {
        'setup.py': '',
        'shop/__init__.py': '',
        'shop/prices.py': 'def net(row):\n    return row[0]\n',
        'shop/groups.py': 'def group(key, kind, of, rows):\n    return key(rows)\n',
        'tests/test_groups.py': 'import unittest\n\nclass GroupsTest(unittest.TestCase):\n    pass\n',
      },
      [
        {
          ...{ file: 'shop/groups.py', line: 2, function: 'group' },
          variables: {
            key: 'operator.itemgetter(0)',
            kind: "<class 'int'>",
            of: '<function net at 0x7f>',
            rows: [['1']],
          },
        },
      ],
    );
    const text = tests(found)[0]?.test.after ?? '';
    assert.match(text, /^import operator$/m);
    assert.match(text, /^from shop\.prices import net$/m);
    assert.match(text, /^ {8}group\(operator\.itemgetter\(0\), int, net, \[\[1\]\]\)$/m);
  });

  it('put what a mapping held into a new one', async () => {
    const found = await proposed(
      {
        'setup.py': '',
        'shop/__init__.py': '',
        'shop/cache.py':
          'class PriceCache(dict):\n    def __init__(self, most=None):\n        self.most = most\n\n    def price(self, name):\n        return self[name].amount\n',
        'tests/test_cache.py': 'import unittest\n\nclass CacheTest(unittest.TestCase):\n    pass\n',
      },
      [
        {
          ...{ file: 'shop/cache.py', line: 6, function: 'price' },
          variables: { self: { ink: '2' }, name: "'ink'" },
        },
      ],
    );
    assert.match(
      tests(found)[0]?.test.after ?? '',
      /^ {8}price_cache = PriceCache\(\)\n {8}price_cache\["ink"\] = 2\n {8}price_cache\.price\("ink"\)$/m,
    );
  });

  it('take instances from tests, leave out what was not captured of a record, and run generators', async () => {
    const existing = `import unittest
from shop.offers import offers
from shop.stock import Stock


class OffersTest(unittest.TestCase):
    def test_offers(self):
        stock = Stock(
            [("pen", 3)],
        )
        self.assertEqual(list(offers(stock, {}, None)), [])
`;
    const found = await proposed(
      {
        'setup.py': '',
        'shop/__init__.py': '',
        'shop/stock.py': 'class Stock:\n    def __init__(self, rows):\n        self.rows = rows\n',
        'shop/offers.py':
          'def offers(stock, rules, out):\n    for name, count in stock.rows:\n        yield name, rules[name]\n',
        'tests/test_offers.py': existing,
      },
      [
        {
          ...{ file: 'shop/offers.py', line: 3, function: 'offers' },
          variables: {
            stock: '<shop.stock.Stock object at 0x7f3a>',
            rules: { "'ink'": '2', "'when'": '<function later at 0x7f3a>' },
            out: '<_io.StringIO object at 0x7f3b>',
          },
        },
      ],
    );
    const [made] = tests(found);
    assert.equal(made?.guessed, true);
    assert.equal(
      made?.test.after,
      `import io
import unittest

from shop.offers import offers
from shop.stock import Stock


class OffersRegressionTest(unittest.TestCase):
    def test_does_not_raise_type_error_for_a_call_that_did_in_production(self):
        stock = Stock(
            [("pen", 3)],
        )
        list(offers(stock, {"ink": 2}, io.StringIO()))
`,
    );
  });

  it('can expect an exception of the program instead', async () => {
    const thrown = { type: 'NotFound', message: "No 'x'" };
    const [script] = tests(
      await proposed(
        {
          'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
          'src/a.js': 'export function touch(id) {\n  return map.get(id).touched;\n}\n',
        },
        [{ file: 'src/a.js', line: 2, function: 'touch', variables: { id: 'x' } }],
      ),
    );
    const javascript = await script?.expecting?.(thrown);
    assert.match(javascript?.after ?? '', /assert\.throws\(\(\) => touch\('x'\), \{ message: "No 'x'" \}\);/);
    assert.match(javascript?.after ?? '', /raises NotFound for a call that raised a TypeError in production/);
    const [call] = tests(
      await proposed(
        {
          'pyproject.toml': '[tool.pytest.ini_options]\n',
          'errors.py': 'class NotFound(Exception):\n    pass\n',
          'a.py': 'def touch(id):\n    return FOUND.get(id).touched\n',
          'test_a.py': 'def test_a():\n    assert True\n',
        },
        [{ file: 'a.py', line: 2, function: 'touch', variables: { id: "'x'" } }],
      ),
    );
    const python = await call?.expecting?.(thrown);
    assert.match(
      python?.after ?? '',
      /^import pytest\n\nfrom a import touch\nfrom errors import NotFound\n[\s\S]*with pytest\.raises\(NotFound\):\n {8}touch\("x"\)\n$/,
    );
  });

  it('call a method on an object as a Python test leaves it, where its state was not captured', async () => {
    const found = await proposed(
      {
        'pyproject.toml': '[tool.pytest.ini_options]\n',
        'cache.py':
          'class Cache:\n    def __init__(self):\n        self.entries = {}\n\n    def sweep(self, now):\n        return self.entries[now]\n',
        'test_cache.py':
          'from cache import Cache\n\n\ndef test_get():\n    cache = Cache()\n    cache.put("a", 1, expires=10)\n    assert cache.get("a") == 1\n    cache.clear()\n',
      },
      [
        {
          file: 'cache.py',
          line: 6,
          function: 'sweep',
          variables: { self: '<cache.Cache object at 0x7f00>', now: '10' },
        },
      ],
    );
    const bodies = tests(found).map(({ test, guessed }) => [
      guessed ?? false,
      test.after.split('\n').slice(4),
    ]);
    assert.deepEqual(bodies, [
      [false, ['    Cache().sweep(10)', '']],
      [true, ['    cache = Cache()', '    cache.put("a", 1, expires=10)', '    cache.sweep(10)', '']],
    ]);
  });

  it('are not made from what was not captured', async () => {
    const found = await proposed(
      {
        'package.json': '{ "type": "module" }',
        'src/a.js':
          'export function f({ a, b }, c) {\n  return a + b + c;\n}\nfunction g(x) {\n  return x;\n}\n',
      },
      [
        { file: 'src/a.js', line: 2, function: 'f', variables: { a: 1, b: 'x', c: '<Map>' } },
        { file: 'src/a.js', line: 5, function: 'g', variables: { x: 1 } },
      ],
    );
    assert.deepEqual(found, [
      { level: 0, reason: 'c was not captured (<Map>)' },
      { level: 1, reason: 'g cannot be imported' },
    ]);
  });
});

describe('attempts for an event without variables', () => {
  const files = {
    'setup.py': '',
    'app/stats.py':
      'def average(xs):\n    return sum(xs) / len(xs)\n\n\ndef report(rows, key):\n    return average([row[key] for row in rows])\n',
    'app/__init__.py': '',
    'tests/test_stats.py': [
      'import unittest',
      'from app.stats import average, report',
      '',
      'class StatsTest(unittest.TestCase):',
      '    def test_report(self):',
      '        rows = [{"a": 1}, {"a": 3}]',
      '        self.assertEqual(report(rows, "a"), 2)',
      '        self.assertEqual(average([1]), 1)',
      '',
    ].join('\n'),
  };

  it('make inputs of existing tests smaller, outside of the function that crashed', async () => {
    const found = await proposed(files, [
      { file: 'app/stats.py', line: 6, function: 'report' },
      { file: 'app/stats.py', line: 2, function: 'average' },
    ]);
    const bodies = tests(found).map(({ test, guessed, level }) => {
      const lines = test.after.split('\n').filter(line => line.startsWith('        '));
      return [level, guessed, lines.map(line => line.trim()).join('; ')];
    });
    assert.deepEqual(bodies, [
      [0, true, 'rows = []; report(rows, "a")'],
      [0, true, 'rows = [{"a": 3}]; report(rows, "a")'],
      [0, true, 'rows = [{"a": 1}]; report(rows, "a")'],
      [0, true, 'rows = [{"a": 1}, {"a": 3}]; report(rows, "")'],
      // Arguments of the kind that it uses, but no empty list where it crashed.
      [1, true, 'average([1, 1])'],
    ]);
  });

  it('are none when the tests show no call that can be followed', async () => {
    const { 'tests/test_stats.py': _, ...untested } = files;
    const found = await proposed(untested, [{ file: 'app/stats.py', line: 6, function: 'report' }]);
    assert.deepEqual(found, [{ level: 0, reason: 'rows is not in the event' }]);
  });
});
