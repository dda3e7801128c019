import assert from 'node:assert/strict';
import { enclosingNames, functionName, moduleName, scriptFunctionName } from './names.ts';

describe('functionName', () => {
  it('forgets what compilers and runtimes add', () => {
    const names: readonly (readonly [string, string])[] = [
      ['lambda$main$0', 'main'],
      ['lambda$static$12', '<clinit>'],
      ['$anonfun$total$3', 'total'],
      ['access$100', 'access'],
      ['<Total>b__5_0', 'Total'],
      ['<Total>g__Sum|5_0', 'Total.Sum'],
      ['<>c__DisplayClass1_0.<Total>b__0', 'Total'],
      ['Cart.Total(String name, Int32 count)', 'Cart.Total'],
      ['shop::cart::total::h0123456789abcdef', 'shop::cart::total'],
      ['shop::cart::total::{{closure}}', 'shop::cart::total'],
      ['shop::cart::total::{closure#2}', 'shop::cart::total'],
      ['main.total.func1.2', 'main.total'],
      ['main.(*Cart).Total', 'main.(*Cart).Total'],
      ['main.(*Cart).Total-fm', 'main.(*Cart).Total'],
      ['main.Map[...]', 'main.Map'],
      ['block (2 levels) in total', 'total'],
      ['rescue in block in total', 'total'],
      ['Cart#total', 'Cart#total'],
      ['_app_views_carts_show_html_erb___1234567890_123456', '_app_views_carts_show_html_erb____'],
      ['anonymous fn/2 in Shop.Cart.total/1', 'Shop.Cart.total'],
      ['-total/1-fun-0-', 'total'],
      ['closure #1 in total()', 'total'],
      ['Cart.total.<anonymous closure>', 'Cart.total'],
      ['App\\Cart::{closure}', 'App\\Cart'],
      ['{closure:App\\Cart::total():12}', ''],
      ['Cart.total.<locals>.sum', 'Cart.total.sum'],
      ['<lambda>', ''],
      ['<listcomp>', ''],
      ['<anonymous>', ''],
      ['<module>', '<module>'],
      ['__init__', '__init__'],
      ['__fn_123', '__fn'],
      ['lambda_method12(Closure , Object )', 'lambda_method'],
      ['sha256', 'sha256'],
      ['total2', 'total2'],
    ];
    for (const [raw, name] of names) assert.equal(functionName(raw), name, raw);
  });
});

describe('scriptFunctionName', () => {
  it('is the same in every engine', () => {
    for (const raw of [
      'Cart.total',
      'total',
      'async Cart.total',
      'new total',
      'Object.total [as sum]',
      'async*total',
      'total/<',
      'Cart.prototype.total',
    ])
      assert.equal(scriptFunctionName(raw), 'total', raw);
    for (const raw of [
      '<anonymous>',
      'Object.<anonymous>',
      'anonymous',
      '(anonymous)',
      'HTMLButtonElement.<anonymous>',
    ])
      assert.equal(scriptFunctionName(raw), '', raw);
  });
});

describe('moduleName', () => {
  it('forgets proxies, lambdas and numbers of classes', () => {
    const names: readonly (readonly [string, string])[] = [
      ['com.shop.Cart$$Lambda$14/0x0000000800c03000', 'com.shop.Cart'],
      ['com.shop.Cart$$EnhancerBySpringCGLIB$$ab12cd', 'com.shop.Cart'],
      ['com.shop.Cart$$SpringCGLIB$$0', 'com.shop.Cart'],
      ['com.sun.proxy.$Proxy12', 'com.sun.proxy.$Proxy'],
      ['com.shop.Cart$1', 'com.shop.Cart'],
      ['com.shop.Cart$Item', 'com.shop.Cart$Item'],
      ['shop.cart.views', 'shop.cart.views'],
      ['github.com/shop/cart', 'github.com/shop/cart'],
    ];
    for (const [raw, name] of names) assert.equal(moduleName(raw), name, raw);
  });

  it('gives a lambda that became a class back to its function', () => {
    const names = (module: string, name: string) =>
      enclosingNames({ module: moduleName(module), function: functionName(name) });
    const total = { module: 'com.shop.Cart', function: 'total' };
    assert.deepEqual(names('com.shop.Cart$total$1', 'invokeSuspend'), total);
    assert.deepEqual(names('com.shop.Cart$total$2$1', 'invokeSuspend'), total);
    assert.deepEqual(names('Shop.Cart+<Total>d__5', 'MoveNext'), { module: 'Shop.Cart', function: 'Total' });
    assert.deepEqual(names('shop.core$handler$fn__1234', 'invoke'), {
      module: 'shop.core',
      function: 'handler',
    });
    assert.deepEqual(names('CartKt$total$1', 'invokeSuspend'), { module: 'CartKt', function: 'total' });
    assert.deepEqual(names('com.shop.Cart', 'invoke'), { module: 'com.shop.Cart', function: 'invoke' });
  });
});
