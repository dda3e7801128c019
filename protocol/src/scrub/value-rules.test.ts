import assert from 'node:assert/strict';
import { type ScrubRule, scrubSettingsSchema } from '../scrub-settings.ts';
import { makeScrubber } from './scrubber.ts';

/** For each rule: texts with ‹…› around what must go, and texts that only look like it. */
const cases: Readonly<
  Record<string, { readonly gone: readonly string[]; readonly kept: readonly string[] }>
> = {
  'private-key': {
    gone: [
      'key ‹-----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----› end',
      '"‹-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1r›',
      '‹-----BEGIN PGP PRIVATE KEY BLOCK-----›\n‹›\n‹lQdGBF›\n‹-----END PGP PRIVATE KEY BLOCK-----›'.replace(
        '‹›',
        '',
      ),
      'a = 1\n‹  MIIEowIBAAKCAQEA1c7+9z5Pad7OejecsQ0bu›\n‹  -----END PRIVATE KEY-----›"',
    ],
    kept: [
      '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
      '-----BEGIN PUBLIC KEY-----',
      'a PRIVATE KEY',
    ],
  },
  'url-credentials': {
    gone: [
      'postgres://‹app:hunter2›@db:5432/shop failed',
      'redis://‹:p/ss›@h/0',
      'https://‹x-access-token:abc›@github.com/a/b.git',
      'https://‹0123456789abcdef0123456789abcdef›@errors.example.com/1',
      '[amqp://‹u:p›@one, amqp://‹u:p›@two]',
    ],
    kept: [
      'http://localhost:3000/@me',
      'ssh://git@github.com/a',
      'http://[::1]:80/a@b',
      'https://h/x?a=b:c',
      'a://b',
    ],
  },
  authorization: {
    gone: [
      'Bearer ‹abc123.def›',
      'curl -H bearer%20‹0a1b2c3d4e›',
      "b'Basic ‹dXNlcjpwYXNz›'",
      'BASIC ‹dXNlcjpwYXNzd29yZA==›, x',
    ],
    kept: [
      'bearer of bad news',
      'Bearer realm="shop1"',
      'Basic understanding',
      'Basic abcd',
      'basic authentication',
    ],
  },
  token: {
    gone: [
      'x ‹eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl› y',
      '\\n‹eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn›',
      'id ‹AKIAIOSFODNN7EXAMPLE›, ‹ASIAIOSFODNN7EXAMPLE›',
      '(‹ghp_0123456789abcdefghijABCDEFGHIJ012345›)',
      '‹github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz›',
      '%20‹glpat-abcDEF_123-456789xyz›',
      '‹xoxb-123456789012-abcDEF123456›',
      'https://hooks.slack.com/‹services/T00000000/B00000000/abcdefghijklmnopqrstuvwX›',
      '‹sk_live_abcDEF123456789012345678› ‹rk_test_abcDEF123456789012345678›',
      '‹npm_abcdefghijklmnopqrstuvwxyz0123456789›',
      '‹sk-proj-abcdefghij_klmnop-qrstuvwxyz0123456789›',
      '‹sk-ant-api03-abcdefghij_klmnop-qrstuvwxyz0123456789›',
      '‹AIzaSyA0123456789abcdefghijklmnopqrst_u›',
      '‹ya29.a0AfH6SMBx0123456789-abcdefghijk›',
      '‹SG.abcdefghijklmnop0123.abcdefghijklmnopqrstuvwxyz0123456789›',
      'bot‹123456789:AAabcdefghijklmnopqrstuvwxyz0123456›/getMe',
    ],
    kept: [
      'task-0123456789abcdef0123456789abcdef',
      'a3e58e0b21c34f0a9d6d111122223333',
      'sk-loading-indicator-with-long-name2',
      'AKIA_IS_NO_KEY',
      'node_modules/eyJs/index.js',
      'getCustomerByIdOrThrow2(ghp_token)',
      'MAX_TASK_RETRIES_PER_REQUEST_2',
    ],
  },
  card: {
    gone: [
      'paid with ‹4111 1111 1111 1111› 12/26',
      '‹4111-1111-1111-1111›',
      "'‹5555555555554444›'",
      '‹3782 822463 10005›.',
      '2026 ‹6011 1111 1111 1117› 123',
      '\\n‹4111111111111111›\\n',
    ],
    kept: [
      '4111111111111112',
      '1111111111111117',
      '0.4111111111111111',
      'a4111111111111111',
      '4111111111111111f',
      '41111111111111110000',
      '1714564800000000',
    ],
  },
  iban: {
    gone: ['to ‹DE89 3704 0044 0532 0130 00› EUR', '‹GB29NWBK60161331926819›', '‹NO9386011117947›'],
    kept: [
      'DE88 3704 0044 0532 0130 00',
      'XX89370400440532013000',
      'GB29NWBK60161331926819X',
      'AB12 was not found here',
    ],
  },
  ssn: {
    gone: ['for ‹123-45-6789›, x', '(‹123 45 6789›)'],
    kept: [
      '000-12-3456',
      '666-12-3456',
      '912-12-3456',
      '123-00-4567',
      '123-45-67890',
      '1123-45-6789',
      '123456789',
    ],
  },
  email: {
    gone: [
      'user ‹bob@example.com› not found.',
      'a=‹bob%40example.com›&b=1',
      '<‹Jürgen.o+x@mail.example.co.uk›>',
      '\\n‹bob@example.com›',
    ],
    kept: [
      'icon@2x.png',
      'x@self.weights',
      'git@github.com:a/b',
      '@app.route',
      'lodash@4.17.21',
      'a@b',
      'Foo@1f2e3d',
    ],
  },
};

const marked = /‹[^›]*›/g;
const only = (rule: ScrubRule) =>
  makeScrubber(
    scrubSettingsSchema.parse({
      rules: Object.fromEntries(Object.keys(cases).map(name => [name, name === rule])),
    }),
  );

describe('value rules', () => {
  for (const [name, { gone, kept }] of Object.entries(cases)) {
    const rule = name as ScrubRule;
    it(`${rule}: takes out what has the form, and keeps the rest`, () => {
      for (const text of gone) {
        const bare = text.replace(/[‹›]/g, '');
        assert.equal(only(rule).text(bare), text.replace(marked, `[scrubbed:${rule}]`), bare);
      }
    });

    it(`${rule}: leaves alone what only looks like it`, () => {
      const all = makeScrubber(scrubSettingsSchema.parse({}));
      for (const text of kept) assert.equal(all.text(text), text);
    });

    it(`${rule}: can be switched off`, () => {
      const off = makeScrubber(scrubSettingsSchema.parse({ rules: { [rule]: false } }));
      for (const text of gone)
        assert.ok(!off.text(text.replace(/[‹›]/g, '')).includes(`[scrubbed:${rule}]`), text);
    });
  }

  it('ip: takes out addresses when asked', () => {
    const asked = makeScrubber(scrubSettingsSchema.parse({ rules: { ip: true } }));
    const text =
      'from 10.1.2.3:8080 and 2001:db8::ff00:42:8329, not 127.0.0.1, ::1, v1.2.3.4, 12:30:45 or 1.2.3.4.5';
    assert.equal(makeScrubber(scrubSettingsSchema.parse({})).text(text), text);
    assert.equal(
      asked.text(text),
      'from [scrubbed:ip]:8080 and [scrubbed:ip], not 127.0.0.1, ::1, v1.2.3.4, 12:30:45 or 1.2.3.4.5',
    );
  });
});
