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
      [
        'a.java',
        'class A { int f(int x) { if (x > 1) return g(x, 1); return 0; } }',
        '/** A. */\nclass A {\n  int f(int x) {\n    if (x > 1) {\n      return g(\n          x, 1);\n    }\n    return 0;\n  }\n}\n',
      ],
      [
        'a.go',
        'package a\nfunc f() { g(a, []int{1, 2}) }\n',
        'package a\n\n// f does.\nfunc f() {\n\tg(\n\t\ta,\n\t\t[]int{\n\t\t\t1,\n\t\t\t2,\n\t\t},\n\t)\n}\n',
      ],
      [
        'a.rs',
        'fn f() -> i32 { let p = P { a, b }; vec![1, 2]; (g)(p) }',
        '/// Does.\nfn f() -> i32 {\n    let p = P {\n        a,\n        b,\n    };\n    vec![1, 2];\n    (g)(p)\n}\n',
      ],
      ['a.rb', 'def f(a)\n  g a, "b"\nend\n', "# Does.\ndef f a\n  g(\n    a,\n    'b',\n  )\nend\n"],
      [
        'a.php',
        "<?php\nfunction f($a) { if ($a) return g($a, ['b' => 1]); }\n",
        "<?php\n\nfunction f($a)\n{\n    if ($a) {\n        return g(\n            $a,\n            [\n                'b' => 1,\n            ],\n        ); // why\n    }\n}\n",
      ],
      [
        'a.cs',
        'class A { int F(int x) { foreach (var y in x) G(y); return new[] { 1, 2 }; } }',
        'class A\n{\n    /// <summary>F.</summary>\n    int F(int x)\n    {\n        foreach (var y in x)\n        {\n            G(y);\n        }\n        return new[] { 1, 2, };\n    }\n}\n',
      ],
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
      ['a.java', 'class A { int a = b - (c - d); }', 'class A { int a = b - c - d; }'],
      [
        'a.java',
        'class A { void f() { if (a) b(); c(); } }',
        'class A { void f() { if (a) { b(); c(); } } }',
      ],
      ['a.go', 'package a\nvar a = `b  c`\n', 'package a\nvar a = `b c`\n'],
      ['a.rs', 'fn f() -> i32 { g(); }', 'fn f() -> i32 { g() }'],
      ['a.rs', 'fn f() { let a = (1,); }', 'fn f() { let a = (1); }'],
      ['a.rs', 'fn f() { vec![a + b]; }', 'fn f() { vec![a - b]; }'],
      ['a.rb', "a = 'b\\n'\n", 'a = "b\\n"\n'],
      ['a.rb', "a = '#{b}'\n", 'a = "#{b}"\n'],
      ['a.rb', 'a = %w[b c]\n', 'a = %w[bc]\n'],
      ['a.php', "<?php\n$a = '$b';\n", '<?php\n$a = "$b";\n'],
      ['a.php', '<p>a</p>\n<?php b();\n', '<p>b</p>\n<?php b();\n'],
      ['a.cs', 'class A { string a = @"b\\"; }', 'class A { string a = @"b"; }'],
      ['a.cs', 'class A { string a = $"{b:x}"; }', 'class A { string a = $"{b:y}"; }'],
    ];
    for (const [file, from, to] of other) assert.equal(await sameSyntax(file, from, to), false, from);
  });

  it('does not say for text that it cannot read', async () => {
    assert.equal(await sameSyntax('a.kt', 'val x = 1', 'val x = 1'), undefined);
    assert.equal(await sameSyntax('a.js', 'f(', 'f('), undefined);
  });
});
