import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readExpression } from './expression.ts';
import { findsIn } from './expression-machine.ts';

const finds = (source: string, text: string) => {
  const expression = readExpression(source);
  assert.ok(expression, source);
  return findsIn(expression, text);
};

describe('expressions of Go', () => {
  it('find what those of JavaScript find, where both mean the same', () => {
    const { expression } = fc.letrec<{ expression: string; part: string }>(tie => ({
      part: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(
          'a',
          'b',
          '/',
          '.',
          '\\.',
          '[ab]',
          '[^a/]',
          '[a-b.]',
          '^',
          '$',
          '\\b',
          '\\w',
          '\\W',
          '\\d',
        ),
        tie('expression').map(inner => `(${inner})`),
        tie('expression').map(inner => `(?:${inner})`),
      ),
      expression: fc
        .array(
          fc.tuple(tie('part'), fc.constantFrom('', '', '*', '+', '?', '*?', '{1,2}', '{2}', '{1,}', '|')),
          {
            maxLength: 4,
          },
        )
        // What is at an edge has no width to be repeated.
        .map(parts =>
          parts.map(([part, count]) => (/[\^$]$|\\b$/.test(part) ? part : part + count)).join(''),
        ),
    }));
    fc.assert(
      fc.property(
        expression,
        fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '1'), maxLength: 8 }),
        (source, text) => {
          assert.equal(
            finds(source, text),
            new RegExp(source).test(text),
            `${source} in ${JSON.stringify(text)}`,
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('know the syntax that only Go has', () => {
    const cases: [string, string, boolean][] = [
      ['^(?i)makefile$', 'MakeFile', true],
      ['^(?P<name>a)b$', 'ab', true],
      ['^[[:alpha:]_]+$', 'aZ_', true],
      ['^[[:^digit:]]+$', 'a1', false],
      ['\\Aab\\z', 'ab', true],
      ['^\\x{1F600}\\x41$', '\u{1f600}A', true],
      ['^[\\d-]+$', '1-2', true],
      ['^.$', '\n', false],
      ['^[^\\n]$', 'é', true],
      ['^x{,2}$', 'x{,2}', true],
    ];
    for (const [source, text, expected] of cases) assert.equal(finds(source, text), expected, source);
  });

  it('are refused when they are broken, not known or too big', () => {
    const refused = [
      '(',
      'a)',
      '[a',
      '*a',
      'a**',
      '[b-a]',
      '\\',
      '\\p{Greek}',
      '(?=a)',
      '(?<!a)b',
      '\\1',
      'a{2,1}',
      'a{1001}',
    ];
    for (const source of [
      ...refused,
      '((a{99}){99}){99}',
      'a'.repeat(2000),
      `${'('.repeat(99)}a${')'.repeat(99)}`,
    ]) {
      assert.equal(readExpression(source), undefined, source.slice(0, 40));
    }
  });
});
