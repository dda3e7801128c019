import assert from 'node:assert/strict';
import { sourcePathOf } from './source-path.ts';

function path(file: string): string {
  return sourcePathOf(file).segments.join('/');
}

describe('sourcePathOf', () => {
  it('forgets hosts, schemes, drives and queries', () => {
    for (const file of [
      'https://shop.example:8443/src/cart.ts?v=1#x',
      'webpack://shop/./src/cart.ts?ab12',
      'webpack-internal:///(rsc)/./src/cart.ts',
      'file:///C:/src/cart.ts',
      'C:\\src\\cart.ts',
      '~/src/cart.ts',
      './src/cart.ts',
      'src/cart.ts:12:5',
      'eval at build (/src/cart.ts:10:3), <anonymous>:1:1',
      'eval at build (C:\\src\\cart.ts:10:3), <anonymous>:1:1',
      'eval at build (eval at x (https://h.example:80/src/cart.ts:10:3)), <anonymous>:1:1',
    ])
      assert.equal(path(file), 'src/cart.ts', file);
    assert.equal(path('https://shop.example/'), '<page>');
  });

  it('forgets hashes, versions and numbers of builds', () => {
    const same: readonly (readonly [string, string])[] = [
      ['/a/main.8f3a2b1c.js', '/a/main.0d9e8c7b.js'],
      ['/a/main.8f3a2b1c.chunk.js', '/a/main.00112233445566778899.chunk.js'],
      ['/a/chunk-AB12CD34.js', '/a/chunk-ZYXWVUTS.js'],
      ['/a/index-D4f_x2Qz.js', '/a/index-BqWxYzK1.js'],
      ['/a/17.8f3a2b1c.js', '/a/204.0d9e8c7b.js'],
      ['/gems/rails-7.0.4/lib/x.rb', '/gems/rails-7.1.0.beta1/lib/x.rb'],
      ['/lib/shop-1.2.3.jar!/x', '/lib/shop-1.3.0-SNAPSHOT.jar!/x'],
      ['/mod/shop@v1.2.3/x.go', '/mod/shop@v1.10.0/x.go'],
      ['/releases/20240102030405/x.rb', '/releases/20250102030405/x.rb'],
      [
        '/views/3f2a5b6c7d8e9f00112233445566778899aabbcc.php',
        '/views/00aabbcc112233445566778899aabbccddeeff00.php',
      ],
      ['/x/9b2f1c3e-1111-2222-3333-444455556666/y.js', '/x/00000000-0000-4000-8000-000000000001/y.js'],
    ];
    for (const [one, other] of same) assert.equal(path(one), path(other), one);
  });

  it('keeps names that people gave', () => {
    for (const file of [
      'src/user-settings.ts',
      'src/cart-checkout.js',
      'api/v2/cart.py',
      'lib/python3.12/cart.py',
      'src/sha256.ts',
      'src/createUserProfile.js',
      'pages/shop-products.tsx',
      'db/0001_initial.py',
      'src/utf8-decoders.js',
    ])
      assert.equal(path(file), file);
  });
});
