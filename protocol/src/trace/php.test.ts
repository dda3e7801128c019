import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of PHP', () => {
  it('has the function that each line is in, and the exceptions before it', () => {
    assert.equal(
      shown(samples.php),
      `php
TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}
  * /srv/shop/a.php:3 App\\Cart::total
  * /srv/shop/a.php:3 App\\Cart::low
RuntimeException: outer
line two
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}`,
    );
  });

  it('is read as text of an exception', () => {
    assert.equal(
      shown(`TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3 and defined in /srv/shop/a.php:3
Stack trace:
#0 /srv/shop/a.php(3): App\\Cart::low()
#1 /srv/shop/a.php(4): App\\Cart->total()
#2 [internal function]: App\\Cart::App\\{closure}()
#3 /srv/shop/a.php(4): array_map()
#4 /srv/shop/a.php(5): App\\Cart::run()
#5 /srv/shop/a.php(6): App\\main()
#6 {main}

Next RuntimeException: outer
line two in /srv/shop/a.php:4
Stack trace:
#0 [internal function]: App\\Cart::App\\{closure}()
#1 /srv/shop/a.php(4): array_map()
#2 /srv/shop/a.php(5): App\\Cart::run()
#3 /srv/shop/a.php(6): App\\main()
#4 {main}
---
#0 [internal function]: App\\Cart::App\\{closure}()
#1 /srv/shop/a.php(4): array_map()
#2 /srv/shop/a.php(5): App\\Cart::run()
#3 /srv/shop/a.php(6): App\\main()
#4 {main}
PHP Fatal error:  Uncaught Error: Call to undefined function App\\nope() in /srv/shop/a.php:6
Stack trace:
#0 {main}
  thrown in /srv/shop/a.php on line 6`),
      `php
TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3
  * /srv/shop/a.php:6
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}
  * /srv/shop/a.php:3 App\\Cart::total
  * /srv/shop/a.php:3 App\\Cart::low
RuntimeException: outer
line two
  * /srv/shop/a.php:6
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}

php
Exception: ---
  * /srv/shop/a.php:6
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run

php
Error: Call to undefined function App\\nope()
  * /srv/shop/a.php:6`,
    );
  });

  it('is read with arguments', () => {
    assert.equal(
      shown(`PHP Fatal error:  Uncaught TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3 and defined in /srv/shop/a.php:3
Stack trace:
#0 /srv/shop/a.php(3): App\\Cart::low(NULL)
#1 /srv/shop/a.php(4): App\\Cart->total(NULL, '...')
#2 [internal function]: App\\Cart::App\\{closure}(Object(App\\Cart))
#3 /srv/shop/a.php(4): array_map(Object(Closure), Array)
#4 /srv/shop/a.php(5): App\\Cart::run()
#5 /srv/shop/a.php(7): App\\main()
#6 {main}

Next RuntimeException: outer
line two in /srv/shop/a.php:4
Stack trace:
#0 [internal function]: App\\Cart::App\\{closure}(Object(App\\Cart))
#1 /srv/shop/a.php(4): array_map(Object(Closure), Array)
#2 /srv/shop/a.php(5): App\\Cart::run()
#3 /srv/shop/a.php(7): App\\main()
#4 {main}
  thrown in /srv/shop/a.php on line 4`),
      `php
TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}
  * /srv/shop/a.php:3 App\\Cart::total
  * /srv/shop/a.php:3 App\\Cart::low
RuntimeException: outer
line two
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}`,
    );
  });

  it('is read from a page', () => {
    assert.equal(
      shown(`<br />
<b>Fatal error</b>:  Uncaught TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3 and defined in /srv/shop/a.php:3
Stack trace:
#0 /srv/shop/a.php(3): App\\Cart::low()
#1 /srv/shop/a.php(4): App\\Cart-&gt;total()
#2 [internal function]: App\\Cart::App\\{closure}()
#3 /srv/shop/a.php(4): array_map()
#4 /srv/shop/a.php(5): App\\Cart::run()
#5 /srv/shop/a.php(7): App\\main()
#6 {main}

Next RuntimeException: outer
line two in /srv/shop/a.php:4
Stack trace:
#0 [internal function]: App\\Cart::App\\{closure}()
#1 /srv/shop/a.php(4): array_map()
#2 /srv/shop/a.php(5): App\\Cart::run()
#3 /srv/shop/a.php(7): App\\main()
#4 {main}
  thrown in <b>/srv/shop/a.php</b> on line <b>4</b><br />`),
      `php
TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}
  * /srv/shop/a.php:3 App\\Cart::total
  * /srv/shop/a.php:3 App\\Cart::low
RuntimeException: outer
line two
  * /srv/shop/a.php:7
  * /srv/shop/a.php:5 App\\main
  * /srv/shop/a.php:4 App\\Cart::run
  - <internal> array_map
  * /srv/shop/a.php:4 App\\Cart::App\\{closure}`,
    );
  });

  it("is read from Laravel's log, with previous exceptions", () => {
    assert.equal(
      shown(`[2024-05-01 12:00:00] production.ERROR: Undefined index: price {"userId":1,"exception":"[object] (ErrorException(code: 0): Undefined index: price at /var/www/app/Cart.php:12)
[stacktrace]
#0 /var/www/app/Cart.php(12): Illuminate\\\\Foundation\\\\Bootstrap\\\\HandleExceptions->handleError(8, 'Undefined index...', '/var/www/app/Ca...', 12, Array)
#1 /var/www/vendor/laravel/framework/src/Illuminate/Routing/Controller.php(54): App\\\\Http\\\\CartController->show(Object(Illuminate\\\\Http\\\\Request), '(a): b')
#2 {main}

[previous exception] [object] (PDOException(code: HY000): SQLSTATE[HY000] at /var/www/vendor/db.php:5)
[stacktrace]
#0 /var/www/app/Db.php(3): PDO->query()
#1 {main}
"} 
[2024-05-01 12:00:01] production.INFO: next`),
      `php
PDOException: SQLSTATE[HY000]
  * /var/www/app/Db.php:3
  - /var/www/vendor/db.php:5 PDO::query
ErrorException: Undefined index: price
  - /var/www/vendor/laravel/framework/src/Illuminate/Routing/Controller.php:54
  * /var/www/app/Cart.php:12 App\\Http\\CartController::show
  * /var/www/app/Cart.php:12 Illuminate\\Foundation\\Bootstrap\\HandleExceptions::handleError`,
    );
  });

  it("is read from one line of Symfony's log", () => {
    assert.equal(
      shown(
        `[2024-05-01T12:00:00.123456+00:00] request.CRITICAL: Uncaught PHP Exception App\\Exception\\CartException: "Cart 5 at home in use" at /srv/src/Cart.php line 12 {"exception":"[object] (App\\\\Exception\\\\CartException(code: 0): Cart 5 at home in use at /srv/src/Cart.php:12)"} []`,
      ),
      `php
App\\Exception\\CartException: Cart 5 at home in use
  * /srv/src/Cart.php:12`,
    );
  });

  it('is read from nginx', () => {
    assert.equal(
      shown(`2024/05/01 12:00:00 [error] 12#12: *1 FastCGI sent in stderr: "PHP message: PHP Fatal error:  Uncaught Error: Call to a member function f() on null in /srv/a.php:3
Stack trace:
#0 /srv/index.php(7): App\\Cart->total('a', Array)
#1 {main}
  thrown in /srv/a.php on line 3" while reading response header from upstream`),
      `php
Error: Call to a member function f() on null
  * /srv/index.php:7
  * /srv/a.php:3 App\\Cart::total`,
    );
  });

  it('is read from Apache, with escaped newlines', () => {
    assert.equal(
      shown(
        `[Wed May 01 12:00:00.123456 2024] [php:error] [pid 12] [client 1.2.3.4:5] PHP Fatal error:  Uncaught Exception in /srv/a.php:3\\nStack trace:\\n#0 {main}\\n  thrown in /srv/a.php on line 3`,
      ),
      `php
Exception: 
  * /srv/a.php:3`,
    );
  });

  it('may have evaluated code and archives', () => {
    assert.equal(
      shown(`PHP Fatal error:  Uncaught RuntimeException in phar:///srv/app.phar/src/x.php(12) : eval()'d code:3
Stack trace:
#0 phar:///srv/app.phar/src/x.php(12): eval()
#1 C:\\app\\my (old)\\x.php(3): {closure:main():3}()
#2 {main}
  thrown in phar:///x on line 3`),
      `php
RuntimeException: 
  * C:\\app\\my (old)\\x.php:3
  - phar:///srv/app.phar/src/x.php:12 {closure:main():3}
  - phar:///srv/app.phar/src/x.php(12) : eval()'d code:3 eval`,
    );
  });

  it('may be the place of an error alone', () => {
    assert.equal(
      shown(
        `PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/a.php on line 12`,
      ),
      `php
Fatal error: Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)
  * /srv/a.php:12`,
    );
  });

  it("is read from Monolog's JSON", () => {
    assert.equal(
      shown(
        `{"message":"boom","context":{"exception":{"class":"App\\\\Failure","message":"boom","code":0,"file":"/srv/a.php:3","trace":["/srv/a.php:7","/srv/b.php:9"]}},"level":400}`,
      ),
      `php
App\\Failure: boom
  * /srv/b.php:9
  * /srv/a.php:7
  * /srv/a.php:3`,
    );
  });

  it('is not made of a warning', () => {
    assert.equal(shown(`PHP Warning:  Undefined variable $x in /srv/a.php on line 3`), ``);
  });
});
