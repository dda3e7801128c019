import assert from 'node:assert/strict';
import { declarations } from './declared.ts';
import { functionName } from './function-name.ts';

describe('functionName', () => {
  it('is the one that the source has', () => {
    const named: [name: string | undefined, reported: string, module?: string][] = [
      ['total', 'lambda$total$0', 'com.acme.Cart'],
      ['Line', '<init>', 'com.acme.Cart$Line'],
      ['total', 'invokeSuspend', 'com.acme.Cart$total$1'],
      ['bar', 'bar$default'],
      [undefined, 'access$000'],
      ['Total', '(*Cart).Total.func1'],
      ['Total', 'Total.func2.1'],
      ['Sum', 'Sum[go.shape.int]'],
      ['total', 'shop::cart::total::{{closure}}'],
      ['fmt', '<shop::cart::Cart as core::fmt::Display>::fmt'],
      ['total', 'block (2 levels) in Cart#total'],
      ['valid', 'Cart#valid?'],
      ['inner', 'Cart.total.<locals>.inner'],
      [undefined, '<module>'],
      ['total', 'Cart.total.<anonymous closure>'],
      ['Cart', 'new Cart'],
      ['total', 'Cart.prototype.total [as sum]'],
      ['total', 'async Cart.total'],
      ['total', 'total/<'],
      [undefined, 'Object.<anonymous>'],
      ['total', 'App\\Cart::total'],
      [undefined, 'App\\{closure}'],
      ['run', '{closure:App\\Cart::run():4}'],
      ['Cart', '.ctor', 'Acme.Cart'],
      ['Total', 'get_Total', 'Acme.Cart'],
      [undefined, ''],
    ];
    for (const [name, reported, module] of named) {
      assert.equal(
        functionName({ function: reported, ...(module !== undefined && { module }) }),
        name,
        reported,
      );
    }
  });
});

describe('declarations', () => {
  it('are told from calls in every language', () => {
    const declared = [
      'def total(self, cart):',
      '  def self.total',
      'func (c *Cart) total(x int) error {',
      'pub async fn total<T>(x: T) {',
      'export async function* total(x) {',
      '  total(x) {',
      '  total: function (x) {',
      'const total = async x => {',
      '  public static <T> List<T> total(Map<String, T> m) throws E {',
      '    private int total(int a) { return a; }',
      '  public decimal total => 1;',
      '  fun total(): Int = 1',
      'public function total(): int',
      '  Future<int> total(Cart cart) async {',
    ];
    const called = [
      '  return total(x);',
      '  total(x);',
      '  total(x)',
      '  x = total(y)',
      '  await total(y)',
      '  cart.total(x) {',
      '  if (total(x)) {',
      '  const x = new total(y)',
      'class total {',
      '  totals(x) {',
      'from x import total',
      '// total (of all)',
    ];
    for (const line of declared) assert.deepEqual(declarations([line, ''], 'total'), [1], line);
    for (const line of called) assert.deepEqual(declarations([line, ''], 'total'), [], line);
  });

  it('are found quickly in whatever text', () => {
    const hostile = [
      'total '.repeat(80),
      `${'a '.repeat(240)}total(`,
      `${'total('.repeat(80)}`,
      ': '.repeat(200),
    ];
    const lines = Array.from({ length: 20_000 }, (_, at) => hostile[at % hostile.length] ?? '');
    const took = Math.min(
      ...[1, 2, 3].map(() => {
        const start = performance.now();
        declarations(lines, 'total');
        return performance.now() - start;
      }),
    );
    assert(took < 500, `${took} ms`);
  });
});
