import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Event } from '../event.ts';
import { scrubRules, scrubSettingsSchema } from '../scrub-settings.ts';
import { sampleEvent, sampleFrame } from '../testing/sample-event.ts';
import { makeScrubber } from './scrubber.ts';
import { scrubberOf } from './scrubber-of.ts';
import { eventWith, places, secrets } from './testing/planted.ts';

const settings = (changes: object = {}) => scrubSettingsSchema.parse(changes);
const scrubber = makeScrubber(settings());

const harmless = (): Event =>
  sampleEvent('total', {
    message: 'order 4711 failed after 12 tokens',
    transaction: '/orders/<id>',
    release: 'shop@1.2.3',
    request: {
      method: 'POST',
      url: 'https://shop.example.com/orders?page=2',
      headers: { Host: 'shop.example.com', 'Content-Length': '12' },
      body: { items: [{ sku: 'A-1', count: 2 }], note: null },
    },
    user: { id: '815' },
    tags: { runtime: 'CPython 3.12.3' },
    contexts: { trace: { trace_id: 'a3e58e0b21c34f0a9d6d111122223333', sampled: true } },
    breadcrumbs: [{ category: 'query', message: 'SELECT "id" FROM "orders" WHERE "id" = 3' }],
    fingerprint: ['{{ default }}', 'orders'],
    exceptions: [
      {
        type: 'TypeError',
        value: "unsupported operand type(s) for +: 'int' and 'NoneType'",
        frames: [
          sampleFrame({
            preContext: ['password = request.form["password"]', 'token: str = next(tokens)'],
            contextLine: '    secret = load(key="value")',
            postContext: ['@app.route("/login")', ''],
            variables: {
              total: 3,
              items: [
                [1, 2],
                ["'a'", "'b'"],
              ],
              password: null,
              token: "''",
            },
          }),
        ],
      },
    ],
  });

/** An event whose only frame has these variables, scrubbed: the variables. */
function variables(given: Record<string, unknown>, changes: object = {}): unknown {
  const event = sampleEvent('f', {
    exceptions: [{ type: 'E', value: 'v', frames: [sampleFrame({ variables: given })] }],
  });
  return makeScrubber(settings(changes)).event(event).exceptions[0]?.frames[0]?.variables;
}

describe('makeScrubber', () => {
  it('gives the same event back when there is nothing in it', () => {
    const event = harmless();
    const copy = structuredClone(event);
    assert.equal(scrubber.event(event), event);
    assert.deepEqual(event, copy);
  });

  it('replaces what stands under a sensitive name as a whole, in any case style', () => {
    assert.deepEqual(
      variables({
        dbPassword: "'x'",
        'x-api-key': 'k',
        CVV: 123,
        self: { credentials: { user: 'u' }, list: [{ ssn: 'x' }] },
        tokens_used: 3,
        hasPassword: true,
        headers: [
          ['Cookie', 'a=b'],
          ['Host', 'h'],
        ],
        form: [{ name: 'pin', value: '1' }],
      }),
      {
        dbPassword: '[scrubbed:password]',
        'x-api-key': '[scrubbed:secret]',
        CVV: '[scrubbed:card]',
        self: { credentials: '[scrubbed:secret]', list: [{ ssn: '[scrubbed:ssn]' }] },
        tokens_used: 3,
        hasPassword: true,
        headers: [
          ['Cookie', '[scrubbed:session]'],
          ['Host', 'h'],
        ],
        form: [{ name: 'pin', value: '[scrubbed:password]' }],
      },
    );
  });

  it('keeps what shows that there is no value', () => {
    const given = { password: null, token: 'None', secret: '', session: {}, authToken: false };
    assert.deepEqual(variables(given), given);
  });

  it('looks into numbers and names, too', () => {
    assert.deepEqual(variables({ number: 4111111111111111, 'bob@example.com': 1 }), {
      number: '[scrubbed:card]',
      '[scrubbed:email]': 1,
    });
  });

  it('takes keys out of source code, and nothing that only has a telling name', () => {
    const lines = ['-----BEGIN PRIVATE KEY-----', 'MIIEowIBAAKCAQEA1c7', 'password = "x"'];
    for (const end of ['', '\n']) {
      const frame = sampleFrame({
        preContext: lines.slice(0, 1).map(line => line + end),
        contextLine: `MIIEowIBAAKCAQEA1c7${end}`,
        postContext: ['-----END PRIVATE KEY-----', 'password = form["password"]'].map(line => line + end),
      });
      const { exceptions } = scrubber.event(
        sampleEvent('f', { exceptions: [{ type: 'E', value: 'v', frames: [frame] }] }),
      );
      const after = exceptions[0]?.frames[0];
      const marker = `[scrubbed:private-key]${end}`;
      assert.deepEqual(after?.preContext, [marker]);
      assert.equal(after?.contextLine, marker);
      assert.deepEqual(after?.postContext, [marker, `password = form["password"]${end}`]);
    }
  });

  it('cuts what is nested too deep to be read', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 5000; depth++) deep = { a: [deep] };
    const text = JSON.stringify(variables({ deep }));
    assert.ok(text.length < 1000 && text.includes('[scrubbed:depth]'));
  });

  it('lets fields be that are said to be safe, and scrubs those that are said to be sensitive', () => {
    const changes = { safeFields: ['sessionToken', 'contact'], sensitiveFields: ['account', 'Shoe Size'] };
    assert.deepEqual(
      variables(
        { session_token: 'x', contact: { mail: 'a@b.de' }, userAccount: 'x', shoe_size: 42 },
        changes,
      ),
      {
        session_token: 'x',
        contact: { mail: 'a@b.de' },
        userAccount: '[scrubbed:field]',
        shoe_size: '[scrubbed:field]',
      },
    );
    assert.equal(makeScrubber(settings(changes)).text('account=7'), 'account=[scrubbed:field]');
    assert.equal(makeScrubber(settings(changes)).text('session_token=7'), 'session_token=7');
  });

  it('can be switched off, as a whole and rule by rule', () => {
    const off = makeScrubber(settings({ enabled: false }));
    assert.equal(off.text('password=x'), 'password=x');
    const none = makeScrubber(settings({ rules: Object.fromEntries(scrubRules.map(rule => [rule, false])) }));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(...secrets), fc.nat(), (place, make, seed) => {
        const event = eventWith(place, make(seed).text);
        assert.equal(none.event(event), event);
      }),
    );
    const noPasswords = makeScrubber(settings({ rules: { password: false } }));
    assert.equal(noPasswords.text('password=a&token=b'), 'password=a&token=[scrubbed:token]');
  });
});

describe('scrubberOf', () => {
  it('compiles the same settings once', () => {
    const given = settings();
    assert.equal(scrubberOf(given), scrubberOf(given));
    assert.equal(
      scrubberOf(settings({ rules: { email: false } })).text('bob@example.com'),
      'bob@example.com',
    );
  });
});
