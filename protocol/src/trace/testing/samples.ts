/** One trace of each language, or of each of its forms, as the runtimes print them. */
export const samples = {
  python: `Traceback (most recent call last):
  File "/srv/app/main.py", line 20, in main
    total(read(path))
    ~~~~~^^^^^^^^^^^^
  File "/usr/lib/python3.12/json/decoder.py", line 337, in decode
    obj, end = self.raw_decode(s)
KeyError: 'amount'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/srv/app/main.py", line 31, in run
    raise LedgerError("bad file") from error
ledger.errors.LedgerError: bad file
in two lines`,
  pythonGroup: `  + Exception Group Traceback (most recent call last):
  |   File "/srv/shop/g.py", line 23, in <module>
  |     main()
  |     ~~~~^^
  |   File "/srv/shop/g.py", line 22, in main
  |     raise ExceptionGroup("eg", errs)
  | ExceptionGroup: eg (4 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 12, in main
    |     work(n)
    |     ~~~~^^^
    |   File "/srv/shop/g.py", line 4, in work
    |     raise ValueError(f"bad {n}")
    | ValueError: bad 0
    | note one
    | line two
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 12, in main
    |     work(n)
    |     ~~~~^^^
    |   File "/srv/shop/g.py", line 4, in work
    |     raise ValueError(f"bad {n}")
    | ValueError: bad 1
    | note one
    | line two
    +---------------- 3 ----------------
    | ExceptionGroup: inner (2 sub-exceptions)
    +-+---------------- 1 ----------------
      | TypeError: t
      +---------------- 2 ----------------
      | Traceback (most recent call last):
      |   File "/srv/shop/g.py", line 17, in main
      |     try: deep(6)
      |          ~~~~^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ~~~~^^^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ~~~~^^^^^
      |   File "/srv/shop/g.py", line 6, in deep
      |     if n: return deep(n-1)
      |                  ~~~~^^^^^
      |   [Previous line repeated 3 more times]
      |   File "/srv/shop/g.py", line 7, in deep
      |     raise KeyError("x")
      | KeyError: 'x'
      +------------------------------------
    +---------------- 4 ----------------
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 17, in main
    |     try: deep(6)
    |          ~~~~^^^
    |   File "/srv/shop/g.py", line 6, in deep
    |     if n: return deep(n-1)
    |                  ~~~~^^^^^
    |   File "/srv/shop/g.py", line 6, in deep
    |     if n: return deep(n-1)
    |                  ~~~~^^^^^
    |   File "/srv/shop/g.py", line 6, in deep
    |     if n: return deep(n-1)
    |                  ~~~~^^^^^
    |   [Previous line repeated 3 more times]
    |   File "/srv/shop/g.py", line 7, in deep
    |     raise KeyError("x")
    | KeyError: 'x'
    | 
    | The above exception was the direct cause of the following exception:
    | 
    | Traceback (most recent call last):
    |   File "/srv/shop/g.py", line 20, in main
    |     raise E("boom") from e
    | E: boom
    +------------------------------------`,
  node: `file:///srv/shop/agg.mjs:4
try { await all() } catch (e) { throw new Error('outer', {cause: e}) }
                                      ^

Error: outer
    at file:///srv/shop/agg.mjs:4:39 {
  [cause]: [AggregateError: All promises were rejected] {
    [errors]: [
      DbError: no row
          at row (file:///srv/shop/agg.mjs:2:23)
          at file:///srv/shop/agg.mjs:3:54
          at all (file:///srv/shop/agg.mjs:3:61)
          at file:///srv/shop/agg.mjs:4:13
          at ModuleJob.run (node:internal/modules/esm/module_job:561:25)
          at async node:internal/modules/esm/loader:647:26
          at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:101:5) {
        code: 'E_DB'
      },
      TypeError: two
      lines
          at all (file:///srv/shop/agg.mjs:3:80)
          at file:///srv/shop/agg.mjs:4:13
          at ModuleJob.run (node:internal/modules/esm/module_job:561:25)
          at async node:internal/modules/esm/loader:647:26
          at async asyncRunEntryPointWithESMLoader (node:internal/modules/run_main:101:5)
    ]
  }
}`,
  firefox: `TypeError: cart.items is undefined
total@https://shop.example/js/cart.js:12:21
Cart.prototype.sum/<@https://shop.example/js/cart.js:30:5
async*load@https://shop.example/js/load.js:3:9
promise callback*@https://shop.example/js/app.js:1:200
@https://shop.example/js/app.js line 3 > eval:1:1
forEach@[native code]`,
  java: `Exception in thread "main" Main$Deep: outer
\tat Main.main(Main.java:14)
Caused by: java.lang.IllegalArgumentException: mid
second line
\tat Main.mid(Main.java:7)
\tat Main.lambda$top$0(Main.java:8)
\tat Main.top(Main.java:8)
\t... 1 more
\tSuppressed: java.lang.IllegalStateException: close
\t\tat Main$Res.close(Main.java:4)
\t\t... 2 more
Caused by: java.lang.NullPointerException: Cannot invoke "String.length()" because "<parameter1>" is null
\tat Main.low(Main.java:6)
\t... 4 more`,
  csharp: `Unhandled exception. System.InvalidOperationException: outer
 ---> System.ArgumentException: bad arg (Parameter 'x')
   at Shop.Cart.<>c__DisplayClass1_0.<Total>b__0(Int32 x) in /src/Cart.cs:line 12
   at System.Linq.Enumerable.SelectListIterator\`2.MoveNext()
   --- End of inner exception stack trace ---
   at Shop.Cart.TotalAsync(String id, List\`1 items) in C:\\src\\Shop\\Cart.cs:line 20
   at Shop.Cart.<RunAsync>d__3.MoveNext() in /src/Cart.cs:line 25
--- End of stack trace from previous location ---
   at System.Runtime.CompilerServices.TaskAwaiter.ThrowForNonSuccess(Task task)
   at Shop.Program.<Main>(String[] args)
   at Shop.Program.<<Main>$>g__Local|0_0(Int32 x) in /src/Program.cs:line 3
   at Shop.Program.<Main>$(String[] args) in /src/Program.cs:line 3
   at Shop.Outer.Inner..ctor(String s) in /src/O.cs:line 3
   at Shop.Outer+Nested\`1[T].Get[TKey,TValue](Dictionary\`2 d, TKey& k) in /src/O.cs:line 4
   at lambda_method12(Closure , Object , Object[] )`,
  go: `panic: assignment to entry in nil map

goroutine 23 [running]:
main.f.func4()
\t/srv/shop/main.go:15 +0x2e
created by main.f
\t/srv/shop/main.go:15 +0x47f

goroutine 1 [sleep]:
time.Sleep(0x3b9aca00)
\t/usr/lib/go-1.19/src/runtime/time.go:195 +0x135
main.f({0x7ffc6ab8fae0, 0x1})
\t/srv/shop/main.go:15 +0x489
main.main()
\t/srv/shop/main.go:24 +0x35

goroutine 21 [sleep]:
time.Sleep(0x3b9aca00)
\t/usr/lib/go-1.19/src/runtime/time.go:195 +0x135
main.f.func3(0x0?)
\t/srv/shop/main.go:15 +0x1e
created by main.f
\t/srv/shop/main.go:15 +0x465

goroutine 22 [runnable]:
main.f.func10()
\t/srv/shop/main.go:15
runtime.goexit()
\t/usr/lib/go-1.19/src/runtime/asm_amd64.s:1594 +0x1
created by main.f
\t/srv/shop/main.go:15 +0x465`,
  goErrors: `reading config
main.readConfig
\t/srv/app/config.go:12
main.main
\t/srv/app/main.go:5
runtime.main
\t/usr/local/go/src/runtime/proc.go:250
runtime.goexit
\t/usr/local/go/src/runtime/asm_amd64.s:1571
cannot start
main.main
\t/srv/app/main.go:7`,
  rust: `thread 'main' (5951) panicked at m.rs:1:40:
index out of bounds: the len is 2 but the index is 5
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
   1: core::panicking::panic_fmt
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:80:14
   2: core::panicking::panic_bounds_check
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:271:5
   3: <usize as core::slice::index::SliceIndex<[T]>>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/slice/index.rs:272:10
   4: core::slice::index::<impl core::ops::index::Index<I> for [T]>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/slice/index.rs:19:15
   5: <alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/alloc/src/vec/mod.rs:3804:9
   6: m::f
             at ./m.rs:1:40
   7: m::main
             at ./m.rs:4:18
   8: core::ops::function::FnOnce::call_once
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`,
  anyhow: `Error: Failed to read config

Caused by:
    0: cannot open "a.toml"
    1: No such file or directory (os error 2)

Stack backtrace:
   0: anyhow::error::<impl anyhow::Error>::msg
             at /home/me/.cargo/registry/src/index.crates.io-6f17d22bba15001f/anyhow-1.0.75/src/error.rs:83:36
   1: shop::config::read
             at ./src/config.rs:12:9
   2: shop::main
             at ./src/main.rs:5:5`,
  ruby: `a.rb:6:in \`rescue in run': bad cart (ArgumentError)
second line
\tfrom a.rb:3:in \`run'
\tfrom a.rb:9:in \`main'
\tfrom a.rb:10:in \`<main>'
a.rb:2:in \`total': undefined method \`price' for nil:NilClass (NoMethodError)

  def total(x) = x.price
                  ^^^^^^
\tfrom a.rb:4:in \`block in run'
\tfrom a.rb:4:in \`each'
\tfrom a.rb:4:in \`run'
\tfrom a.rb:9:in \`main'
\tfrom a.rb:10:in \`<main>'`,
  php: `PHP Fatal error:  Uncaught TypeError: App\\Cart::low(): Argument #1 ($x) must be of type array, null given, called in /srv/shop/a.php on line 3 and defined in /srv/shop/a.php:3
Stack trace:
#0 /srv/shop/a.php(3): App\\Cart::low()
#1 /srv/shop/a.php(4): App\\Cart->total()
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
  thrown in /srv/shop/a.php on line 4`,
  dart: `Unhandled exception:
FormatException: Unexpected character (at character 1)
x
^

#0      _ChunkedJsonParser.fail (dart:convert-patch/convert_patch.dart:1383:5)
#1      Cart.total.<anonymous closure> (package:shop/cart.dart:12:21)
#2      new Cart (file:///srv/shop/bin/cart.dart:3:9)
<asynchronous suspension>
#3      main (file:///srv/shop/bin/main.dart:5:3)
#4      _startIsolate (dart:isolate-patch/isolate_patch.dart:300)`,
} satisfies Readonly<Record<string, string>>;
