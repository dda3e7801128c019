import assert from 'node:assert/strict';
import { sameSyntax } from './same-syntax.ts';

describe('sameSyntax', () => {
  it('sees through what formatters do', async () => {
    const same: [string, string, string][] = [
      ['a.js', 'f(a, "b")\ng()\n', "// why\nf(\n  a,\n  'b',\n);\ng();\n"],
      ['a.js', 'const o = {"a": 1, b: x => (x)}', 'const o = {\n  a: 1,\n  b: (x) => x,\n};'],
      ['a.js', 'if (a) return_(b); else c()', 'if (a) {\n  return_(b);\n} else {\n  c();\n}'],
      ['a.js', "x = 'it\\'s'", 'x = "it\'s";'],
      ['a.ts', 'interface A { b: string, c: number }', 'interface A {\n  b: string;\n  c: number;\n}\n'],
      ['a.ts', 'return_(a as B || c)', 'return_((a as B) || c);'],
      ['a.tsx', 'const a = <b>c</b>;', 'const a = (\n  <b>\n    c\n  </b>\n);'],
      ['a.py', "def f(a):\n  'Says.'\n  return (a['b'])\n", 'def f(\n    a,\n):\n    return a["b"]  # b\n'],
      ['a.py', 'from a import b, c\n', 'from a import (\n    b,\n    c,\n)\n'],
    ];
    for (const [file, from, to] of same) assert.equal(await sameSyntax(file, from, to), true, from);
  });

  it('keeps apart what the program would notice', async () => {
    const other: [string, string, string][] = [
      ['a.js', 'a - (b - c)', 'a - b - c'],
      ['a.js', '(a?.b).c', 'a?.b.c'],
      ['a.js', 'if (a) b(); c();', 'if (a) { b(); c(); }'],
      ['a.js', 'return_(a, b)', 'return_(b, a)'],
      ['a.js', 'x = [a, , b]', 'x = [a, b]'],
      ['a.js', "x = 'a b'", "x = 'a  b'"],
      ['a.js', 'for (;i < n;) {}', 'for (;;i < n) {}'],
      ['a.py', 'x = (1,)\n', 'x = (1)\n'],
      ['a.py', 'x = a[1,]\n', 'x = a[1]\n'],
      ['a.py', 'for x in y:\n    b()\n    c()\n', 'for x in y:\n    b()\nc()\n'],
      ['a.py', "x = r'a\\'b'\n", 'x = r"a\'b"\n'],
    ];
    for (const [file, from, to] of other) assert.equal(await sameSyntax(file, from, to), false, from);
  });

  it('does not say for text that it cannot read', async () => {
    assert.equal(await sameSyntax('a.go', 'x := 1', 'x := 1'), undefined);
    assert.equal(await sameSyntax('a.js', 'f(', 'f('), undefined);
  });
});
