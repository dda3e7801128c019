import assert from 'node:assert/strict';
import { shown } from './testing/shown.ts';

describe('a stack trace behind prefixes', () => {
  it('of Kubernetes', () => {
    assert.equal(
      shown(`2024-05-01T12:00:00.123456789Z stderr F java.lang.IllegalStateException: x
2024-05-01T12:00:00.1234567Z stderr F \tat com.shop.A.b(A.java:1)
2024-05-01T12:00:00.123456Z stderr F Caused by: java.io.IOException: y
2024-05-01T12:00:00.123456Z stderr F \tat com.shop.C.d(C.java:2)
2024-05-01T12:00:00.123456Z stderr F \t... 1 more
2024-05-01T12:00:01.123456Z stdout F next`),
      `java
IOException: y
  * A.java:1 b (com.shop.A)
  * C.java:2 d (com.shop.C)
IllegalStateException: x
  * A.java:1 b (com.shop.A)`,
    );
  });

  it("of Docker Compose, with a logger's head", () => {
    assert.equal(
      shown(`web-1    | 2024-05-01 12:00:00,123 ERROR shop: failed
web-1    | Traceback (most recent call last):
web-1    |   File "/srv/a.py", line 3, in f
web-1    |     g()
web-1    | KeyError: 'x'
web-1    |
web-1    | During handling of the above exception, another exception occurred:
web-1    |
web-1    | Traceback (most recent call last):
web-1    |   File "/srv/a.py", line 5, in h
web-1    |     raise E
web-1    | E
db-1     | LOG: checkpoint`),
      `python
KeyError: 'x'
  * /srv/a.py:3 f
E: 
  * /srv/a.py:5 h`,
    );
  });

  it("of the system's journal", () => {
    assert.equal(
      shown(`May 01 12:00:00 host app[123]: panic: boom
May 01 12:00:00 host app[123]: 
May 01 12:00:00 host app[123]: goroutine 1 [running]:
May 01 12:00:00 host app[123]: main.main()
May 01 12:00:00 host app[123]: \t/srv/main.go:3 +0x1d`),
      `go
panic: boom
  * /srv/main.go:3 main (main)`,
    );
  });

  it("of Android's log", () => {
    assert.equal(
      shown(`05-01 12:00:00.123  1234  1234 E AndroidRuntime: FATAL EXCEPTION: main
05-01 12:00:00.123  1234  1234 E AndroidRuntime: Process: com.shop, PID: 1234
05-01 12:00:00.123  1234  1234 E AndroidRuntime: java.lang.NullPointerException: x
05-01 12:00:00.123  1234  1234 E AndroidRuntime: \tat com.shop.Main.onCreate(Main.kt:12)`),
      `java
NullPointerException: x
  * Main.kt:12 onCreate (com.shop.Main)`,
    );
  });

  it('of kubectl', () => {
    assert.equal(
      shown(`[pod/web-7d9/app] /srv/a.js:3
[pod/web-7d9/app]   throw x
[pod/web-7d9/app]   ^
[pod/web-7d9/app] 
[pod/web-7d9/app] TypeError: x
[pod/web-7d9/app]     at f (/srv/a.js:3:9)
[pod/web-7d9/app] {`),
      `node
TypeError: x
  * /srv/a.js:3:9 f`,
    );
  });

  it('of Heroku', () => {
    assert.equal(
      shown(`2024-05-01T12:00:00Z app[web.1]: thread 'tokio-runtime-worker' panicked at src/api.rs:10:20:
2024-05-01T12:00:00Z app[web.1]: called \`Option::unwrap()\` on a \`None\` value
2024-05-01T12:00:00Z app[web.1]: note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`),
      `rust
panic: called \`Option::unwrap()\` on a \`None\` value
  * src/api.rs:10:20`,
    );
  });
});
