import assert from 'node:assert/strict';
import { functionAround, originalFunction } from './original-function.ts';

const minified = 'x'.repeat(400);
const written = '  return total(cart);';
const text = 'export class Cart {\n  total() {\n    return this.items.length;\n  }\n}\n';

describe('originalFunction', () => {
  it('is what the client says, what stands around the place, or what the caller calls', async () => {
    const cases: [string | undefined, string | undefined, string, string | undefined, string | undefined][] =
      [
        // reported, caller's name for it, line of the script, text of the source, expected
        ['Cart.total', 'sum', written, text, 'Cart.total'],
        ['t.a', 'sum', minified, text, 'Cart.total'],
        ['t', undefined, written, text, 'Cart.total'],
        ['t.a', 'sum', minified, undefined, 'sum'],
        ['t.a', undefined, minified, undefined, undefined],
        ['Object.<anonymous>', undefined, written, 'run();\n'.repeat(5), 'Object.<anonymous>'],
        [undefined, undefined, minified, text, 'Cart.total'],
      ];
    for (const [reported, callee, line, source, expected] of cases) {
      const around = () => functionAround('src/cart.ts?a1', source, 3);
      const name = await originalFunction(reported, callee, line, around);
      assert.equal(name, expected, `${reported} ${callee}`);
    }
    const vue = await originalFunction('a', 'price', minified, () => functionAround('App.vue?x', text, 3));
    assert.equal(vue, 'price');
  });
});
