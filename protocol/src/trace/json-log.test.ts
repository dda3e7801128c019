import assert from 'node:assert/strict';
import { shown } from './testing/shown.ts';

describe('a stack trace in JSON', () => {
  it('of pino', () => {
    assert.equal(
      shown(`{"level":30,"time":1714560000000,"msg":"start"}
{"level":50,"time":1714560000000,"err":{"type":"TypeError","message":"x","stack":"TypeError: x\\n    at f (/srv/a.js:1:2)"},"msg":"x"}`),
      `node
TypeError: x
  * /srv/a.js:1:2 f`,
    );
  });

  it('of zap, without a message of its own', () => {
    assert.equal(
      shown(
        `{"level":"error","ts":1714560000.1,"msg":"failed","error":"no row","stacktrace":"main.f\\n\\t/srv/app/main.go:12\\nmain.main\\n\\t/srv/app/main.go:5\\nruntime.main\\n\\t/usr/local/go/src/runtime/proc.go:250"}`,
      ),
      `go
error: failed
  - /usr/local/go/src/runtime/proc.go:250 main (runtime)
  * /srv/app/main.go:5 main (main)
  * /srv/app/main.go:12 f (main)`,
    );
  });

  it('of Serilog', () => {
    assert.equal(
      shown(
        `{"@t":"2024-05-01T12:00:00Z","@m":"x","@x":"System.Exception: boom\\n   at A.B.C(String x) in /src/c.cs:line 3"}`,
      ),
      `csharp
System.Exception: boom
  * /src/c.cs:3 C (A.B)`,
    );
  });

  it('of the Elastic Common Schema, behind a prefix', () => {
    assert.equal(
      shown(
        `2024-05-01 {"@timestamp":"2024-05-01T12:00:00Z","error":{"type":"java.lang.IllegalStateException","message":"x","stack_trace":"java.lang.IllegalStateException: x\\n\\tat a.B.c(B.java:1)\\n"}}`,
      ),
      `java
IllegalStateException: x
  * B.java:1 c (a.B)`,
    );
  });

  it('as a list of lines', () => {
    assert.equal(
      shown(
        `{"severity":"ERROR","class":"NoMethodError","message":"undefined","backtrace":["app/a.rb:3:in \`f'","app/b.rb:4:in \`g'"]}`,
      ),
      `ruby
NoMethodError: undefined
  * app/b.rb:4 g
  * app/a.rb:3 f`,
    );
  });

  it("of Docker's log files", () => {
    assert.equal(
      shown(`{"log":"Traceback (most recent call last):\\n","stream":"stderr","time":"2024-05-01T12:00:00.1Z"}
{"log":"  File \\"/srv/a.py\\", line 3, in f\\n","stream":"stderr","time":"2024-05-01T12:00:00.1Z"}
{"log":"    g()\\n","stream":"stderr","time":"2024-05-01T12:00:00.1Z"}
{"log":"KeyError: 'x'\\n","stream":"stderr","time":"2024-05-01T12:00:00.1Z"}`),
      `python
KeyError: 'x'
  * /srv/a.py:3 f`,
    );
  });
});
