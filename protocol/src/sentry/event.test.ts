import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventSchema } from '../event.ts';
import { EventError, eventFromSentry } from './event.ts';

describe('eventFromSentry', () => {
  it("reads a Node SDK's event", () => {
    const event = eventFromSentry({
      event_id: 'A3E58E0B-21C3-4F0A-9D6D-111122223333',
      timestamp: 1714564800.5,
      platform: 'node',
      release: '4f2a9c',
      environment: 'production',
      server_name: 'web1',
      exception: {
        values: [
          {
            type: 'TypeError',
            value: 'x is undefined',
            mechanism: { type: 'generic', handled: false },
            stacktrace: {
              frames: [
                { filename: '/srv/app/node_modules/express/index.js', lineno: 3, colno: 4 },
                {
                  filename: 'cart.ts',
                  abs_path: '/srv/app/src/cart.ts',
                  function: 'sum',
                  lineno: 10,
                  colno: 21,
                  in_app: true,
                  pre_context: ['a', null, 'b'],
                  context_line: '  return x.y;',
                  post_context: ['}'],
                  vars: { x: '<undefined>', list: [1, 2] },
                },
                'nonsense',
              ],
            },
          },
        ],
      },
      request: {
        method: 'POST',
        url: 'http://h/orders',
        query_string: [
          ['a', '1'],
          ['b', 'x y'],
        ],
        headers: [
          ['Host', 'h'],
          ['Accept', null],
        ],
        data: '{"id":1}',
      },
      tags: [['a', 'b'], { key: 'c', value: 3 }, null],
      breadcrumbs: { values: [{ timestamp: 1714564799, category: 'http', message: 'GET /' }, 7] },
      sdk: { name: 'sentry.javascript.node', version: '10.0.0' },
    });
    assert.equal(event.id, 'a3e58e0b21c34f0a9d6d111122223333');
    assert.equal(event.timestamp, '2024-05-01T12:00:00.500Z');
    assert.equal(event.level, 'error');
    assert.deepEqual(event.tags, { a: 'b', c: '3' });
    assert.deepEqual(event.request, {
      method: 'POST',
      url: 'http://h/orders',
      query: 'a=1&b=x+y',
      headers: { Host: 'h' },
      body: '{"id":1}',
    });
    const [exception] = event.exceptions;
    assert.equal(exception?.handled, false);
    assert.equal(exception?.frames.length, 2);
    assert.equal(exception?.frames[0]?.inApp, false);
    assert.deepEqual(exception?.frames[1], {
      file: '/srv/app/src/cart.ts',
      function: 'sum',
      line: 10,
      column: 21,
      inApp: true,
      contextLine: '  return x.y;',
      preContext: ['a', '', 'b'],
      postContext: ['}'],
      variables: { x: '<undefined>', list: [1, 2] },
    });
    assert.equal(event.breadcrumbs.length, 1);
    assert.equal(event.sdk, 'sentry.javascript.node/10.0.0');
    eventSchema.parse(event);
  });

  it('takes exceptions, messages and times in all the forms of the protocol', () => {
    const value = { type: 'E', value: 'v' };
    for (const exception of [{ values: [value] }, [value], value, { values: [null, value] }]) {
      assert.deepEqual(eventFromSentry({ exception }).exceptions, [{ ...value, frames: [] }]);
    }
    assert.deepEqual(eventFromSentry({ exception: { value: 'KeyError: a\nb' } }).exceptions, [
      { type: 'KeyError', value: 'a\nb', frames: [] },
    ]);
    for (const event of [
      { message: 'm 1' },
      { message: { formatted: 'm 1' } },
      { logentry: { message: 'm %s', params: [1] } },
      { logentry: { message: 'm %d', formatted: 'm 1' }, message: 'other' },
    ]) {
      assert.equal(eventFromSentry(event).message, 'm 1');
    }
    for (const timestamp of ['2024-05-01T12:00:00', '2024-05-01T14:00:00+02:00', 1714564800, 1714564800000]) {
      assert.equal(eventFromSentry({ message: 'm', timestamp }).timestamp, '2024-05-01T12:00:00.000Z');
    }
  });

  it('finds the frames wherever they are', () => {
    const stacktrace = { frames: [{ filename: 'a.py', lineno: 1 }] };
    const exception = [{ type: 'E', value: 'v' }];
    const threads = {
      values: [
        { id: 1, stacktrace: { frames: [] } },
        { id: 2, crashed: true, stacktrace },
      ],
    };
    for (const event of [
      { exception, stacktrace },
      { exception, threads },
      { message: 'm', stacktrace },
    ]) {
      assert.equal(eventFromSentry(event).exceptions[0]?.frames[0]?.file, 'a.py');
    }
  });

  it('refuses what holds nothing', () => {
    for (const payload of [null, 1, 'x', []]) {
      assert.throws(() => eventFromSentry(payload), { name: 'EventError', reason: 'not-an-object' });
    }
    for (const payload of [{}, { exception: [], message: '' }, { exception: { values: [null, 3] } }]) {
      assert.throws(() => eventFromSentry(payload), { name: 'EventError', reason: 'empty' });
    }
  });

  it('makes a valid event of any object that it does not refuse', () => {
    const anything = fc.anything({
      maxDepth: 3,
      values: [fc.constant(null), fc.string(), fc.double(), fc.boolean()],
    });
    const names = [
      'event_id',
      'timestamp',
      'level',
      'message',
      'logentry',
      'exception',
      'threads',
      'stacktrace',
    ];
    const more = [
      'request',
      'user',
      'tags',
      'contexts',
      'breadcrumbs',
      'fingerprint',
      'sdk',
      'release',
      'entries',
    ];
    const frame = fc.record(
      Object.fromEntries(
        [
          'filename',
          'abs_path',
          'lineno',
          'colno',
          'vars',
          'context_line',
          'pre_context',
          'in_app',
          'context',
        ].map(name => [name, anything]),
      ),
      { requiredKeys: [] },
    );
    const trace = fc.record({ frames: fc.array(fc.oneof(frame, anything)) });
    const exception = fc.array(fc.record({ type: anything, value: anything, stacktrace: trace }));
    const event = fc.record(Object.fromEntries([...names, ...more].map(name => [name, anything])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(event, exception, fc.boolean(), (fields, values, whole) => {
        try {
          const json: unknown = JSON.parse(JSON.stringify(whole ? { ...fields, exception: values } : fields));
          eventSchema.parse(eventFromSentry(json));
        } catch (error) {
          assert.ok(error instanceof EventError, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});
