import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { languageOf } from './languages.ts';
import { symbolAt } from './symbol-at.ts';

async function language(path: string) {
  const found = await languageOf(path);
  assert.ok(found, path);
  return found;
}

const shop = `\uFEFFimport base, { total as sum } from './base.js';
import * as ns from 'pkg';
const { open, close: shut } = require('./files');
export class Cart extends base {
  items = [];
  constructor(readonly owner: string, size = 2, ...rest: number[]) { super(); }
  static async *walk(this: Cart, from?: number): AsyncGenerator<number> { yield 1; }
  handler = async ({ a, b }: Opts) => {
    return this.items.map(item => {
      return item.price;
    });
  };
}
const add = (a: number, b = 1) => a + b;
function inner() { function deep() { return 1; } return deep; }
export { add, inner as default };
`;

describe('languageOf', () => {
  it('knows files by their ending and says so when it does not', async () => {
    assert.equal((await languageOf('a/b.mts'))?.id, 'typescript');
    assert.equal((await languageOf('a/b.tsx'))?.id, 'tsx');
    assert.equal((await languageOf('a/b.jsx'))?.id, 'javascript');
    assert.equal((await languageOf('a/b.py'))?.id, 'python');
    assert.equal(await languageOf('a/b.d.ts'), undefined);
    assert.equal(await languageOf('Makefile'), undefined);
  });

  it('describes JavaScript functions', async () => {
    const found = await language('shop.ts');
    const all = found.functions(found.parse(shop));
    const brief = all.map(info => [
      info.qualifiedName,
      info.kind,
      info.exported,
      info.parameters.map(p => p.name),
    ]);
    assert.deepEqual(brief, [
      ['Cart.constructor', 'constructor', 'named', ['owner', 'size', 'rest']],
      ['Cart.walk', 'method', 'named', ['from']],
      ['Cart.handler', 'arrow', 'named', ['{ a, b }']],
      ['', 'arrow', false, ['item']],
      ['add', 'arrow', 'named', ['a', 'b']],
      ['inner', 'function', 'default', []],
      ['inner.deep', 'function', false, []],
    ]);
    const walk = all[1];
    assert.deepEqual([walk?.async, walk?.generator, walk?.static], [true, true, true]);
    assert.deepEqual(
      all[0]?.parameters.map(p => [p.hasDefault, p.rest, p.type]),
      [
        [false, false, 'string'],
        [true, false, undefined],
        [false, true, 'number[]'],
      ],
    );
  });

  it('lists what imports bind', async () => {
    const found = await language('shop.ts');
    const brief = found.imports(found.parse(shop)).map(i => [i.kind, i.imported, i.local, i.source]);
    assert.deepEqual(brief, [
      ['default', undefined, 'base', './base.js'],
      ['named', 'total', 'sum', './base.js'],
      ['namespace', undefined, 'ns', 'pkg'],
      ['named', 'open', 'open', './files'],
      ['named', 'close', 'shut', './files'],
    ]);
    assert.ok(found.resolve('src/shop.ts', './base.js').includes('src/base.ts'));
    assert.ok(found.resolve('src/a/shop.js', '../lib').includes('src/lib/index.js'));
    assert.deepEqual(found.resolve('shop.ts', '../../x'), []);
  });

  it('knows what CommonJS exports', async () => {
    const found = await language('a.js');
    const all = found.functions(
      found.parse(
        'function a() {}\nfunction b() {}\nfunction c() {}\nexports.b = b;\nmodule.exports = { a };\n',
      ),
    );
    assert.deepEqual(
      all.map(info => info.exported),
      ['named', 'named', false],
    );
  });

  it('describes Python functions', async () => {
    const found = await language('a.py');
    const tree = found.parse(
      'class A:\n  @classmethod\n  def make(cls, a, *, b=1): return cls()\n  def __init__(self, *xs: int, **kw): pass\nasync def f(a: int = 2) -> int:\n  yield 1\ng = lambda x: x\n',
    );
    assert.deepEqual(
      found
        .functions(tree)
        .map(info => [
          info.qualifiedName,
          info.kind,
          info.static,
          info.generator,
          info.parameters.map(
            p => `${p.name}${p.rest ? '*' : ''}${p.hasDefault ? '=' : ''}${p.keywordOnly ? '!' : ''}`,
          ),
        ]),
      [
        ['A.make', 'method', true, false, ['a', 'b=!']],
        ['A.__init__', 'constructor', false, false, ['xs*', 'kw*!']],
        ['f', 'function', false, true, ['a=']],
        ['g', 'lambda', false, false, ['x']],
      ],
    );
    assert.deepEqual(found.resolve('app/web/views.py', '..models').slice(0, 2), [
      'app/models.py',
      'app/models/__init__.py',
    ]);
    assert.ok(found.resolve('app/web/views.py', 'app.models').includes('app/models.py'));
  });

  it('tells whether the end of a function can be reached', async () => {
    const falls = async (path: string, text: string) => {
      const found = await language(path);
      const info = found.functions(found.parse(text))[0];
      assert.ok(info);
      return found.fallsThrough(info);
    };
    assert.equal(await falls('a.js', 'function f(a) { if (a) { return 1 } else { throw a } }'), false);
    assert.equal(await falls('a.js', 'function f(a) { if (a) return 1 }'), true);
    assert.equal(
      await falls('a.js', 'function f(a) { switch (a) { case 1: return 1; default: return 2 } }'),
      false,
    );
    assert.equal(await falls('a.js', 'function f(a) { for (;;) { a() } }'), false);
    assert.equal(await falls('a.py', 'def f(a):\n  if a:\n    return 1\n  elif b:\n    return 2\n'), true);
    assert.equal(await falls('a.py', 'def f(a):\n  try:\n    return 1\n  except E:\n    raise\n'), false);
    assert.equal(await falls('a.py', 'def f(a):\n  while True:\n    if a: break\n'), true);
  });

  it('points at the statement behind which a function ends', async () => {
    const open = async (path: string, text: string) => {
      const found = await language(path);
      const info = found.functions(found.parse(text))[0];
      assert.ok(info);
      return found.openEnd(info)?.text;
    };
    assert.equal(await open('a.js', 'function f(a) { if (a) { return 1 } else { g(a) } }'), 'g(a)');
    assert.equal(
      await open('a.js', 'function f(a) { if (a) return 1; else if (b) h(); else throw a }'),
      'h();',
    );
    assert.equal(await open('a.js', 'function f(a) { if (a) return 1 }'), 'if (a) return 1');
    assert.equal(await open('a.js', 'function f(a) { return 1 }'), undefined);
    assert.equal(
      await open('a.py', 'def f(a):\n  if a:\n    return 1\n  elif b:\n    g(b)\n  else:\n    raise E\n'),
      'g(b)',
    );
    assert.equal(await open('a.py', 'def f(a):\n  for x in a:\n    return x\n'), 'for x in a:\n    return x');
  });
});

describe('symbolAt', () => {
  it('names the innermost function that has a name, else the class', async () => {
    assert.equal(await symbolAt('shop.ts', shop, 10), 'Cart.handler');
    assert.equal(await symbolAt('shop.ts', shop, 5), 'Cart');
    assert.equal(await symbolAt('shop.ts', shop, 1), undefined);
    assert.equal(await symbolAt('notes.md', shop, 10), undefined);
  });
});

describe('a syntax tree', () => {
  it('counts in characters and lines of the text as it is', async () => {
    const found = await language('a.py');
    const tree = found.parse('# ñ 😀\r\nx = "é😀" + y\r\n');
    const y = [...tree.root.walk()].find(node => node.type === 'identifier' && node.text === 'y');
    assert.equal(y?.line, 2);
    assert.deepEqual(tree.lineRange(2), { start: 8, end: 21 });
    assert.equal(tree.nodeAt(y?.start ?? 0), y);
    assert.equal(tree.errorCount(), 0);
    assert.ok(found.parse('def f(:\n').errorCount() > 0);
  });
});
