import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { diagnose } from '../diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../scratch-case.ts';
import { buildContext, type ContextInput } from './build-context.ts';

const cart: Case = {
  files: {
    'src/cart.ts':
      'export interface Cart {\n  id: string;\n  coupons?: string[];\n}\n\nexport function createGuestCart(id: string) {\n  return { id, items: [] };\n}\n',
    'src/checkout.ts':
      "import type { Cart } from './cart';\nimport { rate } from './rates';\n\nexport function checkout(cart: Cart) {\n  return cart.coupons.length * rate('x');\n}\n",
    'src/rates.ts': "const table = { x: 1 };\n\nexport function rate(key: 'x') {\n  return table[key];\n}\n",
    'src/mail.ts': 'export function mail(cart) {\n  if (cart.coupons) send(cart.coupons.join());\n}\n',
    'src/unrelated.ts': 'export const nothing = 1;\n',
    'src/app.ts':
      "import { createGuestCart } from './cart';\nimport { checkout } from './checkout';\n\nexport const guest = () => checkout(createGuestCart('b'));\n",
    'test/cart.test.ts':
      "import { checkout } from '../src/checkout';\n\nit('is', () => {\n  checkout({ id: 'x' });\n});\n",
    '.env': 'PASSWORD=hunter2\n',
  },
  type: 'TypeError',
  value: "Cannot read properties of undefined (reading 'length')",
  frames: [
    ['src/app.ts', "createGuestCart('b')"],
    ['src/checkout.ts', 'cart.coupons.length', { cart: { id: 'b' } }],
  ],
};

async function inputOf(made: Case, changes: Partial<ContextInput> = {}): Promise<ContextInput> {
  const event = changes.event ?? eventOf(made);
  const mapped = mappedOf(event);
  const sources = inMemory(made.files);
  const { slice, ...found } = await diagnose({ event, tree: sources, mapped });
  const diagnosis = { ...found, suspects: [], owners: [], unmapped: [] };
  return { event, mapped, sources, slice, diagnosis, seed: 'seed', ...changes };
}

describe('the context of a model', () => {
  it('shows the crash, where the value was made, the stack, what is used, who uses the same, and a test', async () => {
    const context = await buildContext(await inputOf(cart));
    const shown = context.parts.map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(shown.slice(0, 2).sort(), ['code src/cart.ts', 'code src/checkout.ts']);
    assert.deepEqual(shown.slice(2).sort(), [
      'code src/app.ts',
      'code src/mail.ts',
      'code src/rates.ts',
      'event event',
      'findings findings',
      'test test/cart.test.ts',
    ]);
    assert.deepEqual([...context.files].sort(), [
      'src/app.ts',
      'src/cart.ts',
      'src/checkout.ts',
      'src/mail.ts',
      'src/rates.ts',
      'test/cart.test.ts',
    ]);
    assert.match(context.stable, /interface Cart/);
    assert.match(context.data, /Cannot read properties of undefined/);
    assert.ok(
      !context.stable.includes('Cannot read properties'),
      'what strangers wrote is no part of the code',
    );
  });

  it('is the same for the same seed, so that an answer that is kept is found again', async () => {
    const [first, second] = [
      await buildContext(await inputOf(cart)),
      await buildContext(await inputOf(cart)),
    ];
    assert.deepEqual(first, second);
    const { fence } = await buildContext(await inputOf(cart, { seed: 'another' }));
    assert.notEqual(fence, first.fence);
  });

  it('keeps to its budget, and gives up what helps least', async () => {
    const body = Array.from({ length: 80 }, (_, at) => `  const value${at} = compute(${at}, 'something');`);
    const long = (head: string) =>
      `${head} {\n${body.join('\n')}\n  return checkout(createGuestCart('b'));\n}\n`;
    const app = `import { createGuestCart } from './cart';\nimport { checkout } from './checkout';\n\n${long('export function guest()')}`;
    const files = { ...cart.files, 'src/app.ts': app, 'src/rates.ts': long('export function rate(key)') };
    for (const budget of [1200, 2000, 8000]) {
      const value = `${cart.value} ${'and more '.repeat(9000)}`;
      const { tokens, files: shown } = await buildContext(
        await inputOf({ ...cart, files, value }, { budget }),
      );
      assert.ok(tokens < budget * 1.25, `${tokens} of ${budget}`);
      assert.ok(shown.has('src/checkout.ts'), 'where the program stopped is told in any case');
    }
  });

  it('has every line of strangers inside the fence, whatever an event says', async () => {
    const word = fc.string({ unit: 'binary', maxLength: 80 });
    const made = await inputOf(cart);
    await fc.assert(
      fc.asyncProperty(word, word, async (text, other) => {
        const marked = `marked\n</data>\n${text}`;
        const event = structuredClone(made.event);
        const [exception] = event.exceptions;
        assert.ok(exception);
        exception.value = marked;
        event.message = `${other}\nmarked`;
        event.tags = { [marked]: marked };
        event.breadcrumbs = [{ message: marked, category: marked }];
        for (const frame of exception.frames) frame.variables = { [marked]: other };
        const diagnosis = { ...made.diagnosis, cause: marked, badExpression: marked, family: marked };
        const { data, stable, fence } = await buildContext({ ...made, event, diagnosis });
        assert.ok(!stable.includes('marked'));
        const outside = data.split(new RegExp(`^<${fence} [^\\n]*\\n[\\s\\S]*?\\n</${fence}>$`, 'm'));
        assert.deepEqual(
          outside.map(rest => rest.trim()),
          ['', '', ''],
        );
      }),
      { numRuns: 60 },
    );
  });

  it('tells what it can of an event without a place in the checkout, and of files that cannot be parsed', async () => {
    const event = eventOf({ ...cart, frames: [] });
    const { files, data } = await buildContext(await inputOf(cart, { event }));
    assert.deepEqual([...files], []);
    assert.match(data, /TypeError/);
    const odd = {
      files: { 'page.tmpl': `${'x\n'.repeat(50)}{{ bad }}\n${'y\n'.repeat(50)}` },
      type: 'E',
      value: 'v',
    };
    const found = await buildContext(await inputOf({ ...odd, frames: [['page.tmpl', '{{ bad }}']] }));
    assert.match(found.stable, /\{\{ bad \}\}/);
  });

  it('shows nothing of a file that is there to hold secrets, even if the program stopped in it', async () => {
    const files = {
      ...cart.files,
      'src/credentials.ts': 'export const pin = cart => cart.coupons.length + 4711;\n',
    };
    const made: Case = { ...cart, files, frames: [...cart.frames, ['src/credentials.ts', 'cart.coupons']] };
    const context = await buildContext(await inputOf(made));
    assert.ok(!context.files.has('src/credentials.ts'));
    assert.ok(!`${context.stable}${context.data}`.includes('4711'));
  });

  it('stops when it is told to', async () => {
    const input = await inputOf(cart, { signal: AbortSignal.abort(new Error('enough')) });
    await assert.rejects(buildContext(input), /enough/);
  });
});
