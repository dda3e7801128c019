import assert from 'node:assert/strict';
import { relatedLines } from './suspect-related.ts';

describe('relatedLines', () => {
  /** `line name` of what is related to the last line that has a mark. */
  function related(text: string, range?: [number, number]): string[] {
    const lines = text.split('\n');
    const line = lines.findIndex(each => each.includes('<<')) + 1;
    const from = range ?? [1, lines.length];
    return relatedLines(lines, line, from).map(each => `${each.line} ${each.does} ${each.name}`);
  }

  it('finds the line before that sets a name, in the ways of several languages', () => {
    const cases: [string, string][] = [
      ['function f() {\n  const a = g();\n  a.b; // <<', '2 sets a'],
      ['function f() {\n  const { a, c } = g();\n  a.b; // <<', '2 sets a'],
      ['function f() {\n  a ??= g();\n  a.b; // <<', '2 sets a'],
      ['function f() {\n  for (const a of all) {\n    a.b; // <<', '2 sets a'],
      ['def f():\n  a = g()\n  if a == 3: pass\n  a.b # <<', '2 sets a'],
      ['def f():\n  a: int = g()\n  a.b # <<', '2 sets a'],
      ['def f():\n  for a in g():\n    a.b # <<', '2 sets a'],
      ['func f() {\n  a, err := g()\n  a.b() // <<', '2 sets a'],
      ['void f() {\n  Map<A, B> a = g();\n  a.b(); // <<', '2 sets a'],
      ['void f() {\n  for (A a : all) {\n    a.b(); // <<', '2 sets a'],
    ];
    for (const [text, first] of cases) assert.deepEqual(related(text).slice(0, 1), [first], text);
  });

  it('takes no comparison, no field and no longer name for it', () => {
    assert.deepEqual(related('def f():\n  if a == 1:\n  x.a = 2\n  ab = 3\n  a.b # <<'), []);
  });

  it('finds what the file defines elsewhere, with what a function answers', () => {
    const text = [
      'const LIMIT = 3;',
      'function g(x) {',
      '  if (!x) return null;',
      '  return x;',
      '}',
      'function f() {',
      '  return g(LIMIT).y; // <<',
      '}',
    ].join('\n');
    const found = related(text, [6, 8]);
    assert.deepEqual(found, ['2 defines g', '4 defines g', '1 sets LIMIT']);
  });

  it('goes one step further back from what it found', () => {
    const text = 'function g(x) {\n  return x.y;\n}\nfunction f(x) {\n  const a = g(x);\n  a.b; // <<\n}';
    const found = related(text, [4, 7]);
    assert.deepEqual(found, ['5 sets a', '1 defines g', '2 defines g']);
  });

  it('finds where the file gives a field its value', () => {
    const field = (set: string, read: string) => related(`${set}\n}\nf {\n${read} <<\n}`, [3, 5]);
    for (const [set, read] of [
      ['  this.rows = rows;', 'this.rows.length'],
      ['    self.rows = rows', 'len(self.rows)'],
      ['    @rows = rows', '@rows.size'],
      ['    $this->rows = $rows;', 'count($this->rows)'],
    ] as const)
      assert.deepEqual(field(set, read), ['1 sets rows'], set);
    assert.deepEqual(field('  other.rows = rows;', 'this.rows.length'), []);
  });

  it('is quick with hostile text', () => {
    const lines = [
      '('.repeat(1_000_000),
      'a = '.repeat(250_000),
      `${'"'.repeat(1_000_000)}`,
      'a b c d e f g h',
    ];
    const best = Math.min(
      ...[1, 2, 3].map(() => {
        const began = performance.now();
        for (const line of [1, 2, 3, 4]) relatedLines(lines, line, [1, 4]);
        return performance.now() - began;
      }),
    );
    assert(best < 500, `${best} ms`);
  });
});
