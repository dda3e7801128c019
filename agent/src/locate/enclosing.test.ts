import assert from 'node:assert/strict';
import fc from 'fast-check';
import { enclosingRange, indentedRange } from './enclosing.ts';

const go = [
  'package a',
  '',
  'func one() int {',
  '\tif x {',
  '',
  '\t\treturn 1',
  '\t}',
  '\treturn 2',
  '}',
  '',
  'func two() {',
  '}',
];

describe('enclosingRange', () => {
  it('knows functions by their indentation where the language is not known', async () => {
    assert.deepEqual(await enclosingRange('a.kt', go.join('\n'), 6), [3, 9]);
    assert.deepEqual(indentedRange(go, 8), [3, 9]);
    assert.deepEqual(indentedRange(go, 11), [11, 12]);
    const ruby = ['class A', '  def b', '    c.d', '  end', '', '  def e', '    f', '  end', 'end'];
    assert.deepEqual(indentedRange(ruby, 3), [2, 4]);
    assert.deepEqual(indentedRange(ruby, 7), [6, 8]);
  });

  it('knows functions by their syntax where it is', async () => {
    const text = 'const a = 1;\nfunction b() {\nreturn a\n  .c;\n}\n';
    assert.deepEqual(await enclosingRange('a.js', text, 3), [2, 5]);
    assert.deepEqual(await enclosingRange('a.go', go.join('\n'), 6), [3, 9]);
    const ruby = 'def a\n  b.each do |c|\n    d(c)\n  end\nend\n';
    assert.deepEqual(await enclosingRange('a.rb', ruby, 3), [1, 5]);
  });

  it('always holds the line that was asked for', () => {
    const line = fc.constantFrom(
      '',
      '  ',
      'def a():',
      '  b = 1',
      '    c()',
      '}',
      'if x {',
      '\treturn (1)',
      'end',
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.nat(29), (lines, at) => {
        const wanted = (at % lines.length) + 1;
        const [from, to] = indentedRange(lines, wanted);
        assert(from >= 1 && from <= wanted && wanted <= to && to <= lines.length, `${from} ${to}`);
      }),
    );
  });
});
