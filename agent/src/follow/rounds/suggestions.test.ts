import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suggestionsIn, withSuggestions } from './suggestions.ts';

const at = { from: 2, to: 3 };

describe('suggestions in a comment', () => {
  it('are read in the form of GitHub, for the lines of the comment', () => {
    const body = 'Better so:\r\n```suggestion\r\n  a();\r\n  b();\r\n```\r\nThanks!';
    assert.deepEqual(suggestionsIn(body, at), [{ ...at, lines: ['  a();', '  b();'] }]);
  });

  it('are read in the form of GitLab, counted from the last line of the comment', () => {
    assert.deepEqual(suggestionsIn('```suggestion:-1+2\nx\n```', { from: 5, to: 5 }), [
      { from: 4, to: 7, lines: ['x'] },
    ]);
  });

  it('may be empty, and may hold a fence in a longer one', () => {
    assert.deepEqual(suggestionsIn('```suggestion\n```', at), [{ ...at, lines: [] }]);
    const long = '````suggestion\n```js\n1\n```\n````';
    assert.deepEqual(suggestionsIn(long, at), [{ ...at, lines: ['```js', '1', '```'] }]);
  });

  it('are nothing else: other blocks, what stands within them, what is never closed, or inline', () => {
    for (const body of [
      '```js\n1\n```',
      '```text\n```suggestion\nx\n```',
      '```suggestion\nx',
      'use `suggestion`',
      '```suggestions\nx\n```',
      '> ```suggestion\n> x\n> ```',
    ])
      assert.deepEqual(suggestionsIn(body, at), [], body);
  });
});

describe('a text with suggestions', () => {
  const text = 'one\ntwo\nthree\nfour\n';

  it('has the lines replaced, added or gone', () => {
    assert.equal(withSuggestions(text, [{ ...at, lines: ['2', '3'] }]), 'one\n2\n3\nfour\n');
    assert.equal(withSuggestions(text, [{ ...at, lines: [] }]), 'one\nfour\n');
    assert.equal(
      withSuggestions(text, [
        { from: 1, to: 1, lines: ['0', '1'] },
        { from: 4, to: 4, lines: ['4'] },
      ]),
      '0\n1\ntwo\nthree\n4\n',
    );
  });

  it('keeps how its lines end', () => {
    assert.equal(withSuggestions('a\r\nb\r\n', [{ from: 2, to: 2, lines: ['x', 'y'] }]), 'a\r\nx\r\ny\r\n');
    assert.equal(withSuggestions('a\nb', [{ from: 2, to: 2, lines: ['x'] }]), 'a\nx');
    assert.equal(withSuggestions('a\r\nb', [{ from: 2, to: 2, lines: ['x', 'y'] }]), 'a\r\nx\r\ny');
  });

  it('is none where the lines are not there, or are replaced twice', () => {
    assert.equal(withSuggestions(text, [{ from: 4, to: 5, lines: [] }]), undefined);
    assert.equal(withSuggestions(text, [{ from: 0, to: 1, lines: [] }]), undefined);
    assert.equal(
      withSuggestions(text, [
        { ...at, lines: [] },
        { from: 3, to: 4, lines: [] },
      ]),
      undefined,
    );
  });

  it('has all other lines as they were', () => {
    const line = fc.stringMatching(/^[a-z ]{0,8}$/);
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.nat(),
        fc.nat(),
        fc.array(line),
        (lines, a, b, put) => {
          const [from, to] = [(a % lines.length) + 1, (b % lines.length) + 1].sort((x, y) => x - y);
          const [suggestion] = suggestionsIn(
            `\`\`\`suggestion\n${put.map(each => `${each}\n`).join('')}\`\`\``,
            {
              from: from ?? 1,
              to: to ?? 1,
            },
          );
          assert.ok(suggestion);
          const found = withSuggestions(`${lines.join('\n')}\n`, [suggestion]);
          const wanted = [...lines.slice(0, suggestion.from - 1), ...put, ...lines.slice(suggestion.to)];
          assert.equal(found, wanted.map(each => `${each}\n`).join(''));
        },
      ),
    );
  });
});
