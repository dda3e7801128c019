import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { parameterize } from './parameterize.ts';

/** Two values of each kind; a message must not tell which of them it had. */
const generated: Readonly<Record<string, readonly string[]>> = {
  uuid: [
    '9b2f1c3e-1111-2222-3333-444455556666',
    '00000000-0000-4000-8000-000000000000',
    'AAAAAAAA-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  ],
  ipv4: ['10.0.0.1', '192.168.100.200', '10.0.0.0/8'],
  ipv6: [
    '2001:db8::8a2e:370:7334',
    'fe80::1%eth0',
    '::1',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    '::ffff:10.0.0.1',
  ],
  url: [
    'https://shop.example/cart?id=1&x=2',
    'http://localhost:8080/',
    'postgres://u:p@db:5432/shop',
    'wss://a/b',
  ],
  date: [
    '2026-01-02T03:04:05Z',
    '2026-01-02 03:04:05.123456+00:00',
    '2026-01-02',
    '2026/01/02 03:04:05',
    'Mon, 02 Jan 2006 15:04:05 GMT',
    'Mon, 02 Jan 2006 15:04:05 -0700',
    '10/Oct/2000:13:55:36 -0700',
    'Mon Jan  2 15:04:05 2006',
    'Mon Jan 2 15:04:05 MST 2006',
    'Tue Jan 02 2024 03:04:05 GMT+0100 (Central European Standard Time)',
    'Jan 2, 2006',
    '20240102T030405Z',
    '01/02/2024 10:11:12',
    'datetime.datetime(2024, 1, 2, 3, 4, tzinfo=utc)',
  ],
  time: ['12:34', '03:04:05', '03:04:05.123', '9:15 PM'],
  hex: ['0xff', '0x00007f9c3c0b5d10', '0xDEADBEEF'],
  hash: [
    'd41d8cd98f00b204e9800998ecf8427e',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '507f1f77bcf86cd799439011',
    '8f3a2b1',
    '12345678',
    'DEADBEEF12',
  ],
  path: [
    '/srv/shop/data/7.json',
    '/tmp/x/y',
    'C:\\Users\\ann\\a.txt',
    '\\\\host\\share\\x',
    './a/b',
    '../x.txt',
    '~/a/b.c',
    'src/app/x.py',
    '/etc.conf',
    'D:/a/b',
  ],
  number: ['5', '-17', '3.25', '1,234,567', '99%', '1.5e-9', '+3', '1_000', '12.5%', '123456789012'],
  duration: [
    '12ms',
    '1h 3m',
    '1h3m2s',
    '3.5s',
    '2 minutes',
    '1 minute',
    '90 sec',
    'PT1H3M',
    '10 days',
    '250 µs',
  ],
  size: ['10KB', '1.5 GiB', '12 bytes', '512MB', '1.5Gi'],
  text: ['"a b"', "'x'", '“quoted”', "'don&t'", '"/srv/a 5"'],
  email: ['ann@shop.example', 'a.b+c@mail.host.example'],
  token: [
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0.',
  ],
  blob: [
    'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ9PQ==',
    'YWJj1/ZGVm+Z2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY3ODkw',
  ],
  trace: [
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
  ],
  host: ['db.internal:5432', 'localhost:6379', 'redis-0.redis.svc.cluster.local:6379'],
  id: ['8f3kd92k1z', 'x2k4p', 'V1StGXR8Z5jdHi6B3myT', '01HZXJ7Q8R9S0T1V2W3X4Y5Z6A'],
  version: ['1.2.3', 'v10.20.30', '1.2.3-beta.1'],
  mac: ['00:1b:44:11:3a:b7', 'FF:FF:FF:00:00:01'],
};

describe('parameterize', () => {
  it('makes messages equal that differ in a generated value only', () => {
    for (const [kind, values] of Object.entries(generated))
      for (const frame of [
        ['', ''],
        ['order ', ' is gone'],
        ['(', ')'],
        ['id=', ', next'],
        ['at ', '.'],
        ['[', ']: no'],
      ]) {
        const results = values.map(value => parameterize(`${frame[0]}${value}${frame[1]}`));
        assert.equal(new Set(results).size, 1, `${kind}: ${results.join(' | ')}`);
      }
  });

  it('knows random values of each kind', () => {
    const same = (arbitrary: fc.Arbitrary<string>) =>
      fc.assert(
        fc.property(arbitrary, arbitrary, (one, two) => {
          assert.equal(parameterize(`read ${one} failed`), parameterize(`read ${two} failed`));
        }),
      );
    same(fc.uuid());
    same(fc.ipV4());
    same(fc.ipV6().filter(ip => /\d/.test(ip)));
    same(fc.emailAddress({ size: 'small' }).filter(mail => /^\w[\w.+-]*@[\w.-]+$/.test(mail)));
    same(
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
        .map(date => date.toISOString()),
    );
    same(
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
        .map(date => date.toUTCString()),
    );
    same(
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
        .map(date => date.toString()),
    );
    same(fc.maxSafeInteger().map(String));
    same(fc.float({ noNaN: true, noDefaultInfinity: true }).map(value => value.toFixed(3)));
    same(fc.integer({ min: 0, max: 2 ** 31 }).map(value => `0x${value.toString(16)}`));
    const digit = fc.constantFrom(...'0123456789abcdef');
    for (const length of [8, 12, 24, 32, 40, 64])
      same(fc.string({ unit: digit, minLength: length, maxLength: length }).filter(hash => /\d/.test(hash)));
    same(fc.webUrl({ size: 'small' }).filter(url => !/['"`<>]|[.,;:!?)\]}]$/.test(url)));
  });

  it('keeps the class of an object and forgets its address', () => {
    const python = (address: string) => parameterize(`<shop.Cart object at 0x${address}> has no total`);
    assert.equal(python('7f9c3c0b5d10'), python('00000001'));
    assert.match(python('1'), /shop\.Cart object/);
    assert.equal(
      parameterize('shop.Cart@1b6d3586 is gone'),
      parameterize('shop.Cart@77 is gone').replace('77', '<number>'),
    );
    assert.notEqual(parameterize('Cart@1b6d3586'), parameterize('Order@1b6d3586'));
    assert.match(parameterize('no order_8f3kd92k1z'), /^no order_<id>$/);
  });

  it('leaves ordinary words alone', () => {
    for (const text of [
      "can't find the user's cart, it isn't there",
      'std::vector<int>::at in app::cart::total',
      'utf8 sha256 x86_64 http2 i18n S3 E1001 utf8mb4_unicode_ci int32 base64 ISO8859',
      'no such column: shop.carts.total',
      'application/json or text/html and/or none',
      'may march on sunday, decide a second time',
      'facade decade deface added',
      'Cannot read properties of undefined (reading total)',
      'called `Option::unwrap()` on a `None` value',
      'com.shop.Cart.total at App\\Http\\Controllers\\Cart',
      'données für Ümläut 購物車',
    ])
      assert.equal(parameterize(text), text);
    const letters = fc.string({
      unit: fc.constantFrom(...'ghijklmnopqrstuvwxyz'),
      minLength: 1,
      maxLength: 15,
    });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 10 }), words => {
        assert.equal(parameterize(words.join(' ')), words.join(' '));
      }),
    );
  });

  it('finds nothing more in what it wrote', () => {
    const pieces = fc.oneof(
      fc.constantFrom(...Object.values(generated).flat()),
      fc.constantFrom(
        ' ',
        '-',
        '.',
        ':',
        '/',
        '"',
        "'",
        '<',
        '>',
        '@',
        'a',
        '%',
        ',',
        '\\',
        '(',
        '\n',
        'x1',
        '_',
        'T',
        'é',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
        const once = parameterize(parts.join(''));
        assert.equal(parameterize(once), once);
      }),
      { numRuns: 3000 },
    );
  });

  it('needs little time for any text', () => {
    const pieces = [
      'a@',
      '1',
      '"',
      "'a ",
      '0x',
      'a/',
      '/',
      '1:',
      '::',
      'eyJ-',
      '1,',
      'a.',
      'a:',
      '1h ',
      'f',
      '-',
      ' ',
      '\\',
      'C:\\',
      'a+',
      '2024-',
      'Mon, ',
      'e',
      'http://',
      '“',
      '1_',
      '%',
      '<',
      'datetime.date(',
    ];
    for (const piece of [...pieces, ...pieces.map(part => `${part}!`)]) {
      const text = piece.repeat(1_000_000 / piece.length);
      assert.ok(effortOf(() => parameterize(text)) < 500, piece);
    }
  });
});
