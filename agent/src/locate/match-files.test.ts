import assert from 'node:assert/strict';
import { rootException } from '@errata/protocol/root-exception';
import { eventFromTrace } from '@errata/protocol/trace/parse';
import { matchFiles } from './match-files.ts';
import { withTree } from './scratch-tree.ts';

type Files = Readonly<Record<string, string>>;

/** What each frame of a raw trace is found to mean, innermost first: a tracked file, or `-` for none. */
async function meant(files: Files, traces: readonly string[]): Promise<string[][]> {
  return withTree(files, async tree => {
    const found: string[][] = [];
    for (const trace of traces) {
      const frames = rootException(eventFromTrace(trace))?.frames ?? [];
      const answers = await matchFiles(frames, tree);
      found.push(answers.map(answer => answer.candidates?.[0]?.file ?? '-').reverse());
    }
    return found;
  });
}

const lines = (...text: string[]) => text.join('\n');

describe('matchFiles', () => {
  it('Python: places of builds, packages of its own and of others, archives', async () => {
    const files = {
      'pyproject.toml': '[project]\nname = "acme-shop"\n',
      'src/shop/__init__.py': '',
      'src/shop/cart.py': 'def total(cart):\n    return cart.items[0]\n',
      'src/shop/orders/__init__.py': 'def load():\n    return cart.items[0]\n',
      'tools/cart.py': 'print(1)\n',
      'src/shop/json/decoder.py': 'x = 1\n',
    };
    const trace = (...places: [file: string, name: string][]) =>
      lines(
        'Traceback (most recent call last):',
        ...places.flatMap(([file, name]) => [
          `  File "${file}", line 2, in ${name}`,
          '    return cart.items[0]',
        ]),
        'IndexError: list index out of range',
      );
    assert.deepEqual(
      await meant(files, [
        trace(['/usr/src/app/src/shop/cart.py', 'total']),
        trace(['/usr/local/lib/python3.12/site-packages/shop/cart.py', 'total']),
        trace(['C:\\hostedtoolcache\\Python312\\Lib\\site-packages\\shop\\cart.py', 'total']),
        trace(['/srv/shop.pyz/shop/cart.py', 'total']),
        trace(['/x/site-packages/acme_shop-1.0-py3.12.egg/shop/cart.py', 'total']),
        trace(['/var/task/shop/orders/__init__.py', 'load']),
        trace(['/usr/lib/python3.12/json/decoder.py', 'decode'], ['/app/shop/cart.py', 'total']),
        trace(['/usr/lib/python3/dist-packages/requests/cart.py', 'get']),
        trace(['<frozen importlib._bootstrap>', '_call'], ['<string>', '<module>'], ['<stdin>', '<module>']),
      ]),
      [
        ['src/shop/cart.py'],
        ['src/shop/cart.py'],
        ['src/shop/cart.py'],
        ['src/shop/cart.py'],
        ['src/shop/cart.py'],
        ['src/shop/orders/__init__.py'],
        ['src/shop/cart.py', '-'],
        ['-'],
        ['-', '-', '-'],
      ],
    );
  });

  it('JavaScript: monorepos, linked packages, built folders, bundlers', async () => {
    const files = {
      'package.json': '{"name": "root"}',
      'packages/api/package.json': '{"name": "@acme/api"}',
      'packages/api/src/index.ts': 'boot();\n',
      'packages/api/src/cart.ts': 'export const total = 1;\n',
      'packages/web/package.json': '{"name": "@acme/web"}',
      'packages/web/src/index.ts': 'boot();\n',
      'packages/web/src/app/[slug]/page.tsx': 'export default Page;\n',
      'packages/web/src/Cart.vue': '<template/>\n',
      'scripts/server.mts': 'go();\n',
    };
    const trace = (...places: string[]) =>
      lines('TypeError: x is undefined', ...places.map(at => `    at f (${at}:1:1)`));
    assert.deepEqual(
      await meant(files, [
        trace('/app/node_modules/@acme/api/dist/index.js', '/app/node_modules/express/lib/index.js'),
        trace('webpack://@acme/web/./src/index.ts?3f2a', 'webpack://@acme/api/src/index.ts'),
        trace('/home/runner/work/shop/shop/packages/api/dist/index.js'),
        trace('/app/dist/index.js', '/app/dist/cart.js'),
        trace('webpack-internal:///(rsc)/./src/app/[slug]/page.tsx'),
        trace('turbopack:///[project]/packages/web/src/app/[slug]/page.tsx'),
        trace('https://shop.example/_next/static/chunks/app/%5Bslug%5D/page.js'),
        trace('webpack:///./src/Cart.vue?vue&type=script&lang=js&'),
        trace('http://localhost:5173/@fs/home/me/shop/packages/web/src/Cart.vue?t=1700000000000'),
        trace('capacitor://localhost/src/Cart.vue', 'app:///packages/web/.next/server/app/[slug]/page.js'),
        trace(
          'C:\\work\\shop\\Packages\\Web\\src\\cart.vue',
          '\\\\build\\share\\packages\\web\\src\\index.ts',
        ),
        trace('file:///D:/a/shop/scripts/server.mjs', '/tmp/build_abc/scripts/server.mjs'),
        trace('node:internal/process/task_queues', '/app/.pnpm/x@1/node_modules/x/packages/web/src/index.js'),
        trace('https://cdn.example/assets/index-3f2a1b9c.js'),
      ]),
      [
        ['packages/api/src/index.ts', '-'],
        ['packages/web/src/index.ts', 'packages/api/src/index.ts'],
        ['packages/api/src/index.ts'],
        ['packages/api/src/index.ts', 'packages/api/src/cart.ts'],
        ['packages/web/src/app/[slug]/page.tsx'],
        ['packages/web/src/app/[slug]/page.tsx'],
        ['packages/web/src/app/[slug]/page.tsx'],
        ['packages/web/src/Cart.vue'],
        ['packages/web/src/Cart.vue'],
        ['packages/web/src/Cart.vue', 'packages/web/src/app/[slug]/page.tsx'],
        ['packages/web/src/Cart.vue', 'packages/web/src/index.ts'],
        ['scripts/server.mts', 'scripts/server.mts'],
        ['-', '-'],
        ['-'],
      ],
    );
  });

  it('Java and Kotlin: by package, several modules, classes without a file', async () => {
    const cart = lines(
      'package com.acme.shop;',
      'public class Cart {',
      '  int total() {',
      '    return a.b;',
      '  }',
      '}',
    );
    const files = {
      'api/src/main/java/com/acme/shop/Cart.java': cart,
      'legacy/src/main/java/org/old/Cart.java': cart.replace('com.acme.shop', 'org.old'),
      'api/src/main/kotlin/orders/Checkout.kt': lines('package com.acme.orders', 'fun pay() {', '  x()', '}'),
      'app/src/main/scala/acme/Tax.scala': lines('package acme', 'object Tax {', '  def rate = 1 / 0', '}'),
    };
    const trace = (...frames: string[]) =>
      lines('java.lang.NullPointerException: x', ...frames.map(at => `\tat ${at}`));
    assert.deepEqual(
      await meant(files, [
        trace(
          'com.acme.shop.Cart$Line.lambda$total$0(Cart.java:4)',
          'java.base/java.util.ArrayList.forEach(ArrayList.java:1)',
        ),
        trace('com.acme.shop.Cart.total(Unknown Source)', 'org.old.Cart.total(Unknown Source)'),
        trace(
          'com.acme.orders.CheckoutKt.pay(Checkout.kt:3)',
          'com.acme.orders.CheckoutKt.pay(Unknown Source)',
        ),
        trace('acme.Tax$.rate(Tax.scala:3)', 'org.other.Cart.total(Cart.java:4)'),
      ]),
      [
        ['api/src/main/java/com/acme/shop/Cart.java', '-'],
        ['api/src/main/java/com/acme/shop/Cart.java', 'legacy/src/main/java/org/old/Cart.java'],
        ['api/src/main/kotlin/orders/Checkout.kt', 'api/src/main/kotlin/orders/Checkout.kt'],
        ['app/src/main/scala/acme/Tax.scala', '-'],
      ],
    );
  });

  it('Go: by the module, wherever it was built', async () => {
    const files = {
      'go.mod': 'module github.com/acme/shop\n\ngo 1.22\n',
      'internal/cart/cart.go': 'package cart\n',
      'cmd/api/main.go': 'package main\n',
      'cmd/worker/main.go': 'package main\n',
      'server.go': 'package shop\n',
      'build/tools/go.mod': 'module github.com/acme/shop/tools\n',
      'build/tools/gen/gen.go': 'package gen\n',
    };
    const trace = (...frames: [name: string, file: string][]) =>
      lines(
        'panic: boom',
        '',
        'goroutine 1 [running]:',
        ...frames.flatMap(([name, file]) => [`${name}(0x1)`, `\t${file}:12 +0x1d`]),
      );
    assert.deepEqual(
      await meant(files, [
        trace([
          'github.com/acme/shop/internal/cart.(*Cart).Total',
          '/go/src/github.com/acme/shop/internal/cart/cart.go',
        ]),
        trace([
          'github.com/acme/shop/internal/cart.(*Cart).Total',
          'github.com/acme/shop/internal/cart/cart.go',
        ]),
        trace(
          ['github.com/acme/shop/tools/gen.Run', '/src/gen/gen.go'],
          ['main.main', '/src/cmd/api/main.go'],
        ),
        trace([
          'github.com/acme/shop/internal/cart.Total',
          '/go/pkg/mod/github.com/acme/shop@v1.2.3/internal/cart/cart.go',
        ]),
        trace(
          ['net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go'],
          ['net/http.Serve', 'net/http/server.go'],
        ),
        trace(['github.com/other/cart.Total', '/go/pkg/mod/github.com/other/cart@v1.0.0/cart.go']),
        trace(
          ['github.com/acme/shop.(*Server).Run', '/workspace/server.go'],
          ['main.main', '/app/cmd/worker/main.go'],
        ),
      ]),
      [
        ['internal/cart/cart.go'],
        ['internal/cart/cart.go'],
        ['build/tools/gen/gen.go', 'cmd/api/main.go'],
        ['internal/cart/cart.go'],
        ['-', '-'],
        ['-'],
        ['server.go', 'cmd/worker/main.go'],
      ],
    );
  });

  it('Rust: members of a workspace by their crate, the library of Rust', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/shop/Cargo.toml': '[package]\nname = "acme-shop"\n',
      'crates/shop/src/lib.rs': 'pub mod cart;\n',
      'crates/shop/src/cart.rs': 'pub fn total() {}\n',
      'crates/tax/Cargo.toml': '[package]\nname = "tax"\n[lib]\nname = "tax_rates"\n',
      'crates/tax/src/lib.rs': 'pub fn rate() {}\n',
      'crates/tax/src/cart.rs': 'pub fn total() {}\n',
    };
    const trace = (...frames: [name: string, file?: string][]) =>
      lines(
        "thread 'main' panicked at /build/crates/tax/src/lib.rs:1:5:",
        'boom',
        'stack backtrace:',
        ...frames.flatMap(([name, file], at) => [
          `   ${at}: ${name}`,
          ...(file ? [`             at ${file}:1:5`] : []),
        ]),
      );
    assert.deepEqual(
      await meant(files, [
        trace(['acme_shop::cart::total', './src/cart.rs'], ['tax_rates::cart::total', './src/cart.rs']),
        trace(
          [
            'core::panicking::panic',
            '/rustc/aedd173a2c086e558c2b66d3743b344f977621a7/library/core/src/panicking.rs',
          ],
          ['tax_rates::rate', '/build/crates/tax/src/lib.rs'],
        ),
        trace(
          [
            'serde::de::x',
            '/usr/local/cargo/registry/src/index.crates.io-6f17d22bba15001f/serde-1.0.1/src/lib.rs',
          ],
          ['acme_shop::cart::total'],
        ),
      ]),
      [
        ['crates/tax/src/lib.rs', 'crates/shop/src/cart.rs', 'crates/tax/src/cart.rs'],
        ['crates/tax/src/lib.rs'],
        ['crates/tax/src/lib.rs', 'crates/shop/src/cart.rs'],
      ],
    );
  });

  it('Ruby, PHP, C# and Dart', async () => {
    const files = {
      'app/models/cart.rb': 'class Cart\n  def total\n    1 / 0\n  end\nend\n',
      'engines/billing/billing.gemspec': '',
      'engines/billing/lib/billing/invoice.rb': 'x\n',
      'src/Kernel.php': '<?php\n',
      'src/Cart.php': '<?php\n',
      'vendor/acme/own/src/Local.php': '<?php\n',
      'src/Acme.Shop/Orders/Order.cs': lines(
        'namespace Acme.Shop.Orders;',
        'public class Order',
        '{',
        '  public int Total()',
        '  {',
        '    return 1;',
        '  }',
        '}',
      ),
      'mobile/pubspec.yaml': 'name: shop\n',
      'mobile/lib/cart.dart': 'x\n',
      'admin/pubspec.yaml': 'name: admin\n',
      'admin/lib/cart.dart': 'x\n',
    };
    assert.deepEqual(
      await meant(files, [
        lines(
          "/usr/src/app/app/models/cart.rb:3:in `/': divided by 0 (ZeroDivisionError)",
          "\tfrom /usr/local/bundle/gems/billing-0.1.0/lib/billing/invoice.rb:1:in `run'",
          "\tfrom /usr/local/bundle/gems/rack-2.2.4/lib/cart.rb:1:in `call'",
        ),
        lines(
          "(eval at /app/app/models/cart.rb:3):1:in 'total': boom (RuntimeError)",
          "\tfrom app/models/cart.rb:3:in 'total'",
        ),
        lines(
          'PHP Fatal error:  Uncaught Error: boom in /var/www/src/Cart.php:1',
          'Stack trace:',
          '#0 /var/www/vendor/symfony/http-kernel/src/Kernel.php(1): App\\Cart->total()',
          "#1 /var/www/src/Cart.php(1) : eval()'d code(1): run()",
          '#2 phar:///srv/shop.phar/src/Kernel.php(1): run()',
          '#3 /var/www/vendor/acme/own/src/Local.php(1): run()',
          '#4 {main}',
          '  thrown in /var/www/src/Cart.php on line 1',
        ),
        lines(
          'System.NullReferenceException: Object reference not set',
          '   at Acme.Shop.Orders.Order.Total() in C:\\agent\\_work\\1\\s\\src\\Acme.Shop\\Orders\\Order.cs:line 6',
          '   at Acme.Shop.Orders.Order.Total()',
          '   at System.Linq.Enumerable.First[T](IEnumerable`1 source)',
        ),
        lines(
          'Unhandled exception:',
          'Null check operator used on a null value',
          '#0      Cart.total (package:shop/cart.dart:1:3)',
          '#1      main (package:admin/cart.dart:1:3)',
          '#2      x (package:flutter/src/cart.dart:1:3)',
          '#3      y (dart:core-patch/cart.dart:1:3)',
        ),
      ]),
      [
        ['app/models/cart.rb', 'engines/billing/lib/billing/invoice.rb', '-'],
        ['app/models/cart.rb', 'app/models/cart.rb'],
        ['src/Cart.php', '-', 'src/Cart.php', 'src/Kernel.php', 'vendor/acme/own/src/Local.php'],
        ['src/Acme.Shop/Orders/Order.cs', 'src/Acme.Shop/Orders/Order.cs', '-'],
        ['mobile/lib/cart.dart', 'admin/lib/cart.dart', '-', '-'],
      ],
    );
  });
});
