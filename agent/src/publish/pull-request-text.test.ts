import assert from 'node:assert/strict';
import { code, codeBlock, prose, words } from '@errata/protocol/markdown';
import fc from 'fast-check';
import { pullRequestText, withOthers } from './pull-request-text.ts';
import { toldFix } from './scratch-fix.ts';

const hostile = [
  'x\n```\n## Injected\n@everyone closes #12 and fixes GH-7, resolves https://github.com/a/b/issues/1',
  '/close\n/assign @ada\n[skip ci] [ci skip]\n<img src=x onerror=alert(1)> <!-- ',
  '[click](command:x) ![](http://x/y.png) `a` ``b`` | c | \u001b[31m \u202e **bold** PROJ-1 #close',
].join('\n');
/** What a forge would act on. */
const acts =
  /(?<!\w)@(?:everyone|ada)|#12|#close|\bGH-7|\bPROJ-1|https:\/\/github\.com\/a|^\/(?:close|assign)|\[(?:skip ci|ci skip)\]|(?!\n)\p{Cc}|\u202e/mu;

describe('text of a pull request', () => {
  it('tells what crashed, since when, how often, why, and what proves the fix', () => {
    const { title, body } = pullRequestText(toldFix({ logCenter: 'https://errors.example.org' }));
    assert.equal(title, 'fix: start the list of vouchers empty where the cart is made');
    const sections = body.match(/^## .*$/gm);
    assert.deepEqual(sections, [
      '## What crashed',
      '## Root cause',
      '## What changes, and why',
      '## Proof',
      '## Confidence',
      '## Suspect and owners',
      '## How to reproduce',
    ]);
    for (const said of [
      '```text\nTypeError: x is undefined\n    at total (/srv/app/src/cart.ts:3)\n```',
      'Seen 4 times, by 2 users, since 2026-03-01 10:00 UTC, last 2026-03-02 10:00 UTC. Environment: `production`.',
      'The list of vouchers is never made: `cart.vouchers` is undefined.',
      'The fix belongs at `src/cart.ts:3` in `open`.',
      '- `src/cart.ts` (+1 −1)',
      '**proven**: The crash is gone and no test got worse.',
      '| The error of the event | raised | passed |',
      '| Tests | 12 passed, 1 failed | 12 passed, 0 failed |',
      'in a sandbox (`bubblewrap`)',
      '82 %.',
      'Suspect: `dddddddddddd` Let guests look at the cart, by Ann, 2026-02-28 08:00 UTC',
      'Owners: @\u200bshop/cart (CODEOWNERS)',
      '`test/cart.test.ts` was made from the event: it fails without this change and passes with it.',
      'from issue SHOP-3 of [the log center](https://errors.example.org).',
    ])
      assert.ok(body.includes(said), `${said}\n---\n${body}`);
    assert.doesNotMatch(body, /ann@shop\.example/);
  });

  it('names other issues that a person said it fixes, as many as there are', () => {
    const { issue } = toldFix({});
    assert.equal(withOthers('Mine.', []), 'Mine.');
    const body = withOthers('Mine.\n', [
      { ...issue, id: 'SHOP-4', title: 'Oops @ada' },
      { ...issue, id: 'SHOP-5', count: 1 },
    ]);
    assert.match(
      body,
      /^Mine\.\n\n## Fixes as well\n\n- SHOP-4: Oops @\u200bada \(4 times, last 2026-03-02 10:00 UTC\)\n- SHOP-5: .*\(once, /,
    );
  });

  it('says what a person edited, what is a guard, and what was not proven', () => {
    const { candidate } = toldFix({});
    assert.ok(candidate);
    const { verification: _, ...unproven } = candidate;
    const { body } = pullRequestText(
      toldFix({
        candidate: { label: 'guard' },
        edited: { ...unproven, engine: 'person', confidence: 0.3 },
        test: undefined,
      }),
    );
    assert.match(body, /A person edited it/);
    assert.match(body, /guards against the symptom/);
    assert.match(body, /not run in a sandbox/);
    assert.match(body, /30 %, of the edited version/);
    assert.match(body, /No test of the error/);
  });

  it('cannot be made to mention people, close issues, give commands or break out, wherever strangers write', () => {
    const { body, title } = pullRequestText(
      toldFix({
        issue: { title: hostile, culprit: hostile, firstRelease: hostile, lastRelease: hostile },
        event: {
          environment: hostile,
          release: hostile,
          exceptions: [
            {
              type: hostile,
              value: hostile,
              frames: [{ file: hostile, function: hostile, line: 1, inApp: true }],
            },
          ],
        },
        candidate: { explanation: hostile, confidenceReasons: [hostile] },
        diagnosis: {
          cause: hostile,
          locations: [],
          suspects: [
            {
              commit: 'd'.repeat(40),
              author: hostile,
              email: 'a@b',
              date: '2026-01-01T00:00:00Z',
              subject: hostile,
              score: 1,
              reasons: [hostile],
            },
          ],
          owners: [{ name: hostile, source: 'blame', share: 1 }],
          unmapped: [],
          confidence: 1,
        },
        test: hostile,
      }),
    );
    assert.doesNotMatch(title, acts);
    assert.doesNotMatch(body, acts);
    const outside = body
      .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
      .replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '')
      .replace(/^\|.*\|$|^\*\*proven\*\*/gm, '');
    assert.doesNotMatch(outside, /^## Injected/m);
    assert.doesNotMatch(outside, /(?<!\\)[<[*|]/);
  });

  it('has our headings and no others, and nothing that a forge acts on, whatever strangers put together', () => {
    const parts = [
      '```',
      '~~~',
      '`',
      '\n',
      '\r\n',
      '\u2028',
      ' ',
      '    ',
      '\t',
      '#',
      '# ',
      '## ',
      '---',
      '===',
      '> ',
      '* ',
    ];
    const acting = [
      '@ada',
      '#12',
      'GH-7',
      '/close',
      '[skip ci]',
      'https://github.com/a/b',
      '<!-- errata:x -->',
      '<b>',
      '](',
      '![',
      '|',
      '\\',
      '&#35;',
    ];
    const stranger = fc
      .array(fc.constantFrom(...parts, ...acting, 'fixes ', 'x'), { maxLength: 12 })
      .map(each => each.join(''));
    fc.assert(
      fc.property(fc.array(stranger, { minLength: 12, maxLength: 12 }), texts => {
        const [
          a = '',
          b = '',
          c = '',
          d = '',
          e = '',
          f = '',
          g = '',
          h = '',
          i = '',
          j = '',
          k = '',
          l = '',
        ] = texts;
        const { diagnosis } = toldFix({});
        assert.ok(diagnosis);
        const [suspect] = diagnosis.suspects;
        assert.ok(suspect);
        const fix = toldFix({
          issue: { title: a, culprit: b, firstRelease: c, lastRelease: c },
          event: {
            environment: d,
            exceptions: [{ type: e, value: f, frames: [{ file: g, function: h, line: 1, inApp: true }] }],
          },
          candidate: { explanation: i, confidenceReasons: [j] },
          diagnosis: {
            ...diagnosis,
            cause: k,
            suspects: [{ ...suspect, author: l, subject: a, reasons: [b] }],
            owners: [{ name: c, source: 'blame', share: 1 }],
          },
        });
        const { title, body: own } = pullRequestText(fix);
        const body = withOthers(own, [{ ...fix.issue, id: 'SHOP-4', title: l }]);
        for (const text of [title, body.replaceAll('SHOP-4', '')]) assert.doesNotMatch(text, acts);
        const outside = body.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, 'x');
        assert.doesNotMatch(outside, /^ {0,3}(?:`{3}|~{3}|>|={2,} *$|(?: {4}|\t))/m);
        const headings = outside.match(/^ {0,3}#{1,6}(?:\s.*)?$/gm) ?? [];
        const ours = headings.filter(line =>
          /^## (?:What|Root|Proof|Conf|Susp|How|Fixes as well$)/.test(line),
        );
        assert.deepEqual(headings, ours);
        assert.equal(new Set(headings).size, headings.length);
        assert.equal(outside.match(/^---$/gm)?.length, 1);
      }),
    );
  });
});

describe('Markdown of strangers', () => {
  it('keeps code as code, and everything else as words', () => {
    assert.equal(prose('The list `a.b` is *never* made'), 'The list `a.b` is \\*never\\* made');
    assert.equal(words('`a` <b>'), '\\`a\\` \\<b\\>');
    assert.equal(words('- x'), '\\- x');
    assert.equal(words('1. x'), '1\\. x');
    assert.equal(code('a`b'), '``a`b``');
    assert.equal(code(''), '');
  });

  it('never ends its block or its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', 'a', ' ', '\r', '\u2028') }), text => {
        const lines = codeBlock(text, 20).split('\n');
        const fence = lines[0]?.replace('text', '') ?? '';
        assert.ok(fence.length >= 3 && lines.at(-1) === fence);
        assert.ok(lines.slice(1, -1).every(line => !line.includes(fence)));
        for (const line of [code(text), words(text), prose(text)]) assert.doesNotMatch(line, /[\n\r\u2028]/);
        const [, ticks = '', inner = ''] = /^(`*)(.*?)\1$/.exec(code(text)) ?? [];
        assert.ok(ticks === '' || !(inner.match(/`+/g) ?? []).some(run => run === ticks));
      }),
    );
  });

  it('takes but a moment for a megabyte', () => {
    const forms: readonly ((text: string) => string)[] = [words, prose, code, text => codeBlock(text, 5)];
    for (const unit of ['`', '[', '@a', '`a', '://', '[ci', 'A-1', '\u202e', '#', '\n```'])
      for (const form of forms) {
        const text = unit.repeat(1_000_000 / unit.length);
        const fast = [0, 1, 2].some(() => timed(() => form(text)) < 100);
        assert.ok(fast, `${JSON.stringify(unit)} takes long`);
      }
  });
});

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
