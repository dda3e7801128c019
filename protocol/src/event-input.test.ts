import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventInputError, eventFromBytes } from './event-input.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const sentry = JSON.stringify({ exception: [{ type: 'E', value: 'v' }] });

describe('eventFromBytes', () => {
  it('tells the forms of an event apart', () => {
    const event = eventFromBytes(bytesOf(sentry));
    assert.equal(event.exceptions[0]?.type, 'E');
    assert.deepEqual(eventFromBytes(bytesOf(JSON.stringify(event))), event);
    const id = 'f'.repeat(32);
    const envelope = `{"event_id":"${id}"}\n{"type":"session"}\n{}\n{"type":"event","length":${sentry.length}}\n${sentry}\n`;
    assert.equal(eventFromBytes(bytesOf(envelope)).id, id);
    const trace = 'TypeError: x\n    at f (/a.js:1:2)';
    for (const text of [
      trace,
      `\ufeff\n\n${trace}`,
      `{"a":1} ${trace}`,
      JSON.stringify({ err: { stack: trace } }),
    ]) {
      assert.equal(eventFromBytes(bytesOf(text)).exceptions[0]?.type, 'TypeError', text);
    }
    assert.equal(eventFromBytes(bytesOf('{"message":"no trace at all"}')).exceptions.length, 0);
  });

  it('reads a trace of any language, in text and in JSON', () => {
    for (const [platform, trace] of [
      ['java', 'com.shop.CartException: x\n\tat com.shop.Cart.total(Cart.java:3)'],
      ['go', 'panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:3 +0x1d'],
      ['ruby', "/srv/a.rb:3:in 'f': x (ArgumentError)\n\tfrom /srv/a.rb:7:in '<main>'"],
    ] as const) {
      const record = JSON.stringify({ level: 'error', error: { stack_trace: trace } });
      for (const text of [
        trace,
        record,
        `{"level":"info","msg":"a"}\n${record}`,
        `${record}\n{"level":"info"}\n`,
      ]) {
        const event = eventFromBytes(bytesOf(text));
        assert.equal(event.platform, platform, text);
        assert.equal(event.exceptions[0]?.value, 'x', text);
      }
    }
  });

  it('says what is wrong with anything else', () => {
    const cases: [string, string, RegExp][] = [
      ['', 'empty', /nothing in it/],
      [' \n', 'empty', /nothing in it/],
      ['hello', 'not-an-event', /no stack trace/],
      [sentry.slice(0, -3), 'not-an-event', /cut off/],
      [`{}\n{"type":"event","length":99}\n${sentry}`, 'not-an-event', /missing/],
      ['{}\n{"type":"event"}\n{"exc', 'not-an-event', /cut off/],
      ['{}\n{"type":"session"}\n{}', 'no-exception-in-it', /session, but no event/],
      ['{}', 'no-exception-in-it', /neither an exception nor a message/],
      ['[1]', 'not-an-event', /JSON object/],
    ];
    for (const [text, reason, message] of cases) {
      assert.throws(() => eventFromBytes(bytesOf(text)), { name: 'EventInputError', reason, message });
    }
  });

  it('refuses any bytes with an EventInputError only', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf), fc.string().map(bytesOf)), bytes => {
        try {
          eventFromBytes(bytes);
        } catch (error) {
          assert.ok(error instanceof EventInputError);
        }
      }),
    );
  });
});
