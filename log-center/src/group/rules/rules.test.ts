import assert from 'node:assert/strict';
import { type FingerprintRule, fingerprintRuleSchema } from '@errata/protocol/grouping';
import { effortOf } from '@errata/protocol/testing/effort';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { compileGlob } from './glob.ts';
import { matchingRule } from './match-rule.ts';
import { isDefault, withVariables } from './variables.ts';

describe('compileGlob', () => {
  it('knows stars, question marks and backslashes', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['cart', 'cart', true],
      ['cart', 'carts', false],
      ['c*t', 'cart', true],
      ['c*t', 'cats', false],
      ['*', '', true],
      ['a*a', 'a', false],
      ['a?c', 'abc', true],
      ['*.ts', 'src/cart.ts', true],
      ['*b?d*', 'abcde', true],
      ['a\\*', 'a*', true],
      ['a\\*', 'ab', false],
      ['(a+)+$', 'aaaa', false],
    ];
    for (const [pattern, text, matches] of cases)
      assert.equal(compileGlob(pattern)(text), matches, `${pattern} ${text}`);
    assert.ok(compileGlob('CART*', true)('cartography'));
  });

  it('agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (glob, subject) => {
        const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        assert.equal(compileGlob(glob)(subject), expression.test(subject));
      }),
    );
  });

  it('needs little time for any text', () => {
    const glob = compileGlob(`${'*a'.repeat(90)}*b`);
    const text = 'a'.repeat(1_000_000);
    assert.ok(effortOf(() => assert.equal(glob(text), false)) < 500);
  });
});

describe('matchingRule', () => {
  const rule = (match: FingerprintRule['match']) =>
    fingerprintRuleSchema.parse({ match, fingerprint: ['x'] });
  const event = sampleEvent('', {
    tags: { zone: 'eu' },
    release: 'shop@1.2.3',
    exceptions: [
      {
        type: 'KeyError',
        value: 'No Cart 7',
        frames: [
          sampleFrame({ function: 'total', module: 'shop.cart' }),
          sampleFrame({ function: 'send', file: 'C:\\lib\\send.ts', inApp: false }),
        ],
      },
      { type: 'CartError', value: 'gone', frames: [sampleFrame({ function: 'load' })] },
    ],
  });

  it('needs all conditions, those on frames and exceptions on the same one', () => {
    const cases: readonly (readonly [FingerprintRule['match'], boolean])[] = [
      [[{ field: 'type', pattern: '*Error' }], true],
      [[{ field: 'value', pattern: '*no cart*' }], true],
      [
        [
          { field: 'type', pattern: 'KeyError' },
          { field: 'value', pattern: 'gone' },
        ],
        false,
      ],
      [
        [
          { field: 'function', pattern: 'total' },
          { field: 'module', pattern: 'shop.*' },
        ],
        true,
      ],
      [
        [
          { field: 'function', pattern: 'load' },
          { field: 'module', pattern: 'shop.*' },
        ],
        false,
      ],
      [[{ field: 'function', pattern: 'send' }], false],
      [[{ field: 'file', pattern: 'src/cart.ts' }], true],
      [[{ field: 'file', pattern: 'art.ts' }], false],
      [
        [
          { field: 'tag:zone', pattern: 'eu' },
          { field: 'release', pattern: 'shop@1.*' },
        ],
        true,
      ],
      [[{ field: 'tag:constructor', pattern: '*' }], false],
      [
        [
          { field: 'level', pattern: 'ERROR' },
          { field: 'platform', pattern: 'node' },
        ],
        true,
      ],
      [[{ field: 'transaction', pattern: '*' }], false],
      [[{ field: 'message', pattern: 'gone' }], true],
    ];
    for (const [match, matches] of cases)
      assert.equal(matchingRule(event, [rule(match)]) !== undefined, matches, JSON.stringify(match));
  });

  it('takes the first that matches', () => {
    const rules = ['Nothing', 'Key*', '*'].map(pattern => rule([{ field: 'type', pattern }]));
    assert.equal(matchingRule(event, rules), rules[1]);
  });

  it('refuses rules without conditions and fields that it does not know', () => {
    for (const match of [[], [{ field: 'nothing', pattern: 'x' }], [{ field: 'tag:', pattern: 'x' }]])
      assert.equal(fingerprintRuleSchema.safeParse({ match, fingerprint: ['x'] }).success, false);
  });
});

describe('withVariables', () => {
  it('replaces what it knows, in the short and the long form', () => {
    const event = sampleEvent('total', { transaction: 'GET /cart', tags: { zone: 'eu' } });
    assert.equal(
      withVariables(
        '{{ type }}|{{error.value}}|{{ stack.function }}|{{ transaction }}|{{level}}|{{ tags.zone }}',
        event,
      ),
      'TypeError|x is undefined|total|GET /cart|error|eu',
    );
    assert.equal(withVariables('{{ module }} {{ nothing }} {{', event), '<no-module> {{ nothing }} {{');
  });

  it('knows the default in any spacing', () => {
    for (const part of ['{{default}}', '{{ default }}', '{{  default}}']) assert.ok(isDefault(part));
    assert.ok(!isDefault('default') && !isDefault('{{ defaults }}'));
  });
});
