import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { read, texts } from './scratch-code.ts';

describe('expressions of described languages', () => {
  const calls: [ending: string, code: string, call: string, object: string, name: string, given: string[]][] =
    [
      ['java', 'a.b.c(1, d);', 'a.b.c(1, d)', 'a.b', 'c', ['1', 'd']],
      ['go', 'a.b.c(1, d)', 'a.b.c(1, d)', 'a.b', 'c', ['1', 'd']],
      ['rs', 'a.b.c(1, d);', 'a.b.c(1, d)', 'a.b', 'c', ['1', 'd']],
      ['rs', 'A::<T>::c(d);', 'A::<T>::c(d)', 'A::<T>', 'c', ['d']],
      ['rb', 'a.b&.c 1, d', 'a.b&.c 1, d', 'a.b', 'c', ['1', 'd']],
      ['php', '$a->b->c(1, $d);', '$a->b->c(1, $d)', '$a->b', 'c', ['1', '$d']],
      ['php', 'A::c(1);', 'A::c(1)', 'A', 'c', ['1']],
      ['cs', 'a.b.C<T>(1, ref d);', 'a.b.C<T>(1, ref d)', 'a.b', 'C', ['1', 'd']],
      ['cs', 'a?.b?.C(1);', 'a?.b?.C(1)', 'a?.b', 'C', ['1']],
    ];

  it('are calls of a member of something', async () => {
    for (const [ending, code, text, object, name, given] of calls) {
      const { language, node } = await read(ending, code);
      const call = [...node(text).walk()].flatMap(inner => language.call(inner) ?? [])[0];
      const member = call && language.member(call.callee);
      assert.ok(member, code);
      assert.deepEqual([member.object.text, member.property.text], [object, name]);
      assert.deepEqual(texts(call.arguments), given);
      assert.equal(member.optional, /\?\.C|&\./.test(code));
      // The callee is a place in the tree: it has a function around it, and is the same whenever it is asked for.
      assert.equal(language.functionOf(call.callee)?.name.toLowerCase(), 'f');
    }
  });

  it('are calls of functions, and new objects', async () => {
    const made: [ending: string, code: string, call: string, callee: string, constructs: boolean][] = [
      ['java', 'g(1);', 'g(1)', 'g', false],
      ['java', 'new ArrayList<>(1);', 'new ArrayList<>(1)', 'ArrayList', true],
      ['java', 'new Outer.Inner();', 'new Outer.Inner()', 'Inner', true],
      ['go', 'g(1)', 'g(1)', 'g', false],
      ['rs', 'g::<T>(1);', 'g::<T>(1)', 'g', false],
      ['rb', 'g 1', 'g 1', 'g', false],
      ['rb', 'Shop::Cart.new(1)', 'Shop::Cart.new(1)', 'Shop::Cart', true],
      ['php', 'g(1);', 'g(1)', 'g', false],
      ['php', 'new Cart(1);', 'new Cart(1)', 'Cart', true],
      ['cs', 'G<T>(1);', 'G<T>(1)', 'G', false],
      ['cs', 'o = new List<T>();', 'new List<T>()', 'List', true],
    ];
    for (const [ending, code, text, callee, constructs] of made) {
      const { language, node } = await read(ending, code);
      const call = [...node(text).walk()].flatMap(inner => language.call(inner) ?? [])[0];
      assert.deepEqual([call?.callee.text, call?.constructs], [callee, constructs], code);
    }
  });

  it('hand arguments over by place, by name and as many as there are', async () => {
    const all: [ending: string, code: string, wanted: string[]][] = [
      ['java', 'g(a, b);', ['a', 'b']],
      ['go', 'g(a, b...)', ['a', '*b...']],
      ['rb', 'g a, *b, k: c', ['a', '**b', 'k:c']],
      ['php', 'g($a, ...$b, k: $c);', ['$a', '*...$b', 'k:$c']],
      ['cs', 'G(a, k: b);', ['a', 'k:b']],
    ];
    for (const [ending, code, wanted] of all) {
      const { language, root } = await read(ending, code);
      const call = [...root.walk()].flatMap(inner => language.call(inner) ?? [])[0];
      const said = call?.arguments.map(given => {
        const named = language.named(given);
        return named
          ? `${named.name}:${named.value.text}`
          : (language.spreads(given) ? '*' : '') + given.text;
      });
      assert.deepEqual(said, wanted, code);
    }
  });

  it('take functions', async () => {
    const all: [ending: string, code: string, name: string][] = [
      ['java', 'a.map(x -> x.b());', 'a.map'],
      ['go', 'each(a, func(x T) { })', 'each'],
      ['rs', 'a.map(|x| x.b);', 'a.map'],
      ['rb', 'a.map { |x| x }', 'a.map'],
      ['php', 'array_map(fn($x) => $x, $a);', 'array_map'],
      ['cs', 'a.Select(x => x.B);', 'a.Select'],
    ];
    for (const [ending, code, name] of all) {
      const { language, root } = await read(ending, code);
      const callback = language.functions(root.tree)[1];
      const taker = callback && language.handedTo(callback.node);
      assert.equal(taker && language.call(taker)?.callee.text, name);
    }
  });

  it('are members and elements', async () => {
    const all: [ending: string, code: string, text: string, parts: [string, string]][] = [
      ['java', 'x = a.b;', 'a.b', ['a', 'b']],
      ['java', 'x = a[b];', 'a[b]', ['a', 'b']],
      ['go', 'x := a.b', 'a.b', ['a', 'b']],
      ['go', 'x := a["k"]', 'a["k"]', ['a', '"k"']],
      ['rs', 'let x = a.b;', 'a.b', ['a', 'b']],
      ['rs', 'let x = a[b];', 'a[b]', ['a', 'b']],
      ['rb', 'x = @items', '@items', ['@', 'items']],
      ['rb', 'x = A::B', 'A::B', ['A', 'B']],
      ['rb', 'x = a[:k]', 'a[:k]', ['a', ':k']],
      ['rb', 'a.b = 1', 'a.b', ['a', 'b']],
      ['php', '$x = $a?->b;', '$a?->b', ['$a', 'b']],
      ['php', '$x = A::$b;', 'A::$b', ['A', 'b']],
      ['php', "$x = $a['k'];", "$a['k']", ['$a', "'k'"]],
      ['cs', 'x = a.b;', 'a.b', ['a', 'b']],
      ['cs', 'x = a?.b;', 'a?.b', ['a', 'b']],
      ['cs', 'x = a?[0];', 'a?[0]', ['a', '0']],
      ['cs', 'x = a["k"];', 'a["k"]', ['a', '"k"']],
    ];
    for (const [ending, code, text, parts] of all) {
      const { language, node } = await read(ending, code);
      const inner = [...node(text).walk()];
      const member = inner.flatMap(part => language.member(part) ?? [])[0];
      const subscript = inner.flatMap(part => language.subscript(part) ?? [])[0];
      assert.deepEqual(
        [(member ?? subscript)?.object.text, (member?.property ?? subscript?.index)?.text],
        parts,
        code,
      );
    }
  });

  it('are the object itself, names, text and nothing', async () => {
    const self: [string, string, string][] = [
      ['java', 'x = this.a;', 'this'],
      ['rs', 'self.a;', 'self'],
      ['rb', 'self.a', 'self'],
      ['php', '$this->a;', '$this'],
      ['php', 'static::a();', 'static'],
      ['cs', 'x = this.a;', 'this'],
    ];
    for (const [ending, code, text] of self) {
      const { language, node } = await read(ending, code);
      assert.ok(language.isSelf(node(text)), code);
      assert.ok(![...node(text).ancestors()].some(above => language.isSelf(above)));
    }
    const nothing: [string, string, string][] = [
      ['java', 'x = null;', 'null'],
      ['go', 'x := nil', 'nil'],
      ['rs', 'let x = None;', 'None'],
      ['rb', 'x = nil', 'nil'],
      ['php', '$x = NULL;', 'NULL'],
      ['cs', 'x = null;', 'null'],
      ['cs', 'x = default;', 'default'],
    ];
    for (const [ending, code, text] of nothing) {
      const { language, root, node } = await read(ending, code);
      assert.ok(language.isNothing(language.unwrap(node(text))), code);
      assert.ok(
        root.text.includes('x') && ![...node(text).ancestors()].some(above => language.isNothing(above)),
      );
    }
    const strings: [string, string, string, string | undefined][] = [
      ['java', 'x = "a b";', '"a b"', 'a b'],
      ['go', 'x := `a`', '`a`', 'a'],
      ['rs', 'let x = r#"a"#;', 'r#"a"#', 'a'],
      ['rb', "x = 'a'", "'a'", 'a'],
      ['rb', 'x = :a', ':a', 'a'],
      ['rb', 'x = "a#{b}"', '"a#{b}"', undefined],
      ['php', "$x = 'a';", "'a'", 'a'],
      ['php', '$x = "a $b";', '"a $b"', undefined],
      ['cs', 'x = @"a";', '@"a"', 'a'],
      ['cs', 'x = "";', '""', ''],
      ['cs', 'x = $"a{b}";', '$"a{b}"', undefined],
    ];
    for (const [ending, code, text, value] of strings) {
      const { language, node } = await read(ending, code);
      assert.equal(
        [...node(text).walk()].map(inner => language.string(inner)).find(found => found !== undefined),
        value,
        code,
      );
    }
  });

  it('come out as one of several', async () => {
    const all: [ending: string, code: string, text: string, all: string[], nothing?: string[]][] = [
      ['java', 'x = a ? (String) b : c;', 'a ? (String) b : c', ['b', 'c']],
      [
        'java',
        'x = switch (a) { case 1 -> b; default -> { yield c; } };',
        'switch (a) { case 1 -> b; default -> { yield c; } }',
        ['b', 'c'],
      ],
      ['go', 'x := (a)', '(a)', ['a']],
      [
        'rs',
        'let x = if a { b } else if c { return d } else { e? };',
        'if a { b } else if c { return d } else { e? }',
        ['b', 'e'],
      ],
      [
        'rs',
        'let x = match a { Some(n) => n, None => { g(); c } };',
        'match a { Some(n) => n, None => { g(); c } }',
        ['n', 'c'],
      ],
      ['rb', 'x = a || b', 'a || b', ['a', 'b'], ['b']],
      ['rb', 'x = (a && b)', 'a && b', ['b'], ['a', 'b']],
      ['rb', 'x = if a then b else c end', 'if a then b else c end', ['b', 'c']],
      ['rb', 'x = case a when 1 then b else c end', 'case a when 1 then b else c end', ['b', 'c']],
      ['php', '$x = $a ?? $b;', '$a ?? $b', ['$a', '$b'], ['$b']],
      ['php', '$x = $a ?: $b;', '$a ?: $b', ['$a', '$b']],
      [
        'php',
        '$x = match($a) { 1 => $b, default => throw $c };',
        'match($a) { 1 => $b, default => throw $c }',
        ['$b'],
      ],
      ['cs', 'x = (T)a ?? b!;', '(T)a ?? b!', ['a', 'b'], ['b']],
      ['cs', 'x = a switch { 1 => b, _ => throw c };', 'a switch { 1 => b, _ => throw c }', ['b']],
    ];
    for (const [ending, code, text, wanted, nothing] of all) {
      const { language, node } = await read(ending, code);
      assert.deepEqual(texts(language.alternatives(node(text))), wanted, code);
      if (nothing) assert.deepEqual(texts(language.alternatives(node(text), true)), nothing, code);
    }
  });

  it('are records and lists', async () => {
    const records: [string, string, string, string[], boolean?][] = [
      ['go', 'x := Cart{Items: nil, Owner: a}', 'Cart{Items: nil, Owner: a}', ['Items=nil', 'Owner=a']],
      ['go', 'x := map[string]int{"a": 1}', 'map[string]int{"a": 1}', ['a=1']],
      ['rs', 'let x = P { a, b: c, ..d };', 'P { a, b: c, ..d }', ['a=', 'b=c'], true],
      ['rb', "x = { a: 1, 'b' => c }", "{ a: 1, 'b' => c }", ['a=1', 'b=c']],
      ['php', "$x = ['a' => 1, ...$b];", "['a' => 1, ...$b]", ['a=1'], true],
      ['cs', 'x = new P { A = 1, B = c };', 'new P { A = 1, B = c }', ['A=1', 'B=c']],
      ['cs', 'x = new { A = 1, b };', 'new { A = 1, b }', ['A=1', 'b=b']],
    ];
    for (const [ending, code, text, wanted, spread = false] of records) {
      const { language, node } = await read(ending, code);
      const found = [...node(text).walk()].flatMap(inner => language.record(inner) ?? [])[0];
      assert.deepEqual(
        found?.entries.map(entry => `${entry.key}=${entry.value?.text ?? ''}`),
        wanted,
        code,
      );
      assert.equal(found?.spread, spread, code);
    }
    const lists: [string, string, string, string[]][] = [
      ['java', 'int[] x = {1, a};', '{1, a}', ['1', 'a']],
      ['go', 'x := []int{1, a}', '[]int{1, a}', ['1', 'a']],
      ['rs', 'let x = [1, a];', '[1, a]', ['1', 'a']],
      ['rs', 'let x = vec![1, a];', 'vec![1, a]', ['1', 'a']],
      ['rb', 'x = [1, a]', '[1, a]', ['1', 'a']],
      ['php', '$x = [1, $a];', '[1, $a]', ['1', '$a']],
      ['cs', 'x = new[] { 1, a };', 'new[] { 1, a }', ['1', 'a']],
    ];
    for (const [ending, code, text, wanted] of lists) {
      const { language, node } = await read(ending, code);
      const found = [...node(text).walk()].flatMap(inner =>
        language.list(inner) ? [language.list(inner)] : [],
      )[0];
      assert.deepEqual(texts(found ?? []), wanted, code);
    }
  });
});
