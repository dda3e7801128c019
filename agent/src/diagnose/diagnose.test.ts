import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diagnose } from './diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from './scratch-case.ts';

async function diagnosed(made: Case) {
  const event = eventOf(made);
  const mapped = mappedOf(event);
  return diagnose({ event, tree: inMemory(made.files), mapped });
}

const cart: Case = {
  files: {
    'src/cart.ts':
      'export function createGuestCart(id: string) {\n  return { id, items: [] };\n}\n\nexport function createCart(id: string) {\n  return { id, items: [], coupons: [] };\n}\n',
    'src/checkout.ts':
      'export function checkout(cart: { coupons: string[] }) {\n  return cart.coupons.length;\n}\n',
    'src/app.ts':
      "import { createCart, createGuestCart } from './cart';\nimport { checkout } from './checkout';\n\nexport const member = () => checkout(createCart('a'));\nexport const guest = () => checkout(createGuestCart('b'));\n",
    'test/cart.test.ts': "checkout({ id: 'x', items: [] });\n",
  },
  type: 'TypeError',
  value: "Cannot read properties of undefined (reading 'length')",
  frames: [
    ['src/app.ts', "createGuestCart('b')"],
    ['src/checkout.ts', 'cart.coupons.length'],
  ],
};

describe('diagnose', () => {
  it('names the bad expression, its producer and its reader', async () => {
    const found = await diagnosed(cart);
    assert.equal(found.badExpression, 'cart.coupons');
    assert.equal(
      found.cause,
      '`cart.coupons` is undefined: `createGuestCart` (src/cart.ts:2) makes an object without `coupons`, and src/checkout.ts:2 relies on it.',
    );
    assert.ok(found.confidence > 0.7);
  });

  it('puts the producer first and the crash last', async () => {
    const { locations } = await diagnosed(cart);
    assert.deepEqual(
      locations.map(place => [place.file, place.line, place.symbol, place.frame]),
      [
        ['src/cart.ts', 2, 'createGuestCart', undefined],
        ['src/app.ts', 5, 'guest', 0],
        ['src/checkout.ts', 2, 'checkout', 1],
      ],
    );
    assert.ok(locations.every(place => place.score >= 0 && place.score <= 1 && place.reasons.length > 0));
  });

  it('looks at all callers when the trace does not name one, but never blames test code', async () => {
    const found = await diagnosed({ ...cart, frames: cart.frames.slice(1) });
    assert.deepEqual(
      found.slice.origins.map(origin => [origin.kind, origin.file.path, origin.line]),
      [['missing-property', 'src/cart.ts', 2]],
    );
  });

  it('finds what made the object by its keys when nothing leads there', async () => {
    const found = await diagnosed({
      files: {
        'src/in.js': "emit('order', { number: 1, customer: 'x', lines: [] });\n",
        'src/out.js': 'export function onOrder(order) {\n  return order.shipping.city;\n}\n',
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'city')",
      frames: [['src/out.js', 'order.shipping.city', { order: { number: 1, customer: 'x', lines: [] } }]],
    });
    const [origin] = found.slice.origins;
    assert.deepEqual(
      [origin?.kind, origin?.file.path, origin?.certain],
      ['missing-property', 'src/in.js', false],
    );
  });

  it('tells apart two reads of one name by the captured values and by the column', async () => {
    const made: Case = {
      files: { 'a.js': 'export const f = (a, b) => a.list.length + b.list.length;\n' },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'length')",
      frames: [['a.js', 'a.list.length', { a: { list: [1] }, b: { name: 'x' } }]],
    };
    assert.equal((await diagnosed(made)).badExpression, 'b.list');
    const event = eventOf({ ...made, frames: [['a.js', 'a.list.length']] });
    const [frame] = event.exceptions[0]?.frames ?? [];
    assert.ok(frame);
    frame.column = 50;
    const mapped = [{ index: 0, frame, file: 'a.js', line: 1, mapping: 'exact' as const }];
    const found = await diagnose({ event, tree: inMemory(made.files), mapped });
    assert.equal(found.badExpression, 'b.list');
  });

  it('follows a value through a re-export, a dispatch table and a comprehension', async () => {
    const found = await diagnosed({
      files: {
        'app/__init__.py': '',
        'app/readers.py':
          'def a(row):\n    return {"total": 1}\n\n\ndef b(row):\n    return {"sum": 2}\n\n\nREADERS = {"a": a, "b": b}\n',
        'app/api.py': 'from app.readers import READERS\n',
        'app/main.py':
          'from app.readers import READERS\n\n\ndef run(kind, rows):\n    read = [READERS[kind](row) for row in rows]\n    return [entry["total"] for entry in read]\n',
      },
      type: 'KeyError',
      value: "'total'",
      frames: [['app/main.py', 'entry["total"]', { entry: { sum: '2' } }]],
    });
    const [origin] = found.slice.origins;
    assert.deepEqual(
      [origin?.kind, origin?.file.path, origin?.symbol],
      ['missing-property', 'app/readers.py', 'b'],
    );
  });

  it('takes what tests give where the program itself does not call', async () => {
    const files = {
      'store/table.py':
        'class Table:\n    def update(self, fields, cond):\n        for row in self.rows:\n            fields(row)\n\n    def touch(self, row):\n        self.update(row, None)\n',
      'store/core/changes.py':
        'def increment(field):\n    def change(row):\n        row[field] += 1\n\n    change\n\n\ndef decrement(field):\n    def change(row):\n        row[field] -= 1\n\n    return change\n',
      'tests/test_table.py':
        'from store.table import Table\nfrom store.changes import decrement, increment\n\n\ndef test_update():\n    table = Table()\n    table.update(decrement("a"), None)\n    table.update(increment("a"), None)\n    table.update(None, None)\n',
    };
    const found = await diagnosed({
      files,
      type: 'TypeError',
      value: "'NoneType' object is not callable",
      frames: [['store/table.py', 'fields(row)']],
    });
    const made = found.slice.origins.filter(({ kind }) => kind !== 'parameter');
    assert.deepEqual(
      made.map(({ kind, file, symbol, certain }) => [kind, file.path, symbol, certain]),
      [['missing-return', 'store/core/changes.py', 'increment', false]],
    );
  });

  it('says what it can when it does not understand', async () => {
    const found = await diagnosed({
      files: { 'a.py': 'def f():\n    raise Stop("enough")\n' },
      type: 'app.Stop',
      value: 'enough',
      frames: [['a.py', 'raise Stop']],
    });
    assert.equal(found.cause, 'app.Stop: enough, raised at a.py:2 in `f`.');
    assert.ok(found.confidence < 0.4);
    assert.deepEqual(
      found.locations.map(place => place.line),
      [2],
    );
  });

  it('survives code that does not parse, hostile messages and lines that are not there', async () => {
    const files = { 'a.js': 'function ( {\n x.y.z(((\n' };
    for (const value of [
      "Cannot read properties of undefined (reading 'a.*(')",
      'x'.repeat(100_000),
      '$& is not a function',
    ]) {
      const found = await diagnosed({ files, type: 'TypeError', value, frames: [['a.js', 'x.y.z']] });
      assert.ok(found.cause.length > 0);
    }
    const event = eventOf({ ...cart, frames: [] });
    const frame = { file: 'src/app.ts', inApp: true, line: 999 };
    event.exceptions = [{ type: 'TypeError', value: 'x is not a function', frames: [frame] }];
    const mapped = [{ index: 0, frame, file: 'src/app.ts', line: 999, mapping: 'approximate' as const }];
    const found = await diagnose({ event, tree: inMemory(cart.files), mapped });
    assert.equal(found.slice.bad, undefined);
  });

  it('stops when it is told to', async () => {
    const event = eventOf(cart);
    const signal = AbortSignal.abort(new Error('enough'));
    const frame = event.exceptions[0]?.frames[1];
    assert.ok(frame);
    const mapped = [{ index: 1, frame, file: 'src/checkout.ts', line: 2, mapping: 'exact' as const }];
    await assert.rejects(diagnose({ event, tree: inMemory(cart.files), mapped, signal }), /enough/);
  });
});
