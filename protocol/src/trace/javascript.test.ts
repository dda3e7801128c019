import assert from 'node:assert/strict';
import { eventFromTrace } from './parse.ts';
import { shown } from './testing/shown.ts';

describe('a V8 stack trace', () => {
  it('gives frames outermost first in all their forms', () => {
    const event = eventFromTrace(`TypeError: Cannot read properties of undefined (reading 'price')
    at priceOf (/srv/shop/src/cart.ts:10:21)
    at Cart.sum [as total] (file:///srv/shop/src/my (old)/cart.ts:22:3)
    at new Order (C:\\shop\\order.js:5:9)
    at Array.map (<anonymous>)
    at async Promise.all (index 0)
    at async /srv/shop/src/main.ts:3:1
    at eval (eval at load (/srv/shop/src/load.js:7:8), <anonymous>:1:1)
    at node:internal/timers:588:17`);
    assert.equal(event.platform, 'node');
    const [exception] = event.exceptions;
    assert.equal(exception?.type, 'TypeError');
    assert.equal(exception?.value, "Cannot read properties of undefined (reading 'price')");
    assert.deepEqual(
      exception?.frames
        .toReversed()
        .map(({ file, line, column, inApp, function: name }) => [name, file, line, column, inApp]),
      [
        ['priceOf', '/srv/shop/src/cart.ts', 10, 21, true],
        ['Cart.sum', 'file:///srv/shop/src/my (old)/cart.ts', 22, 3, true],
        ['new Order', 'C:\\shop\\order.js', 5, 9, true],
        ['Array.map', '<anonymous>', undefined, undefined, false],
        ['Promise.all', '<anonymous>', undefined, undefined, false],
        [undefined, '/srv/shop/src/main.ts', 3, 1, true],
        ['eval', '/srv/shop/src/load.js', 7, 8, true],
        [undefined, 'node:internal/timers', 588, 17, false],
      ],
    );
  });

  it("reads Node's report of an uncaught error: excerpt, message of several lines, code, properties, cause", () => {
    const event = eventFromTrace(`/srv/shop/src/a.js:3
  throw new RangeError('too far');
  ^

RangeError [ERR_FAR]: too far:
  the second line

  the last
    at far (/srv/shop/src/a.js:3:9)
    ... 3 lines matching cause stack trace ...
    at Object.<anonymous> (/srv/shop/src/a.js:7:1) {
  code: 'ERR_FAR',
  [cause]: shop.DataError: no row
      at row (/srv/shop/src/db.js:4:5)
}

Node.js v24.1.0`);
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [
        ['DataError', 'no row'],
        ['RangeError', 'too far:\n  the second line\n\n  the last'],
      ],
    );
    const top = event.exceptions[1]?.frames.at(-1);
    assert.equal(top?.contextLine, "  throw new RangeError('too far');");
    assert.equal(event.exceptions[1]?.frames.length, 2);
  });

  it('finds the error behind "Uncaught" and behind a log prefix', () => {
    const browser = eventFromTrace(
      'Uncaught (in promise) Error: x\n    at https://shop.example/app.js:1:200',
    );
    assert.deepEqual([browser.exceptions[0]?.type, browser.exceptions[0]?.value], ['Error', 'x']);
    assert.equal(browser.platform, 'javascript');
    const logged = eventFromTrace(
      '2024-05-01T12:00:00Z ERROR release=v1.2 TypeError: bad\n    at f (/srv/a.js:1:2)',
    );
    assert.deepEqual([logged.exceptions[0]?.type, logged.exceptions[0]?.value], ['TypeError', 'bad']);
    assert.equal(logged.timestamp, '2024-05-01T12:00:00.000Z');
    assert.equal(logged.release, 'v1.2');
  });

  it('finds the beginning of a message that looks like a trace itself', () => {
    const event = eventFromTrace('Error: multi\nline: Foo\n\n    at the start\n    at f (/a.js:1:2)');
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [['Error', 'multi\nline: Foo\n\n    at the start']],
    );
  });

  it('takes the newest of several traces', () => {
    const event = eventFromTrace('Error: one\n    at a (/a.js:1:1)\nError: two\n    at b (/b.js:2:2)\n');
    assert.equal(event.exceptions.length, 1);
    assert.equal(event.exceptions[0]?.value, 'two');
  });

  it('reads the errors of an AggregateError, and one without frames', () => {
    assert.equal(
      shown(`file:///srv/shop/agg.mjs:4
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
}

Node.js v24.21.0`),
      `node
DbError: no row
  - node:internal/modules/run_main:101:5 asyncRunEntryPointWithESMLoader
  - node:internal/modules/esm/loader:647:26
  - node:internal/modules/esm/module_job:561:25 ModuleJob.run
  * file:///srv/shop/agg.mjs:4:13
  * file:///srv/shop/agg.mjs:3:61 all
  * file:///srv/shop/agg.mjs:3:54
  * file:///srv/shop/agg.mjs:2:23 row
TypeError: two
      lines
  - node:internal/modules/run_main:101:5 asyncRunEntryPointWithESMLoader
  - node:internal/modules/esm/loader:647:26
  - node:internal/modules/esm/module_job:561:25 ModuleJob.run
  * file:///srv/shop/agg.mjs:4:13
  * file:///srv/shop/agg.mjs:3:80 all
AggregateError: All promises were rejected
Error: outer
  * file:///srv/shop/agg.mjs:4:39`,
    );
  });

  it('reads what React Native’s engine prints', () => {
    assert.equal(
      shown(`TypeError: undefined is not an object (evaluating 'a.b')
    at render (address at /data/app/com.shop/index.android.bundle:1:12345)
    at anonymous (native)
    at apply (native)
    at global (http://localhost:8081/index.bundle//&platform=android&dev=true:1:2)`),
      `node
TypeError: undefined is not an object (evaluating 'a.b')
  * http://localhost:8081/index.bundle//&platform=android&dev=true:1:2 global
  - <anonymous> apply
  - <anonymous> anonymous
  * /data/app/com.shop/index.android.bundle:1:12345 render`,
    );
  });

  it('reads code that has no file of its own', () => {
    assert.equal(
      shown(`Error: x
    at get total [as total] (webpack-internal:///./src/cart.ts:4:11)
    at async Module.run (webpack:///src/app.ts:3:2)
    at wasm://wasm/00a1b2:wasm-function[12]:0x3f
    at HTMLButtonElement.<anonymous> (https://shop.example/static/js/main.3f2a.chunk.js:2:3456)
    at https://shop.example/a b/app.js:1:2
    at <anonymous>:1:7
    at REPL1:1:2
    at [eval]:1:1`),
      `javascript
Error: x
  * [eval]:1:1
  * REPL1:1:2
  - <anonymous>:1:7
  * https://shop.example/a b/app.js:1:2
  * https://shop.example/static/js/main.3f2a.chunk.js:2:3456 HTMLButtonElement.<anonymous>
  - <anonymous>
  * webpack:///src/app.ts:3:2 Module.run
  * webpack-internal:///./src/cart.ts:4:11 get total`,
    );
  });

  it('finds the trace within what pino-pretty prints', () => {
    assert.equal(
      shown(`[12:00:00.123] ERROR (12345): boom
    err: {
      "type": "Error",
      "message": "boom",
      "stack":
          Error: boom
              at f (/srv/a.js:1:2)
              at g (/srv/b.js:3:4)
    }`),
      `node
Error: boom
  * /srv/b.js:3:4 g
  * /srv/a.js:1:2 f`,
    );
  });
});
