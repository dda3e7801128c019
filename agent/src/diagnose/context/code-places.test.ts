import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diagnose } from '../diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../scratch-case.ts';
import { codePlaces } from './code-places.ts';
import { chooseExcerpts } from './excerpts.ts';

function filler(count: number, mark = '//'): string {
  return Array.from({ length: count }, (_, at) => `${mark} filler ${at}\n\n`).join('');
}

/** What is shown of a program, in one text; what is long enough to be left out is not in it. */
async function shownOf(made: Case): Promise<string> {
  const event = eventOf(made);
  const mapped = mappedOf(event);
  const sources = inMemory(made.files);
  const { slice, ...found } = await diagnose({ event, tree: sources, mapped });
  const diagnosis = { ...found, suspects: [], owners: [], unmapped: [] };
  const places = await codePlaces({ diagnosis, mapped, slice });
  const excerpts = await chooseExcerpts(places, path => sources.read(path), 20_000);
  return excerpts.map(({ file, text }) => `== ${file}\n${text}\n`).join('');
}

const nothing = "Cannot read properties of undefined (reading 'length')";
const programs: Record<string, { made: Case; shown: readonly RegExp[]; hidden?: RegExp }> = {
  'JavaScript: what a class is made of, a type and a constant of other files, a default export': {
    made: {
      files: {
        'src/types.ts': `${filler(60)}\nexport interface Cart {\n  coupons?: string[];\n}\n`,
        'src/rates.ts': `${filler(60)}\nexport const table = { x: 1 };\n`,
        'src/send.ts': `${filler(60)}\nexport default function send(text: string) {\n  return text;\n}\n`,
        'src/checkout.ts': `import type { Cart } from './types';\nimport { table } from './rates';\nimport send from './send';\n\nexport class Checkout {\n  #rate = 1;\n\n  constructor(private key: string) {}\n\n  other() {\n${filler(70)}  }\n\n  // What is to be paid.\n  total(cart: Cart) {\n    return send(cart.coupons.length + table[this.key]);\n  }\n}\n`,
      },
      ...{ type: 'TypeError', value: nothing, frames: [['src/checkout.ts', 'cart.coupons.length']] },
    },
    shown: [
      /^export class Checkout/m,
      /#rate = 1/,
      /constructor/,
      /What is to be paid/,
      /interface Cart/,
      /const table/,
      /function send/,
      /^import send/m,
    ],
    hidden: /filler 30/,
  },
  'Python: decorators, a property of a class, a module that is imported': {
    made: {
      files: {
        'shop/__init__.py': '',
        'shop/rates.py': `TABLE = {}\n\n\n${filler(60, '#')}\ndef rate(x):\n    return TABLE[x]\n`,
        'shop/api.py': `from shop import rates\n\nLIMIT = 3\n\n\nclass Rest:\n    pass\n\n\n${filler(60, '#')}\n@route("/orders")\ndef view(request):\n    order = find(request)\n    return Rest(order.total) * rates.rate(LIMIT)\n\n\n${filler(60, '#')}\ndef find(request):\n    return None\n`,
      },
      ...{
        type: 'AttributeError',
        value: "'NoneType' object has no attribute 'total'",
        frames: [['shop/api.py', 'order.total']],
      },
    },
    shown: [
      /^@route/m,
      /^def find/m,
      /^def rate/m,
      /^LIMIT = 3/m,
      /^class Rest/m,
      /^from shop import rates/m,
    ],
    hidden: /filler 30/,
  },
  'Go: what another file of the package declares': {
    made: {
      files: {
        'go.mod': 'module shop\n',
        'shop/order.go': `package shop\n\ntype Order struct {\n\tName *string\n}\n\n${filler(60)}\nconst limit = 3\n`,
        'shop/mail.go': `package shop\n\n${filler(90)}\n// Mail sends.\nfunc Mail(o *Order) int {\n\treturn len(*o.Name) + limit\n}\n`,
      },
      ...{
        type: 'runtime.errorString',
        value: 'invalid memory address or nil pointer dereference',
        frames: [['shop/mail.go', 'len(*o.Name)']],
      },
    },
    shown: [/\/\/ Mail sends/, /type Order struct/, /const limit/],
    hidden: /filler 30/,
  },
  'Rust: a struct of another module': {
    made: {
      files: {
        'src/order.rs': `pub struct Order {\n    pub name: Option<String>,\n}\n${filler(60)}`,
        'src/main.rs': `mod order;\nuse order::Order;\n\n${filler(90)}\nfn mail(order: &Order) -> usize {\n    order.name.as_ref().unwrap().len()\n}\n`,
      },
      ...{
        type: 'panic',
        value: 'called `Option::unwrap()` on a `None` value',
        frames: [['src/main.rs', 'unwrap()']],
      },
    },
    shown: [/pub struct Order/, /use order::Order/],
    hidden: /filler 30/,
  },
};

describe('the code that a model is shown', () => {
  for (const [name, { made, shown, hidden }] of Object.entries(programs)) {
    it(`is what explains the error, in ${name}`, async () => {
      const text = await shownOf(made);
      for (const pattern of shown) assert.match(text, pattern);
      if (hidden) assert.doesNotMatch(text, hidden);
    });
  }

  it('has of a long function what is around the line, and its head', async () => {
    const body = Array.from({ length: 400 }, (_, at) => `  step(${at});`).join('\n');
    const text = await shownOf({
      files: { 'a.js': `function long(cart) {\n${body}\n  cart.lines.length;\n${body}\n}\n` },
      ...{ type: 'TypeError', value: nothing, frames: [['a.js', 'cart.lines.length']] },
    });
    assert.match(text, /^function long/m);
    assert.match(text, /step\(399\);\n {2}cart\.lines\.length;\n {2}step\(0\);/);
    assert.doesNotMatch(text, /step\(200\)/);
  });

  it('has where the same is used and checked, but not the whole program when everybody uses it', async () => {
    const uses = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `use${at}.js`,
          `function f${at}(x) {\n  return x.coupons?.length;\n}\n`,
        ]),
      );
    const made = (count: number): Case => ({
      files: { ...uses(count), 'a.js': 'export const total = cart => cart.coupons.length;\n' },
      ...{ type: 'TypeError', value: nothing, frames: [['a.js', 'cart.coupons.length']] },
    });
    assert.equal((await shownOf(made(3))).match(/coupons\?/g)?.length, 3);
    assert.equal((await shownOf(made(39))).match(/coupons\?/g)?.length, 5);
  });
});
