import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Event, eventSchema } from '../event.ts';
import { scrubSettingsSchema } from '../scrub-settings.ts';
import { sampleEvent, sampleFrame } from '../testing/sample-event.ts';
import { makeScrubber } from './scrubber.ts';
import { eventWith, places, secrets } from './testing/planted.ts';

const scrubber = makeScrubber(scrubSettingsSchema.parse({}));

describe('makeScrubber, whatever is sent', () => {
  it('lets no planted secret survive, wherever it is and whatever stands around it', () => {
    const around = fc.constantFrom('', ' ', '\n', '"', "'", '(', '=', ': ', ', ', '<', '\\n', 'a ', '\t');
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...secrets),
        fc.nat(),
        around,
        fc.constantFrom('', ' ', '\n', '"', "'", ')', ', ', '>', ' b', '\t', '. '),
        (place, make, seed, before, behind) => {
          const { text, core } = make(seed);
          const event = eventSchema.parse(eventWith(place, before + text + behind));
          const result = scrubber.event(event);
          eventSchema.parse(result);
          assert.ok(!JSON.stringify(result).includes(core), JSON.stringify(result));
          const kept = ({ id, release, timestamp, platform }: Event) => [id, release, timestamp, platform];
          assert.deepEqual(kept(result), kept(event));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('says the same the second time', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(...secrets).chain(make => fc.nat().map(seed => make(seed).text)),
      fc.constantFrom(
        'password',
        'token',
        '=',
        ': ',
        '"',
        "'",
        '{',
        '[',
        ']',
        '}',
        '&',
        '@',
        '://',
        ' ',
        '\\',
        '%40',
      ),
      fc.constantFrom(
        'Bearer ',
        'Cookie: ',
        '[scrubbed:email]',
        '[scrubbed:',
        '4111',
        '-----',
        'eyJ',
        '.',
        '\n',
        ',',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), parts => {
        const once = scrubber.text(parts.join(''));
        assert.equal(scrubber.text(once), once);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes any JSON, and scrubs it once and for all', () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('password', 'token_count', '__proto__', 'value', 'name'),
    );
    const { json } = fc.letrec(tie => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant('bob@example.com')),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(names, tie('json'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(names, json), json, (fields, body) => {
        const event = sampleEvent('f', {
          contexts: fields,
          request: { body },
          exceptions: [{ type: 'E', value: 'v', frames: [sampleFrame({ variables: fields })] }],
        });
        const once = scrubber.event(event);
        assert.ok(!JSON.stringify(once).includes('bob@example.com'));
        assert.deepEqual(scrubber.event(once), once);
      }),
    );
  });

  it('takes ten times as long for a megabyte of anything as for a tenth of it, and no longer', () => {
    const all = makeScrubber(scrubSettingsSchema.parse({ rules: { ip: true }, sensitiveFields: ['acct'] }));
    const units = [
      ...[
        '@',
        'a@',
        'a.',
        'a@a.',
        '1',
        '4111 ',
        '12-',
        '%40',
        '::',
        '1.1.',
        'password=',
        'password= ',
        'password:',
      ],
      ...[
        'password={',
        'password="',
        "password='\\",
        '"password":',
        'password {',
        '<password>',
        '--password ',
        'token ',
      ],
      ...[
        'key',
        'acct',
        '-----BEGIN',
        '-----BEGIN PRIVATE KEY-----',
        '-----END PRIVATE KEY-----',
        'AAAAAAAAAAAAAAAA\n',
      ],
      ...[
        'eyJ',
        'eyJ.',
        'eyJaaaaaa.',
        'eyJaaaaaaaa-',
        ' ',
        '\n',
        '://',
        '://a:b',
        '://@',
        'Bearer ',
        'Basic QTpC ',
      ],
      ...[
        'AKIA',
        'xoxb-',
        'SG.aaaaaaaaaaaaaaaa.',
        'A',
        'a_',
        '\\',
        '\\"',
        '"',
        '{',
        'DE89 ',
        'cookie: a=b;',
        '[scrubbed:',
      ],
    ];
    /** Of the processor, in milliseconds, best of three: what counts is the work, not who else is at work. */
    const timeOf = (text: string) => {
      const times = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        all.text(text);
        return process.cpuUsage(before).user / 1000;
      });
      return Math.min(...times);
    };
    const [tenth, whole] = [100_000, 1_000_000];
    // Work that grows with the square takes a hundred times as long.
    const most = 40;
    const tick = 1;
    for (const unit of units) {
      for (const end of ['', '@', '!"']) {
        const text = (length: number) => unit.repeat(length / unit.length) + end;
        const limit = most * Math.max(tick, timeOf(text(tenth)));
        const time = timeOf(text(whole));
        assert.ok(time <= limit, `${JSON.stringify(unit)}: ${time} ms, ${limit / most} ms for a tenth`);
      }
    }
  });
});
