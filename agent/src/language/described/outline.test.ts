import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { languageOf } from '../languages.ts';
import { symbolAt } from '../symbol-at.ts';
import { csharp, go, java, php, ruby, rust } from './scratch-programs.ts';

async function read(path: string, text: string) {
  const language = await languageOf(path);
  assert.ok(language, path);
  const tree = language.parse(text);
  assert.equal(tree.hasError, false, path);
  return { language, tree, functions: language.functions(tree), classes: language.classes(tree) };
}

async function names(path: string, text: string): Promise<string[]> {
  return (await read(path, text)).functions.map(info => info.qualifiedName);
}

describe('functions of described languages', () => {
  it('have the names that traces of the language give them', async () => {
    assert.deepEqual(await names('Cart.java', java), [
      'Cart.<clinit>',
      'Cart.<init>',
      'Cart.find',
      'Cart.find.later',
      '',
      'Cart.Inner.deep',
      'Cart.Inner.deep.run',
      'Cart.Kind.size',
      'Cart.Kind.next',
      'Cart.Point.<init>',
      'Cart.Point.sum',
      'Cart.Shape.area',
      'Cart.Shape.name',
    ]);
    assert.deepEqual(await names('cart.go', go), [
      'Shape.Area',
      'New',
      '',
      'Cart.Add',
      'Cart.Add.handler',
      'List.len',
    ]);
    assert.deepEqual(await names('cart.rs', rust), [
      'Cart::new',
      'Cart::new::add',
      'Cart::new::nested',
      'Cart::total',
      'Cart::area',
      'Shape::area',
      'Shape::name',
      'tests::works',
      'main',
    ]);
    assert.deepEqual(await names('cart.rb', ruby), [
      'Shop::Cart#initialize',
      'Shop::Cart.build',
      'Shop::Cart.make',
      'Shop::Cart#empty?',
      '',
      'Shop::Cart#empty?.add',
      'Shop::Cart#total',
      'Shop::Cart::Line#cost',
      'top',
    ]);
    assert.deepEqual(await names('Cart.php', php), [
      'Cart::__construct',
      'Cart::make',
      'Cart::size',
      'Cart::total',
      'Cart::total.add',
      'Cart::total.twice',
      '',
      'Loggable::log',
      'Suit::label',
      'Suit::label::z',
      'helper',
    ]);
    assert.deepEqual(await names('Cart.cs', csharp), [
      'Cart.get_Total',
      'Cart.get_Both',
      'Cart.set_Both',
      'Cart..ctor',
      'Cart.FindAsync',
      'Cart.FindAsync.Local',
      'Cart.FindAsync.later',
      '',
      'Cart.Inner.Deep',
      'Point.Sum',
    ]);
  });

  it('have parameters, without the object itself', async () => {
    const brief = async (path: string, text: string, name: string) =>
      (await read(path, text)).functions
        .find(info => info.qualifiedName === name)
        ?.parameters.map(
          p =>
            `${p.name}${p.rest ? '*' : ''}${p.keywordOnly ? '!' : ''}${p.default ? `=${p.default.text}` : ''}`,
        );
    assert.deepEqual(await brief('a.java', java, 'Cart.<init>'), ['owner', 'rest*']);
    assert.deepEqual(await brief('a.go', go, 'New'), ['owner', 'name', 'opts*']);
    assert.deepEqual(await brief('a.go', go, 'Cart.Add'), ['it']);
    assert.deepEqual(await brief('a.rs', rust, 'Cart::new'), ['owner', 'size']);
    assert.deepEqual(await brief('a.rs', rust, 'Cart::area'), []);
    assert.deepEqual(await brief('a.rs', rust, 'Cart::new::add'), ['a', 'b']);
    assert.deepEqual(await brief('a.rb', ruby, 'Shop::Cart#initialize'), [
      'owner',
      'size=2',
      'rest*',
      'key!',
      'opt!=1',
      'others*!',
      'block*!',
    ]);
    assert.deepEqual(await brief('a.php', php, 'Cart::__construct'), ['$owner', '$size=2', '$rest*']);
    assert.deepEqual(await brief('a.cs', csharp, 'Cart..ctor'), ['owner', 'size=2', 'rest*']);
    assert.deepEqual(await brief('a.cs', csharp, 'Cart.FindAsync.later'), ['a']);
  });

  it('tell what they are', async () => {
    const one = async (path: string, text: string, name: string) => {
      const info = (await read(path, text)).functions.find(found => found.qualifiedName === name);
      const marks = { async: info?.async, static: info?.static, generator: info?.generator };
      const on = Object.entries(marks).flatMap(([mark, set]) => (set ? [mark] : []));
      return [info?.kind, info?.className, info?.exported, info?.returnType, ...on];
    };
    assert.deepEqual(await one('a.java', java, 'Cart.find'), ['method', 'Cart', 'named', 'List<T>']);
    assert.deepEqual(await one('a.go', go, 'List.len'), ['method', 'List', false, 'int']);
    assert.deepEqual(await one('a.rs', rust, 'Cart::new'), [
      'method',
      'Cart',
      'named',
      'Result<Self, Error>',
      'async',
      'static',
    ]);
    assert.deepEqual(await one('a.rs', rust, 'main'), ['function', undefined, false, undefined]);
    assert.deepEqual(await one('a.rb', ruby, 'Shop::Cart#initialize'), [
      'constructor',
      'Cart',
      'named',
      undefined,
    ]);
    assert.deepEqual(await one('a.rb', ruby, 'Shop::Cart.make'), [
      'method',
      'Cart',
      'named',
      undefined,
      'static',
    ]);
    assert.deepEqual(await one('a.php', php, 'Cart::make'), ['method', 'Cart', 'named', '?self', 'static']);
    assert.deepEqual(await one('a.php', php, 'Loggable::log'), [
      'method',
      'Loggable',
      'named',
      undefined,
      'generator',
    ]);
    assert.deepEqual(await one('a.cs', csharp, 'Cart.FindAsync'), [
      'method',
      'Cart',
      'named',
      'Task<T>',
      'async',
      'static',
    ]);
  });

  it('are found by line, and the class where there is none', async () => {
    assert.equal(await symbolAt('Cart.java', java, 17), 'Cart.Inner.deep.run');
    assert.equal(await symbolAt('Cart.java', java, 9), 'Cart.find');
    assert.equal(await symbolAt('Cart.java', java, 6), 'Cart');
    assert.equal(await symbolAt('cart.rb', ruby, 14), 'Shop::Cart#empty?');
    assert.equal(await symbolAt('cart.rb', ruby, 4), 'Shop::Cart');
    assert.equal(await symbolAt('cart.go', go, 1), undefined);
  });
});

describe('classes of described languages', () => {
  it('have the names of what is around them', async () => {
    const brief = async (path: string, text: string) =>
      (await read(path, text)).classes.map(found => found.qualifiedName);
    assert.deepEqual(await brief('a.java', java), [
      'Cart',
      'Cart.Inner',
      'Cart.Kind',
      'Cart.Point',
      'Cart.Shape',
    ]);
    assert.deepEqual(await brief('a.go', go), ['Cart', 'List', 'Shape']);
    assert.deepEqual(await brief('a.rs', rust), ['Cart', 'Shape']);
    assert.deepEqual(await brief('a.rb', ruby), ['Shop', 'Shop::Cart', 'Shop::Cart::Line']);
    assert.deepEqual(await brief('a.php', php), ['Cart', 'Loggable', 'Suit']);
    assert.deepEqual(await brief('a.cs', csharp), ['Cart', 'Cart.Inner', 'Point']);
  });
});

describe('imports of described languages', () => {
  const brief = async (path: string, text: string) => {
    const { language, tree } = await read(path, text);
    return language.imports(tree).map(found => [found.kind, found.source, found.imported, found.local]);
  };

  it('bind names', async () => {
    assert.deepEqual(await brief('a.java', java), [
      ['named', 'java.util', '*', undefined],
      ['named', 'com.acme.Util', 'help', 'help'],
      ['named', 'com.acme.model.Order', 'Order', 'Order'],
    ]);
    assert.deepEqual(await brief('a.go', go), [
      ['namespace', 'fmt', undefined, 'fmt'],
      ['namespace', 'github.com/acme/shop/model', undefined, 'm'],
      ['side-effect', 'embed', undefined, undefined],
    ]);
    assert.deepEqual((await brief('a.rs', rust)).slice(0, 3), [
      ['named', 'std::collections', 'HashMap', 'Map'],
      ['named', 'crate::model', 'Order', 'Order'],
      ['named', 'crate::model::line', 'Line', 'It'],
    ]);
    assert.deepEqual(await brief('a.rb', ruby), [['side-effect', '../model/order', undefined, undefined]]);
    assert.deepEqual(await brief('a.php', php), [
      ['named', 'App\\Model\\Order', 'Order', 'Order'],
      ['named', 'App\\Model\\Item', 'Item', 'It'],
      ['named', 'App\\Model\\Line', 'Line', 'Line'],
    ]);
    assert.deepEqual(await brief('a.cs', csharp), [
      ['named', 'System', '*', undefined],
      ['namespace', 'Acme.Model', undefined, 'M'],
    ]);
  });

  it('lead to files', async () => {
    const leads = async (from: string, source: string, to: string) =>
      assert.ok((await languageOf(from))?.resolve(from, source).includes(to), `${from} ${source}`);
    await leads(
      'core/src/main/java/com/acme/shop/Cart.java',
      'com.acme.model.Order',
      'core/src/main/java/com/acme/model/Order.java',
    );
    await leads('cart/src/shop/cart.rs', 'crate::model', 'cart/src/model.rs');
    await leads('cart/src/shop/cart.rs', 'crate::model::order', 'cart/src/model/mod.rs');
    await leads('src/shop/mod.rs', 'super::model', 'src/model.rs');
    await leads('src/shop.rs', 'self::line', 'src/shop/line.rs');
    await leads('app/models/cart.rb', '../lib/order', 'app/lib/order.rb');
    await leads('app/models/cart.rb', 'acme/order', 'lib/acme/order.rb');
    await leads('src/Shop/Cart.php', 'App\\Model\\Order', 'src/Model/Order.php');
    assert.deepEqual((await languageOf('a.rb'))?.resolve('a.rb', '../../x'), []);
  });
});

describe('the class of a node', () => {
  it('is the one around it, or that of its method', async () => {
    const at = async (path: string, text: string, inside: string) => {
      const { language, tree } = await read(path, text);
      const node = [...tree.root.walk()].find(found => found.text === inside);
      const owner = node && language.classOf(node);
      return owner && [owner.qualifiedName ?? owner.name, ...owner.bases];
    };
    assert.deepEqual(await at('a.java', java, 'check(x)'), ['Cart.Point']);
    assert.deepEqual(await at('a.java', java, 'super(owner);'), ['Cart', 'Base']);
    assert.deepEqual(await at('a.go', go, 'w.Flush()'), ['Cart']);
    assert.deepEqual(await at('a.go', go, 'fmt.Println(n)'), undefined);
    assert.deepEqual(await at('a.rs', rust, 'a + b'), ['Cart']);
    assert.deepEqual(await at('a.rb', ruby, 'puts item'), ['Shop::Cart', 'Base']);
    assert.deepEqual(await at('a.php', php, '$n * 2'), ['Cart', 'Base']);
    assert.deepEqual(await at('a.cs', csharp, 'items.Count'), ['Cart', 'Base']);
    assert.deepEqual(await at('a.ts', 'class A extends B<C> implements D { e = 1 }', '1'), ['A', 'B']);
    assert.deepEqual(await at('a.py', 'class A(b.B, metaclass=C):\n  d = 1\n', 'd = 1'), ['A', 'b.B']);
  });
});
