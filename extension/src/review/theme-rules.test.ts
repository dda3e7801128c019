import assert from 'node:assert/strict';
import { syntaxColors, themeFile } from './theme-rules.ts';

const rule = (scope: unknown, foreground: unknown) => ({ scope, settings: { foreground } });
const colors = (...tokenColors: unknown[]) => syntaxColors(themeFile({ tokenColors }).rules);

describe('the colours of a theme', () => {
  it('are those of the closest scope, and of the later rule where two are as close', () => {
    const found = colors(
      rule('comment', '#111'),
      rule(['string', 'constant.numeric'], '#222222'),
      rule('constant', '#333'),
      rule('keyword.control, storage', '#444444'),
      rule('keyword', '#555'),
      rule('keyword.control', '#666666ff'),
      rule('variable.other.property', '#777'),
      rule('variable', '#888'),
    );
    assert.deepEqual(found, {
      comment: '#111',
      constant: '#333',
      keyword: '#666666ff',
      number: '#222222',
      operator: '#555',
      property: '#777',
      string: '#222222',
      variable: '#888',
    });
  });

  it('are not those of scopes inside others, nor of scopes that only begin alike', () => {
    assert.deepEqual(
      colors(rule('meta.class string', '#111'), rule('str', '#222'), rule('string.quoted.x', '#333')),
      {},
    );
  });

  it('are plain hex colours and nothing else', () => {
    for (const hostile of [
      'red;}body{display:none',
      'url(//x)',
      'var(--x)',
      '#12',
      '#ggg',
      '#123\n',
      7,
      null,
    ])
      assert.deepEqual(colors(rule('comment', hostile)), {});
  });

  it('may come from anything that a theme was written as', () => {
    for (const odd of [undefined, null, 3, [], { tokenColors: 'x.tmTheme' }, { tokenColors: [null, 1, {}] }])
      assert.deepEqual(syntaxColors(themeFile(odd).rules), {});
    assert.equal(themeFile({ include: './base.json' }).include, './base.json');
    assert.equal(themeFile({ include: 3 }).include, undefined);
  });
});
