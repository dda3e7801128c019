import assert from 'node:assert/strict';
import { eventFromTrace } from './parse.ts';

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
});
