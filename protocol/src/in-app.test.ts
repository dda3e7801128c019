import assert from 'node:assert/strict';
import { isInApp } from './in-app.ts';

describe('isInApp', () => {
  it('takes for foreign what lies where packages and standard libraries lie', () => {
    for (const file of [
      '/srv/app/node_modules/express/index.js',
      'file:///srv/app/node_modules/.pnpm/x/y.js',
      'node:internal/timers',
      'internal/modules/cjs/loader.js',
      '<anonymous>',
      '<frozen importlib._bootstrap>',
      'native',
      '/usr/lib/python3.12/json/decoder.py',
      'C:\\Python312\\Lib\\json\\decoder.py',
      '/venv/lib/python3.11/site-packages/django/core.py',
      'webpack:///webpack/bootstrap',
      '',
    ]) {
      assert.equal(isInApp(file), false, file);
    }
  });

  it('takes everything else for the user’s own', () => {
    for (const file of [
      '/srv/app/lib/cart.py',
      'src/native.ts',
      'C:\\shop\\a.js',
      'webpack:///./src/a.ts',
      'internal/a.go',
    ]) {
      assert.equal(isInApp(file), true, file);
    }
  });

  it('knows the libraries of each platform by file or by scope', () => {
    const cases: [platform: string, file: string, scope: string | undefined, own: boolean][] = [
      ['java', 'ArrayList.java', 'java.util.ArrayList', false],
      ['java', 'Proxy.java', 'jdk.proxy2.$Proxy12', false],
      ['java', 'DispatcherServlet.java', 'org.springframework.web.servlet.DispatcherServlet', false],
      ['java', 'Cart.java', 'com.shop.Cart', true],
      ['java', '<unknown>', 'com.shop.Cart', true],
      ['java', 'Cart.java', 'javax2.Cart', true],
      ['java', 'Cart.kt', 'org.apacheshop.Cart', true],
      ['go', '/usr/local/go/src/net/http/server.go', 'net/http', false],
      ['go', '/opt/hostedtoolcache/go/1.21.0/x64/src/runtime/panic.go', 'runtime', false],
      ['go', '/home/me/go/pkg/mod/github.com/x/y@v1.2.3/z.go', 'github.com/x/y', false],
      ['go', 'github.com/x/y@v1.2.3/z.go', 'github.com/x/y', false],
      ['go', '/srv/vendor/github.com/x/y/z.go', 'github.com/x/y', false],
      ['go', '/go/src/app/main.go', 'main', true],
      [
        'go',
        '/home/me/go/src/github.com/me/shop/internal/cart/cart.go',
        'github.com/me/shop/internal/cart',
        true,
      ],
      ['go', 'internal/cart/cart.go', undefined, true],
      ['rust', '/rustc/90c541/library/core/src/panicking.rs', 'core::panicking::panic', false],
      ['rust', '/home/me/.cargo/registry/src/index.crates.io-6f17/tokio-1.0/src/lib.rs', 'x::y', false],
      ['rust', '<unknown>', '<alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index', false],
      ['rust', 'src/main.rs', '<shop::Cart as core::ops::drop::Drop>::drop', true],
      ['ruby', '/usr/lib/ruby/3.1.0/json/common.rb', undefined, false],
      ['ruby', '/usr/local/bundle/gems/rack-3.0/lib/rack.rb', undefined, false],
      ['ruby', '<internal:kernel>', undefined, false],
      ['ruby', 'app/models/cart.rb', undefined, true],
      ['php', '/var/www/vendor/laravel/framework/src/x.php', undefined, false],
      ['php', '/var/www/app/Cart.php', undefined, true],
      ['csharp', '<unknown>', 'System.Linq.Enumerable', false],
      ['csharp', '/_/src/x.cs', 'Microsoft.AspNetCore.Mvc.Controller', false],
      ['csharp', 'C:\\src\\Cart.cs', 'Shop.Cart', true],
      ['csharp', '<unknown>', 'SystemShop.Cart', true],
      ['dart', 'dart:async/zone.dart', undefined, false],
      ['dart', 'package:flutter/src/widgets/framework.dart', undefined, false],
      ['dart', '/home/me/.pub-cache/hosted/pub.dev/http-1.0/lib/http.dart', undefined, false],
      ['dart', 'package:shop/cart.dart', undefined, true],
      ['constructor', 'src/a.x', 'a', true],
    ];
    for (const [platform, file, scope, own] of cases) {
      assert.equal(isInApp(file, platform, scope), own, `${platform} ${file} ${scope}`);
    }
  });
});
