import assert from 'node:assert/strict';
import type { Impact } from '@errata/protocol/impact';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { findImpact } from './find-impact.ts';

/** Callers as `file:line symbol`, tests as `file name calls`; what is not certain ends in `?`. */
function brief(impact: Impact | undefined) {
  const mark = ({ certain }: { certain: boolean }) => (certain ? '' : '?');
  return {
    symbol: impact?.symbol,
    callers: impact?.callers
      .map(each => `${each.file}:${each.line} ${each.symbol ?? '-'}${mark(each)}`)
      .sort(),
    tests: impact?.tests
      .map(each => `${each.file}:${each.line} ${each.name} ${each.calls}${mark(each)}`)
      .sort(),
  };
}

describe('findImpact', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  const impactOf = async (
    files: Record<string, string>,
    file: string,
    line: number,
    options: { milliseconds?: number; signal?: AbortSignal } = {},
  ): Promise<Impact | undefined> => {
    await scratch.commit({ message: 'one', files });
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      return await findImpact({
        repository,
        tree,
        locations: [{ file, line }],
        milliseconds: 20_000,
        ...options,
      });
    } finally {
      await tree.dispose();
    }
  };

  it('finds callers through imports, and tests over them', async () => {
    const files = {
      'src/total.js': 'export function total(items) {\n  return items.map(item => item.price);\n}\n',
      'src/cart.js':
        "import { total as sum } from './total.js';\n// total(1) is no call\nexport class Cart {\n  pay() {\n    return sum(this.items);\n  }\n}\n",
      'src/other.js': "import { total } from './elsewhere.js';\ntotal('not this one');\n",
      'src/elsewhere.js': 'export const total = () => 1;\n',
      'src/own.js': 'function total() {}\ntotal();\n',
      'src/pass.js': "import * as all from './total.js';\nall.total([]);\n[[]].map(all.total);\n",
      'src/index.js': "export { total } from './total.js';\n",
      'src/far.js': "import { total } from './index.js';\nexport const far = () => total([]);\n",
      'test/total.test.js':
        "import { total } from '../src/total.js';\ndescribe('total', () => {\n  it('adds up', () => {\n    total([]);\n  });\n});\n",
      'test/cart.test.js':
        "import { Cart } from '../src/cart.js';\nfunction make() {\n  return new Cart().pay();\n}\ntest.each([1])('pays', () => {\n  make();\n});\n",
    };
    assert.deepEqual(brief(await impactOf(files, 'src/total.js', 2)), {
      symbol: 'total',
      callers: ['src/cart.js:5 Cart.pay', 'src/far.js:2 far', 'src/pass.js:2 -', 'src/pass.js:3 -'],
      tests: ['test/cart.test.js:5 pays 3', 'test/total.test.js:3 total › adds up 1'],
    });
  });

  it('follows default exports and CommonJS', async () => {
    const files = {
      'lib/sum.js': 'module.exports = function sum(a) {\n  return a.b;\n};\n',
      'lib/use.js': "const add = require('./sum');\nexports.use = () => add(1);\n",
      'lib/pad.ts': 'export default function pad(a: string) {\n  return a.trim();\n}\n',
      'lib/line.tsx': "import fill from './pad';\nexport const line = () => <b>{fill('x')}</b>;\n",
    };
    assert.deepEqual(brief(await impactOf(files, 'lib/sum.js', 2)).callers, ['lib/use.js:2 use']);
    assert.deepEqual(brief(await impactOf({}, 'lib/pad.ts', 2)).callers, ['lib/line.tsx:2 line']);
  });

  it('finds methods by their class, and says what it has by name alone', async () => {
    const files = {
      'shop/cart.py':
        'class Cart:\n    def total(self):\n        return self.sum()\n    def pay(self):\n        return self.total()\n',
      'shop/view.py': 'from shop.cart import Cart\ndef show(cart):\n    c = Cart()\n    return c.total()\n',
      'shop/bill.py':
        'class Bill:\n    def total(self):\n        return 1\ndef print_bill(bill):\n    return bill.total()\n',
      'tests/test_cart.py':
        'from shop.view import show\nclass TestShow:\n    def test_show(self):\n        assert show(None) == 1\n',
    };
    assert.deepEqual(brief(await impactOf(files, 'shop/cart.py', 3)), {
      symbol: 'Cart.total',
      callers: ['shop/bill.py:5 print_bill?', 'shop/cart.py:5 Cart.pay', 'shop/view.py:4 show?'],
      tests: ['tests/test_cart.py:3 TestShow.test_show 2?'],
    });
  });

  const languages: [name: string, files: Record<string, string>, at: [string, number], expected: object][] = [
    [
      'Java',
      {
        'src/main/java/a/Cart.java':
          'package a;\npublic class Cart {\n  int total(int x) {\n    return x / 0;\n  }\n}\n',
        'src/main/java/a/Shop.java':
          'package a;\nclass Shop {\n  void buy(Cart cart) {\n    cart.total(1);\n  }\n}\n',
        'src/test/java/a/CartTest.java':
          'package a;\nclass CartTest {\n  @Test\n  void totals() {\n    new Cart().total(1);\n  }\n}\n',
      },
      ['src/main/java/a/Cart.java', 4],
      {
        callers: ['src/main/java/a/Shop.java:4 Shop.buy'],
        tests: ['src/test/java/a/CartTest.java CartTest.totals 1'],
      },
    ],
    [
      'Go',
      {
        'cart/cart.go': 'package cart\n\nfunc Total(x []int) int {\n\treturn x[0]\n}\n',
        'cart/cart_test.go': 'package cart\n\nfunc TestTotal(t *testing.T) {\n\tTotal(nil)\n}\n',
        'main.go':
          'package main\n\nimport "example.com/shop/cart"\n\nfunc main() {\n\tcart.Total(nil)\n\tother.Total(nil)\n}\n',
      },
      ['cart/cart.go', 4],
      { callers: ['main.go:6 main'], tests: ['cart/cart_test.go TestTotal 1'] },
    ],
    [
      'Rust',
      {
        'src/cart.rs':
          'pub fn total(x: Vec<u8>) -> u8 {\n    x[0]\n}\n#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn works() {\n        total(vec![]);\n    }\n}\n',
        'src/main.rs': 'mod cart;\nfn main() {\n    cart::total(vec![]);\n}\n',
      },
      ['src/cart.rs', 2],
      { callers: ['src/main.rs:3 main'], tests: ['src/cart.rs tests::works 1'] },
    ],
    [
      'Ruby',
      {
        'lib/cart.rb': 'class Cart\n  def total(x)\n    x.y\n  end\nend\n',
        'lib/shop.rb': 'class Shop\n  def buy\n    Cart.new.total(1)\n  end\nend\n',
        'spec/cart_spec.rb': "describe Cart do\n  it 'adds up' do\n    Cart.new.total(1)\n  end\nend\n",
      },
      ['lib/cart.rb', 3],
      { callers: ['lib/shop.rb:3 Shop#buy'], tests: ['spec/cart_spec.rb Cart › adds up 1'] },
    ],
    [
      'PHP',
      {
        'src/Cart.php': '<?php\nclass Cart {\n  function total($x) {\n    return $x->y;\n  }\n}\n',
        'src/Shop.php':
          '<?php\nclass Shop {\n  function buy(Cart $cart) {\n    return $cart->total(1);\n  }\n}\n',
        'tests/CartTest.php':
          '<?php\nclass CartTest extends TestCase {\n  public function testTotal() {\n    (new Cart())->total(1);\n  }\n}\n',
      },
      ['src/Cart.php', 4],
      { callers: ['src/Shop.php:4 Shop::buy'], tests: ['tests/CartTest.php CartTest::testTotal 1'] },
    ],
    [
      'C#',
      {
        'Shop/Cart.cs':
          'namespace Shop;\npublic class Cart {\n  public int Total(int x) {\n    return 1 / x;\n  }\n}\n',
        'Shop/Buyer.cs':
          'namespace Shop;\nclass Buyer {\n  void Buy(Cart cart) {\n    cart?.Total(1);\n  }\n}\n',
        'Shop.Tests/CartTests.cs':
          'using Shop;\nclass CartTests {\n  [Fact]\n  public void Adds() {\n    new Cart().Total(1);\n  }\n}\n',
      },
      ['Shop/Cart.cs', 4],
      { callers: ['Shop/Buyer.cs:4 Buyer.Buy'], tests: ['Shop.Tests/CartTests.cs CartTests.Adds 1'] },
    ],
  ];
  for (const [name, files, [file, line], expected] of languages) {
    it(`knows ${name}`, async () => {
      const { callers, tests } = brief(await impactOf(files, file, line));
      assert.deepEqual({ callers, tests: tests?.map(each => each.replace(/:\d+/, '')) }, expected);
    });
  }

  it('gives the first of many, and says so', async () => {
    const files: Record<string, string> = { 'a.js': 'export function f(x) {\n  return x.y;\n}\n' };
    for (let at = 0; at < 5; at++) {
      const five = (line: (each: number) => string) => [0, 1, 2, 3, 4].map(line).join('\n');
      files[`b${at}.js`] =
        `import { f } from './a.js';\n${five(each => `export const g${each} = () => f();`)}\n`;
      files[`b${at}.test.js`] =
        `import { f } from './a.js';\n${five(each => `it('works ${each}', () => f());`)}\n`;
    }
    const impact = await impactOf(files, 'a.js', 2);
    assert.deepEqual([impact?.callers.length, impact?.moreCallers], [20, 5]);
    assert.deepEqual([impact?.tests.length, impact?.moreTests], [20, 5]);
    assert.equal(impact?.bounded, undefined);
    const late = await impactOf({}, 'a.js', 2, { milliseconds: 0 });
    assert.match(late?.bounded ?? '', /ended before/);
    assert.notEqual(late?.callers.length, 0);
  });

  it('has nothing to say outside of functions, and stops when it is told to', async () => {
    const files = { 'a.js': 'let x = 1;\nfunction f() {}\n', 'a.txt': 'f()\n' };
    assert.equal(await impactOf(files, 'a.js', 1), undefined);
    assert.equal(await impactOf({}, 'a.txt', 1), undefined);
    assert.equal(await impactOf({}, 'none.js', 1), undefined);
    await assert.rejects(impactOf({}, 'a.js', 2, { signal: AbortSignal.abort() }));
  });
});
