import assert from 'node:assert/strict';
import { type Event, eventSchema, reportedException } from '../event.ts';
import { effortOf } from '../testing/effort.ts';
import { eventFromSentry } from './event.ts';
import { mostText } from './trim.ts';

function read(payload: unknown): Event {
  return eventSchema.parse(eventFromSentry(payload));
}

const withFrame = (frame: Record<string, unknown>) =>
  reportedException(read({ exception: [{ type: 'E', stacktrace: { frames: [frame] } }] }))?.frames[0];

describe('events as SDKs of many languages send them', () => {
  it("PHP's, with lists for empty objects", () => {
    const event = read({
      platform: 'php',
      tags: [],
      extra: [],
      user: [],
      contexts: [],
      request: [],
      modules: {},
      exception: {
        values: [
          {
            type: 'ErrorException',
            value: 'Warning: Undefined variable $x',
            stacktrace: {
              frames: [
                { filename: '/index.php', abs_path: '/var/www/index.php', lineno: 0, in_app: true, vars: [] },
                { filename: '[internal]', lineno: 0, function: 'array_map', in_app: null, vars: ['a', 1] },
              ],
            },
          },
        ],
      },
    });
    const frames = reportedException(event)?.frames;
    assert.deepEqual(frames?.[0], { file: '/var/www/index.php', inApp: true });
    assert.deepEqual(frames?.[1]?.variables, { 0: 'a', 1: 1 });
    assert.deepEqual([event.tags, event.contexts, event.user], [{}, {}, undefined]);
  });

  it("Ruby's, whose context lines end with newlines", () => {
    assert.deepEqual(
      withFrame({
        filename: 'app/cart.rb',
        abs_path: '/srv/app/cart.rb',
        function: 'total',
        lineno: 3,
        in_app: true,
        pre_context: ['def total\n', null],
        context_line: '  items.sum(&:price)\r\n',
        post_context: ['end\n'],
      }),
      {
        file: '/srv/app/cart.rb',
        function: 'total',
        line: 3,
        inApp: true,
        contextLine: '  items.sum(&:price)',
        preContext: ['def total', ''],
        postContext: ['end'],
      },
    );
  });

  it("Java's and Android's, with modules and several causes", () => {
    const event = read({
      platform: 'java',
      logger: 'com.shop.Cart',
      dist: 12,
      exception: {
        values: [
          { type: 'NullPointerException', module: 'java.lang', stacktrace: null, thread_id: 1 },
          {
            type: 'RuntimeException',
            value: 'failed',
            module: 'java.lang',
            thread_id: 7,
            mechanism: { type: 'chained', handled: false, exception_id: 0, is_exception_group: false },
            stacktrace: { frames: null },
          },
        ],
      },
      threads: {
        values: [
          { id: 1, current: true, stacktrace: { frames: [{ module: 'com.shop.Main', function: 'main' }] } },
          {
            id: 7,
            stacktrace: {
              frames: [
                {
                  filename: 'Cart.java',
                  module: 'com.shop.Cart',
                  function: 'sum',
                  lineno: '42',
                  native: false,
                },
              ],
            },
          },
        ],
      },
    });
    assert.equal(event.logger, 'com.shop.Cart');
    assert.equal(event.dist, '12');
    assert.equal(event.exceptions[0]?.value, '');
    const reported = reportedException(event);
    assert.equal(reported?.handled, false);
    assert.equal(reported?.frames[0]?.line, 42);
    assert.equal(reported?.frames[0]?.module, 'com.shop.Cart');
  });

  it("Go's, with nanoseconds and a null list of exceptions", () => {
    const event = read({
      timestamp: '2024-05-01T14:00:00.123456789+02:00',
      level: 'warning',
      message: 'slow',
      exception: null,
      breadcrumbs: null,
      user: {},
      threads: [{ id: '0', current: true, stacktrace: { frames: [{ function: 'main', module: 'main' }] } }],
    });
    assert.equal(event.timestamp, '2024-05-01T12:00:00.123Z');
    assert.equal(event.level, 'warning');
    assert.deepEqual(event.exceptions[0], {
      type: 'Message',
      value: 'slow',
      handled: true,
      frames: [{ file: 'main', function: 'main', module: 'main', inApp: true }],
    });
  });

  it(".NET's, with its smallest date and Windows paths", () => {
    const event = read({
      timestamp: '0001-01-01T00:00:00',
      event_id: '00000000000000000000000000000000',
      logentry: { message: 'Order {Id} failed', formatted: 'Order 7 failed' },
      exception: {
        values: [{ type: 'System.AggregateException', value: 'x', mechanism: { is_exception_group: true } }],
      },
    });
    assert.ok(Date.parse(event.timestamp) > Date.parse('2020-01-01'));
    assert.notEqual(event.id, '0'.repeat(32));
    assert.equal(event.message, 'Order 7 failed');
    assert.equal(withFrame({ filename: 'C:\\shop\\Cart.cs', lineno: 5 })?.file, 'C:\\shop\\Cart.cs');
  });

  it("Cocoa's, Unity's and Rust's native frames", () => {
    const frame = withFrame({
      function: '<redacted>',
      instruction_addr: '0x1',
      package: '/usr/lib/libdyld.dylib',
      in_app: false,
    });
    assert.equal(frame?.file, '/usr/lib/libdyld.dylib');
    const [exception] = read({
      threads: { values: [{ id: 0, crashed: true, stacktrace: { frames: [{ function: 'main' }] } }] },
    }).exceptions;
    assert.equal(exception?.frames[0]?.function, 'main');
  });

  it("Elixir's and custom clients', which leave forms out", () => {
    assert.equal(
      read({ exception: [{ type: 'Elixir.KeyError', value: { key: 'a' } }] }).exceptions[0]?.value,
      '{"key":"a"}',
    );
    assert.equal(
      read({ exception: { type: 'E', stacktrace: [{ filename: 'a.lua', lineno: 1.5 }] } }).exceptions[0]
        ?.frames[0]?.line,
      undefined,
    );
    assert.deepEqual(read({ message: 'm', fingerprint: 'mine' }).fingerprint, ['mine']);
  });

  it("old Python clients', with levels as numbers and extra for contexts", () => {
    const event = read({
      message: 'm',
      level: 30,
      extra: { 'sys.argv': ['x'] },
      'sentry.interfaces.User': { id: 1 },
    });
    assert.equal(event.level, 'warning');
    assert.deepEqual(event.contexts, { extra: { 'sys.argv': ['x'] } });
    assert.deepEqual(event.user, { id: 1 });
  });

  it("JavaScript's ids of source maps", () => {
    const image = {
      type: 'sourcemap',
      code_file: 'https://s/app.js',
      debug_id: 'AB12CD34-0000-4000-8000-ABCDEF123456',
    };
    const { debugImages } = read({
      message: 'm',
      debug_meta: { images: [image, null, { type: 'elf', debug_id: 'x' }, { ...image, debug_id: null }] },
    });
    assert.deepEqual(debugImages, [{ codeFile: image.code_file, debugId: image.debug_id.toLowerCase() }]);
  });

  it('whose own code is told from that of others by the customs of the platform', () => {
    const frames = [
      { module: 'org.springframework.web.Servlet', function: 'doGet', filename: 'Servlet.java' },
      { module: 'com.example.shop.Cart', function: 'total', filename: 'Cart.java' },
    ];
    const own = (event: object) =>
      eventFromSentry({
        exception: { type: 'E', stacktrace: { frames } },
        ...event,
      }).exceptions[0]?.frames.map(({ inApp }) => inApp);
    assert.deepEqual(own({ platform: 'java' }), [false, true]);
    assert.deepEqual(own({ platform: 'other' }), [true, true]);
    const rust = [
      { function: 'core::option::unwrap_failed', filename: 'option.rs' },
      { function: 'shop::cart::total', filename: 'src/cart.rs' },
    ];
    const exception = { type: 'E', stacktrace: { frames: rust } };
    const sdk = { name: 'sentry.rust', version: '0.34.0' };
    assert.deepEqual(own({ platform: 'native', sdk, exception }), [false, true]);
    const [spoken] = frames.map(frame => ({ ...frame, in_app: true }));
    assert.deepEqual(own({ platform: 'java', exception: { type: 'E', stacktrace: { frames: [spoken] } } }), [
      true,
    ]);
  });

  it('of any size, in bounds', () => {
    const frames = Array.from({ length: 5000 }, (_, index) => ({ filename: 'a.py', lineno: index + 1 }));
    const event = read({
      exception: Array.from({ length: 60 }, (_, index) => ({
        type: `E${index}`,
        value: 'x'.repeat(100_000),
        stacktrace: { frames },
      })),
      breadcrumbs: Array.from({ length: 300 }, (_, index) => ({ message: String(index) })),
    });
    assert.equal(event.exceptions.length, 50);
    const reported = reportedException(event);
    assert.equal(reported?.type, 'E59');
    assert.equal(reported?.value.length, mostText);
    assert.equal(reported?.frames.length, 250);
    assert.equal(reported?.frames.at(-1)?.line, 5000);
    assert.equal(reported?.frames[0]?.line, 1);
    assert.equal(event.breadcrumbs.at(-1)?.message, '299');
    assert.equal(event.breadcrumbs.length, 100);
  });

  it('of a megabyte, in no time', () => {
    const size = 1024 * 1024;
    const many = (part: string) => `[${part}${`,${part}`.repeat(size / (part.length + 1))}]`;
    for (const json of [
      `{"message":"${'a.'.repeat(size / 2)}"}`,
      `{"exception":{"value":"${'a:'.repeat(size / 2)}"}}`,
      `{"message":"${'%s'.repeat(size / 2)}","logentry":{"message":"${'%s'.repeat(2000)}","params":${many('1')}}}`,
      `{"exception":${many('{"type":"E"}')}}`,
      `{"exception":{"type":"E","stacktrace":{"frames":${many('{"lineno":1}')}}}}`,
      `{"message":"m","tags":${many('["a","b"]')}}`,
      `{"message":"m","breadcrumbs":${many('{"timestamp":"1"}')}}`,
      `{"message":"m","extra":${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}}`,
      `{"message":"m","timestamp":"${'1'.repeat(size)}"}`,
      `{"message":"m","request":{"query_string":${many('["a","b"]')}}}`,
    ]) {
      const payload: unknown = JSON.parse(json);
      const effort = effortOf(() => eventFromSentry(payload));
      assert.ok(effort < 500, `${json.slice(0, 60)}: ${effort} ms`);
    }
  });
});
