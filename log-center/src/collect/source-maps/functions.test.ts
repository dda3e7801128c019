import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { functionsOf } from './functions.ts';

/** The function around the mark `@@` in a text. */
function around(text: string): string | undefined {
  const at = text.indexOf('@@');
  const found = functionsOf(text.replace('@@', 'a.b')).findLast(({ start, end }) => start <= at && at <= end);
  return found === undefined ? 'none' : found.name;
}

describe('the function around a place', () => {
  it('is named as V8 names it', () => {
    const cases: [text: string, name: string | undefined][] = [
      ['function total(cart) { @@ }', 'total'],
      ['export default async function* total<T extends X>(cart: Cart<T>): AsyncGenerator<T> { @@ }', 'total'],
      ['function f({ a = 1 }: { a: number } = {}, ...rest: string[]): asserts a is B { @@ }', 'f'],
      ['const total = (cart: Cart): number => { @@ };', 'total'],
      ['const total: Handler<A, B> = async cart => @@;', 'total'],
      ['const total = async <T>(cart: T): Promise<T> => { @@ };', 'total'],
      ['let f = function () { @@ }', 'f'],
      ['let f = function g() { @@ }', 'g'],
      ['exports.run = function () { @@ }', 'run'],
      ['const o = { run() { @@ } }', 'run'],
      ['const o = { async *run() { @@ } }', 'run'],
      ['const o = { run: function () { @@ }, x: 1 }', 'run'],
      ['const o = { run: async () => @@, x: 1 }', 'run'],
      ['class Cart extends Base<X> implements I { total(): number { @@ } }', 'Cart.total'],
      ['class Cart { constructor(private a: string) { super(); @@ } }', 'new Cart'],
      ['class Cart { static async load(id: string): Promise<{ a: 1 }> { @@ } }', 'Cart.load'],
      ['class Cart { get size() { @@ } }', 'Cart.size'],
      ['class Cart { #secret() { @@ } }', 'Cart.#secret'],
      ['class Cart { handler = (e: Event) => { @@ }; }', 'Cart.handler'],
      ['const Cart = class { total() { @@ } }', 'Cart.total'],
      ['function a() { if (x) { for (const y of z) { while (q) { try { @@ } catch (e) {} } } } }', 'a'],
      ['function a() { return xs.map(x => x.y).filter(z); @@ }', 'a'],
      ['function a() { const o = { b: 1, c: [2, { d: 3 }] }; @@ }', 'a'],
      ['function a() { const { b, c } = d; switch (b) { case 1: { @@ } } }', 'a'],
      ['function a() { return xs.map(x => @@) }', undefined],
      ['it("works", async () => { @@ })', undefined],
      ['(function () { @@ })()', undefined],
      ['const a = 1; @@', 'none'],
      ['function a() {} @@', 'none'],
      ['if (a) { @@ }', 'none'],
      ['const f = x => x.y\nconst g = @@', 'none'],
    ];
    for (const [text, name] of cases) assert.equal(around(text), name, text);
  });

  it('is not misled by what is in strings, comments, templates and regular expressions', () => {
    for (const noise of [
      '"}"',
      "'{'",
      '/* } */',
      '// } {\n',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
      '`}${ b.map(c => { d }) }{`',
      '/[/}"]{2}/g.test(x)',
      'a / b; c / d',
      "x ? /'/ : 1",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
      '`${`${"}"}`}`',
    ]) {
      assert.equal(around(`function total() { ${noise}; @@ }`), 'total', noise);
      assert.equal(around(`function total() { ${noise}; } @@`), 'none', noise);
    }
  });

  it('is looked for in any text without fail', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '=>',
      '`',
      '${',
      '"',
      "'",
      '/',
      '*',
      'class A',
      'function',
      'constructor',
      '__proto__',
      '=',
      ':',
      ';',
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(all => all.join('')),
        ),
        text => {
          for (const { start, end } of functionsOf(text))
            assert.ok(0 <= start && start <= end && end <= text.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is found in a time that is linear', () => {
    const measured = (text: string) => effortOf(() => functionsOf(text));
    for (const piece of [
      '/*',
      '`${',
      '/[',
      '({[',
      '=>',
      'class ',
      'async ()=>{',
      '():',
      '<()',
      'a:()=>',
      '\\',
    ]) {
      const short = piece.repeat(20_000 / piece.length);
      assert.ok(measured(short.repeat(8)) < 8 * Math.max(10, 4 * measured(short)), piece);
    }
  });
});
