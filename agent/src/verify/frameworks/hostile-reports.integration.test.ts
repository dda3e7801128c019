import assert from 'node:assert/strict';
import { parseCargoTest } from './cargo.ts';
import { parseGoTest } from './go-test.ts';
import { parseJUnitXml } from './junit-xml.ts';
import { parsePrinted, parseStatusLines } from './printed.ts';
import { parseTap } from './tap.ts';
import { parseTox } from './tox.ts';

const size = 1_000_000;
const limit = 200;
const pieces = [
  ...[
    '<',
    '<a ',
    '<a b="',
    '<testsuite><testcase><error>',
    '<![CDATA[',
    '&#',
    '&lt',
    ' ',
    '\n',
    '{',
    '{"',
    'ok ',
  ],
  ...[
    'test a ... ',
    '---- ',
    '---\n',
    '    # Subtest: a\n',
    'ok 1 - a\n',
    '# skip ',
    '{posargs:',
    '\\\n',
    '[testenv]\n a',
  ],
  ...['--- FAIL: ', '[  OK ', 'a::', 'a ... ok', ' Running a (', '✓ a (1', 'FAIL\t', '\tat a.b('],
];
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  junit: text => parseJUnitXml(`<testsuite><testcase><failure>${text}`, '/workspace', []),
  go: text => parseGoTest(text, { module: 'm', errors: '' }),
  cargo: text => parseCargoTest(`     Running unittests a (x/a-0123456789abcdef)\n${text}`),
  tap: text => parseTap(`TAP version 13\n${text}`),
  lines: parseStatusLines,
  printed: parsePrinted,
  tox: text => parseTox(`[testenv]\ncommands = pytest ${text}`),
};

describe('reports of a megabyte that are made to be slow', function () {
  this.timeout(120_000);
  for (const [name, parse] of Object.entries(parsers)) {
    it(`are read by ${name} in time`, () => {
      for (const piece of pieces) {
        const text = piece.repeat(size / piece.length);
        let best = Number.POSITIVE_INFINITY;
        // A busy machine is given three tries.
        for (let tries = 0; tries < 3 && best >= limit; tries++) {
          const start = performance.now();
          parse(text);
          best = Math.min(best, performance.now() - start);
        }
        assert.ok(best < limit, `${JSON.stringify(piece)} took ${Math.round(best)} ms`);
      }
    });
  }
});
