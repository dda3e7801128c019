import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of Go', () => {
  it('has the goroutine that crashed', () => {
    assert.equal(
      shown(samples.go),
      `go
panic: assignment to entry in nil map
  * /srv/shop/main.go:15 f (main)
  * /srv/shop/main.go:15 f.func4 (main)`,
    );
  });

  it('is that of the panic, not of the deferred call that was told of it', () => {
    assert.equal(
      shown(`recovered: runtime error: invalid memory address or nil pointer dereference
goroutine 1 [running]:
runtime/debug.Stack()
\t/usr/lib/go-1.19/src/runtime/debug/stack.go:24 +0x65
main.f.func5()
\t/srv/shop/main.go:17 +0x39
panic({0x679320, 0x8b7130})
\t/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
main.(*Cart).Get(...)
\t/srv/shop/main.go:4
main.f({0x7ffccb69eaec?, 0xc0000061a0?})
\t/srv/shop/main.go:17 +0xca
main.main()
\t/srv/shop/main.go:24 +0x35`),
      `go
runtime.Error: runtime error: invalid memory address or nil pointer dereference
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:17 f (main)
  * /srv/shop/main.go:4 (*Cart).Get (main)`,
    );
  });

  it('has each panic of several', () => {
    assert.equal(
      shown(`panic: first
\tpanic: runtime error: index out of range [3] with length 0

goroutine 1 [running]:
main.f.func9.1()
\t/srv/shop/main.go:21 +0x1a
panic({0x673680, 0xc000090c30})
\t/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
main.f.func9()
\t/srv/shop/main.go:21 +0x69
main.f({0x7ffe51ba0af0, 0x1})
\t/srv/shop/main.go:21 +0x225
main.main()
\t/srv/shop/main.go:24 +0x35`),
      `go
panic: first
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:21 f (main)
  * /srv/shop/main.go:21 f.func9 (main)
runtime.Error: runtime error: index out of range [3] with length 0
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:21 f (main)
  * /srv/shop/main.go:21 f.func9 (main)
  - /usr/lib/go-1.19/src/runtime/panic.go:884 panic
  * /srv/shop/main.go:21 f.func9.1 (main)`,
    );
  });

  it('has a panic that was recovered and raised again', () => {
    assert.equal(
      shown(`panic: runtime error: invalid memory address or nil pointer dereference [recovered]
\tpanic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x64c6b3]

goroutine 1 [running]:
main.f.func2()
\t/srv/shop/main.go:14 +0x25
panic({0x679320, 0x8b7130})
\t/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
main.(*Cart).Get(...)
\t/srv/shop/main.go:4
main.f({0x7ffc9aac7aef?, 0xc0000061a0?})
\t/srv/shop/main.go:14 +0x73
main.main()
\t/srv/shop/main.go:24 +0x35`),
      `go
runtime.Error: runtime error: invalid memory address or nil pointer dereference
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:14 f (main)
  * /srv/shop/main.go:4 (*Cart).Get (main)
runtime.Error: runtime error: invalid memory address or nil pointer dereference
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:14 f (main)
  * /srv/shop/main.go:4 (*Cart).Get (main)
  - /usr/lib/go-1.19/src/runtime/panic.go:884 panic
  * /srv/shop/main.go:14 f.func2 (main)`,
    );
  });

  it('names the type of a value that is no error', () => {
    assert.equal(
      shown(`panic: (main.MyErr) 0xc00009a108

goroutine 1 [running]:
main.f({0x7fffffe07af0, 0x1})
\t/srv/shop/main.go:12 +0x34e
main.main()
\t/srv/shop/main.go:24 +0x35`),
      `go
main.MyErr: (main.MyErr) 0xc00009a108
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:12 f (main)`,
    );
  });

  it('is read where net/http recovers', () => {
    assert.equal(
      shown(`2026/11/26 19:36:49 http: panic serving 127.0.0.1:35854: handler
goroutine 22 [running]:
net/http.(*conn).serve.func1()
\t/usr/lib/go-1.19/src/net/http/server.go:1850 +0xbf
panic({0x66a320, 0x7367b0})
\t/usr/lib/go-1.19/src/runtime/panic.go:890 +0x262
main.f.func6({0x4a66e0?, 0xc0000fe280?}, 0x7f324786cfc8?)
\t/srv/shop/main.go:18 +0x27
net/http.HandlerFunc.ServeHTTP(0x0?, {0x739c28?, 0xc000124000?}, 0x46380e?)
\t/usr/lib/go-1.19/src/net/http/server.go:2109 +0x2f
net/http.serverHandler.ServeHTTP({0xc0000930e0?}, {0x739c28, 0xc000124000}, 0xc000116400)
\t/usr/lib/go-1.19/src/net/http/server.go:2947 +0x30c
net/http.(*conn).serve(0xc0000a8a00, {0x73a000, 0xc000092fc0})
\t/usr/lib/go-1.19/src/net/http/server.go:1991 +0x607
created by net/http.(*Server).Serve
\t/usr/lib/go-1.19/src/net/http/server.go:3102 +0x4db`),
      `go
panic: handler
  - /usr/lib/go-1.19/src/net/http/server.go:3102 (*Server).Serve (net/http)
  - /usr/lib/go-1.19/src/net/http/server.go:1991 (*conn).serve (net/http)
  - /usr/lib/go-1.19/src/net/http/server.go:2947 serverHandler.ServeHTTP (net/http)
  - /usr/lib/go-1.19/src/net/http/server.go:2109 HandlerFunc.ServeHTTP (net/http)
  * /srv/shop/main.go:18 f.func6 (main)`,
    );
  });

  it('may have several lines of message', () => {
    assert.equal(
      shown(`panic: multi
line

goroutine 1 [running]:
main.f({0x7ffc9d0e4af0, 0x1})
\t/srv/shop/main.go:10 +0x365
main.main()
\t/srv/shop/main.go:24 +0x35`),
      `go
panic: multi
line
  * /srv/shop/main.go:24 main (main)
  * /srv/shop/main.go:10 f (main)`,
    );
  });

  it('is read from a fatal error with several goroutines', () => {
    assert.equal(
      shown(`fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan receive, 2 minutes]:
main.main()
\t/srv/app/main.go:8 +0x28

goroutine 18 [select (no cases), locked to thread]:
github.com/shop/cart/v2.(*Cart[...]).Wait(0xc000010000)
\t/home/me/go/pkg/mod/github.com/shop/cart/v2@v2.1.0/cart.go:9 +0x12
created by github.com/shop/api.init.0 in goroutine 1
\t/srv/app/api/api.go:20 +0x45
exit status 2`),
      `go
fatal error: all goroutines are asleep - deadlock!
  * /srv/app/main.go:8 main (main)`,
    );
  });

  it('has modules, generics and re-panics of Go 1.23', () => {
    assert.equal(
      shown(`panic: assignment to entry in nil map [recovered, repanicked]

goroutine 34 gp=0xc000006700 m=0 mp=0x5b5fe0 [running]:
gopkg.in/yaml%2ev2.handleErr(0xc00009fe70)
\t/root/go/pkg/mod/gopkg.in/yaml.v2@v2.4.0/yaml.go:249 +0x8a
panic({0x4a5f80?, 0x5026f8?})
\t/usr/local/go/src/runtime/panic.go:785 +0x132
github.com/me/shop/internal/cart.(*Cart).add(...)
\t/go/src/app/internal/cart/cart.go:12
main.main.func1.2()
\t/go/src/app/main.go:9 +0x25
created by main.main in goroutine 1
\t/go/src/app/main.go:5 +0x3f`),
      `go
panic: assignment to entry in nil map
  * /go/src/app/main.go:5 main (main)
  * /go/src/app/main.go:9 main.func1.2 (main)
  * /go/src/app/internal/cart/cart.go:12 (*Cart).add (github.com/me/shop/internal/cart)`,
    );
  });

  it('may be printed for each error of a chain', () => {
    assert.equal(
      shown(`2024/05/01 12:00:00 open config.yml: no such file or directory
reading config
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
\t/srv/app/main.go:7`),
      `go
error: open config.yml: no such file or directory
reading config
  - /usr/local/go/src/runtime/asm_amd64.s:1571 goexit (runtime)
  - /usr/local/go/src/runtime/proc.go:250 main (runtime)
  * /srv/app/main.go:5 main (main)
  * /srv/app/config.go:12 readConfig (main)
error: cannot start
  * /srv/app/main.go:7 main (main)`,
    );
  });
});
