import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { languageOf } from '../languages.ts';
import { read, texts } from './scratch-code.ts';

describe('statements of described languages', () => {
  it('assign', async () => {
    const all: [ending: string, code: string, wanted: string[]][] = [
      [
        'java',
        'int a = 1, b; a = b = c; a += 2;',
        ['declare a=1', 'declare b=', 'assign a=c', 'assign b=c', 'augment a=2'],
      ],
      ['java', 'for (T x : xs) { } if (o instanceof T t) { }', ['element x=xs', 'declare t=o']],
      [
        'go',
        'a, err := g()\nb, c = c, b\nd += 1',
        ['destructure a[0]=g()', 'destructure err[1]=g()', 'assign b=c', 'assign c=b', 'augment d=1'],
      ],
      [
        'go',
        'v, ok := m["k"]\nvar p *T\nfor i, x := range xs { }',
        ['declare v=m["k"]', 'assign ok=', 'declare p=', 'assign i=', 'element x=xs'],
      ],
      [
        'rs',
        'let (a, b) = g()?; let P { x, y: z } = p; if let Some(v) = o {}',
        [
          'destructure a[0]=g()?',
          'destructure b[1]=g()?',
          'destructure x[x]=p',
          'destructure z[y]=p',
          'declare v=o',
        ],
      ],
      [
        'rs',
        'for (i, x) in xs.iter().enumerate() {} match o { Ok(ref e) => {}, None => {} } a.b = c;',
        ['element x=xs.iter()', 'declare e=o', 'assign a.b=c'],
      ],
      [
        'rb',
        'a, b = c, d\na, b = g\n@a ||= c\na += 1\nfor x in xs do end',
        [
          'assign a=c',
          'assign b=d',
          'destructure a[0]=g',
          'destructure b[1]=g',
          'assign @a=c',
          'augment a=1',
          'element x=xs',
        ],
      ],
      ['rb', 'xs.each { |x| y = x }', ['assign y=x']],
      [
        'php',
        "['k' => $a, 'l' => [$b]] = $g; [, $c] = $h; $d ??= 1; $e .= 'x';",
        [
          'destructure $a[k]=$g',
          'destructure $b[0]=',
          'destructure $c[1]=$h',
          'assign $d=1',
          "augment $e='x'",
        ],
      ],
      [
        'php',
        'foreach ($xs as $k => &$x) { $this->y = $x; }',
        ['assign $k=', 'element $x=$xs', 'assign $this->y=$x'],
      ],
      [
        'cs',
        'int a = 1, b; var (c, d) = G(); this.e ??= 2; new P { F = 1 };',
        ['declare a=1', 'declare b=', 'destructure c[0]=G()', 'destructure d[1]=G()', 'assign this.e=2'],
      ],
      [
        'cs',
        'foreach (var x in xs) { } if (o is T t && m.TryGetValue(k, out var v)) { }',
        ['element x=xs', 'declare t=o', 'assign v='],
      ],
    ];
    all.push(
      ['go', '*p = q\n(*p).a = b', ['assign p=q', 'assign (*p).a=b']],
      ['rs', '*p = q; (a, b) = (c, D); E = f;', ['assign p=q', 'assign a=c', 'assign b=D', 'assign E=f']],
      ['php', '$this->a[] = $b;', ['assign $this->a[]=$b']],
    );
    for (const [ending, code, wanted] of all) {
      const { language, root } = await read(ending, code);
      const info = language.functions(root.tree)[0];
      assert.ok(info?.body);
      assert.deepEqual(
        language
          .assignments(info.body)
          .map(
            ({ kind, target, key, value }) =>
              `${kind} ${target.text}${key ? `[${key}]` : ''}=${value?.text ?? ''}`,
          ),
        wanted,
        code,
      );
    }
  });

  it('give fields their values', async () => {
    const fields: [string, string, string[]][] = [
      ['a.java', 'class A { int a = 1; T b; A(T c) { this.b = c; } }', ['a=1', 'b=', 'this.b=c']],
      ['a.rb', 'class A\n  def initialize(b)\n    @b = b\n  end\nend\n', ['@b=b']],
      ['a.php', '<?php class A { private $a = 1; function __construct(private T $b) {} }', ['a=1', 'b=$b']],
      ['a.cs', 'class A { int a = 1; T B { get; set; } = c; T D => e; }', ['a=1', 'B=c']],
    ];
    for (const [path, text, wanted] of fields) {
      const language = await languageOf(path);
      const tree = language?.parse(text);
      assert.ok(language && tree);
      const found = language.assignments(tree.root, true);
      assert.deepEqual(
        found.map(({ target, value }) => `${target.text}=${value?.text ?? ''}`),
        wanted,
      );
    }
  });

  it('return, by the word or as the last expression', async () => {
    const all: [ending: string, code: string, wanted: (string | undefined)[]][] = [
      ['java', 'Runnable r = () -> { return; }; if (a) return b; return c;', ['b', 'c']],
      ['go', 'if a { return b, nil }\ngo func() { return }()\nreturn (c)', ['b, nil', '(c)']],
      [
        'rs',
        'if a { return b; } let g = |x| { return x; }; match c { 1 => d, _ => e }',
        ['b', 'match c { 1 => d, _ => e }'],
      ],
      ['rb', 'return a if b\nreturn\nc', ['a', undefined, 'c']],
      ['php', 'if ($a) { return $b; } $f = fn($x) => $x; return;', ['$b', undefined]],
      ['cs', 'if (a) return b; int G() { return 1; } return await c;', ['b', 'await c']],
    ];
    for (const [ending, code, wanted] of all) {
      const { language, root } = await read(ending, code);
      const info = language.functions(root.tree)[0];
      assert.ok(info);
      assert.deepEqual(texts(language.returns(info).map(found => found.value)), wanted, code);
    }
    const { language, root } = await read('cs', 'return o;');
    assert.equal(language.functions(root.tree).length, 1);
    const arrow = language.parse('class A { int F() => a.b; int G => c; }');
    assert.deepEqual(
      language.functions(arrow).map(info => texts(language.returns(info).map(found => found.value))),
      [['a.b'], ['c']],
    );
  });

  it('end without a value where nothing forbids it', async () => {
    const all: [string, string, string | undefined][] = [
      ['php', 'if ($a) { return 1; } else { throw $b; }', undefined],
      ['php', 'if ($a) { return 1; } elseif ($b) { g(); } else { return 2; }', 'g();'],
      ['php', 'while (true) { g(); }', undefined],
      ['php', 'try { return 1; } catch (E $e) { g(); }', 'try { return 1; } catch (E $e) { g(); }'],
      ['php', 'switch ($a) { case 1: return 1; default: return 2; }', undefined],
      ['rb', 'a if b', 'a if b'],
      ['rb', 'if a\n b\nelse\n c\nend', undefined],
      ['rb', 'if a\n b\nelsif c\n d\nend', 'elsif c\n d'],
      ['rb', 'a', undefined],
      ['java', 'g();', undefined],
    ];
    for (const [ending, code, wanted] of all) {
      const { language, root } = await read(ending, code);
      const info = language.functions(root.tree)[0];
      assert.ok(info);
      assert.equal(language.openEnd(info)?.text.trim(), wanted, code);
      assert.equal(language.fallsThrough(info), wanted !== undefined, code);
    }
  });

  it('hold what is in them', async () => {
    const all: [string, string, string, string][] = [
      ['java', 'if (a) b(c); d();', 'c', 'b(c);'],
      ['java', 'int x = a.b(c);', 'c', 'int x = a.b(c);'],
      ['go', 'if a { x := b(c) }', 'c', 'x := b(c)'],
      ['rs', 'if a { let x = b(c); }', 'c', 'let x = b(c);'],
      ['rb', 'if a then b(c) end', 'c', 'b(c)'],
      ['php', 'if ($a) b($c); else d();', '$c', 'b($c);'],
      ['cs', 'foreach (var x in y) b(c);', 'c', 'b(c);'],
    ];
    for (const [ending, code, text, wanted] of all) {
      const { language, node } = await read(ending, code);
      assert.equal(language.statementOf(node(text)).text, wanted, code);
    }
  });
});
