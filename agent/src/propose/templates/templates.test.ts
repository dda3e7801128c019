import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Case, eventOf, inMemory } from '../../diagnose/scratch-case.ts';
import { slice } from '../../diagnose/slice.ts';
import { apply } from '../edit/patch.ts';
import { javascriptTemplates, pythonTemplates } from './families.ts';

interface Example {
  template: string;
  type: string;
  value: string;
  /** The program; the line that crashes is marked with `<<`. */
  program: string;
  /** What the edit leaves in the program; `undefined` where the template must leave it alone. */
  becomes: string | undefined;
}

const none = "'NoneType' object has no attribute 'name'";
const read = (name: string) => `Cannot read properties of undefined (reading '${name}')`;

const javascript: Example[] = [
  {
    template: 'add-missing-property',
    type: 'TypeError',
    value: read('length'),
    program: 'const o = { a: 1 };\nexport const n = () => o.list.length; // <<\n',
    becomes: 'const o = { a: 1, list: [] };',
  },
  {
    template: 'add-missing-property',
    type: 'TypeError',
    value: read('length'),
    program: 'const o = { ...rest() };\nexport const n = () => o.list.length; // <<\n',
    becomes: undefined,
  },
  {
    template: 'rename-written-key',
    type: 'TypeError',
    value: read('length'),
    program: 'const o = { lits: [], b: 1 };\nexport const n = () => o.list.length; // <<\n',
    becomes: '{ list: [], b: 1 }',
  },
  {
    template: 'rename-written-key',
    type: 'TypeError',
    value: read('length'),
    program: 'const o = { other: [], b: 1 };\nexport const n = () => o.list.length; // <<\n',
    becomes: undefined,
  },
  {
    template: 'initialise-field',
    type: 'TypeError',
    value: read('push'),
    program:
      'class A {\n  constructor() {\n    this.b = 1;\n  }\n  add(x) {\n    this.xs.push(x); // <<\n  }\n}\n',
    becomes: 'this.b = 1;\n    this.xs = [];',
  },
  {
    template: 'initialise-field',
    type: 'TypeError',
    value: read('push'),
    program: 'class A extends Unknown {\n  add(x) {\n    this.xs.push(x); // <<\n  }\n}\n',
    becomes: undefined,
  },
  {
    template: 'return-computed-value',
    type: 'TypeError',
    value: read('a'),
    program:
      'function make() {\n  build();\n}\nfunction build() { return { a: 1 }; }\nexport const n = () => make().a; // <<\n',
    becomes: 'return build();',
  },
  {
    template: 'return-computed-value',
    type: 'TypeError',
    value: read('a'),
    program: 'function make(log) {\n  console.log(log);\n}\nexport const n = () => make().a; // <<\n',
    becomes: undefined,
  },
  {
    template: 'await-call',
    type: 'TypeError',
    value: 'xs.map is not a function',
    program:
      'async function load() { return []; }\nexport async function n() {\n  const xs = load();\n  return xs.map(x => x); // <<\n}\n',
    becomes: 'const xs = await load();',
  },
  {
    template: 'await-call',
    type: 'TypeError',
    value: 'xs.map is not a function',
    program:
      'async function load() { return {}; }\nexport async function n() {\n  const xs = await load();\n  return xs.map(x => x); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'normalise-at-boundary',
    type: 'TypeError',
    value: 'ids.map is not a function',
    program: 'export function h(req) {\n  const ids = req.query.id;\n  return ids.map(Number); // <<\n}\n',
    becomes: 'const ids = [req.query.id ?? []].flat();',
  },
  {
    template: 'normalise-at-boundary',
    type: 'TypeError',
    value: 'ids.map is not a function',
    program: 'export function h() {\n  const ids = unknown();\n  return ids.map(Number); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'loop-bound',
    type: 'TypeError',
    value: read('a'),
    program: 'export function f(xs) {\n  for (let i = 0; i <= xs.length; i++) g(xs[i].a); // <<\n}\n',
    becomes: 'i < xs.length;',
  },
  {
    template: 'loop-bound',
    type: 'TypeError',
    value: read('a'),
    program: 'export function f(xs) {\n  for (const x of xs) g(x.b.a); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'default-parameter',
    type: 'TypeError',
    value: read('join'),
    program: 'function f(xs) {\n  return xs.join(); // <<\n}\nf();\n',
    becomes: 'function f(xs = []) {',
  },
  {
    template: 'default-parameter',
    type: 'TypeError',
    value: read('join'),
    program: 'function f(xs) {\n  return xs.join(); // <<\n}\nf(g());\n',
    becomes: undefined,
  },
  {
    template: 'default-in-pattern',
    type: 'TypeError',
    value: read('join'),
    program: 'export function f({ xs }) {\n  return xs.join(); // <<\n}\n',
    becomes: '{ xs = [] }',
  },
  {
    template: 'default-in-pattern',
    type: 'TypeError',
    value: read('join'),
    program: 'export function f(xs) {\n  return xs.join(); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'start-entry',
    type: 'TypeError',
    value: read('push'),
    program: 'export function f(o, x) {\n  o[x.kind].push(x); // <<\n}\n',
    becomes: '(o[x.kind] ??= []).push(x);',
  },
  {
    template: 'start-entry',
    type: 'TypeError',
    value: read('push'),
    program: "export function f(o, x) {\n  o['kind'].push(x); // <<\n}\n",
    becomes: undefined,
  },
  {
    template: 'misspelt-name',
    type: 'ReferenceError',
    value: 'lenght is not defined',
    program: 'export const f = length => lenght + 1; // <<\n',
    becomes: 'length => length + 1',
  },
  {
    template: 'misspelt-name',
    type: 'ReferenceError',
    value: 'window is not defined',
    program: 'export const f = length => window + 1; // <<\n',
    becomes: undefined,
  },
  {
    template: 'bind-method',
    type: 'TypeError',
    value: read('n'),
    program: 'class A {\n  go(el) { el.on(this.tick); }\n  tick() {\n    this.n += 1; // <<\n  }\n}\n',
    becomes: 'el.on(this.tick.bind(this));',
  },
  {
    template: 'let-instead-of-const',
    type: 'TypeError',
    value: 'Assignment to constant variable.',
    program: 'export function f() {\n  const a = 1;\n  a = 2; // <<\n}\n',
    becomes: 'let a = 1;',
  },
  {
    template: 'clamp-count',
    type: 'RangeError',
    value: 'Invalid count value: -1',
    program: "export const f = n => ' '.repeat(n - 5); // <<\n",
    becomes: 'repeat(Math.max(0, n - 5))',
  },
  {
    template: 'optional-chain',
    type: 'TypeError',
    value: read('b'),
    program: 'export const f = o => o.a.b; // <<\n',
    becomes: 'o.a?.b',
  },
  {
    template: 'optional-chain',
    type: 'TypeError',
    value: "Cannot set properties of undefined (setting 'b')",
    program: 'export function f(o) {\n  o.a.b = 1; // <<\n}\n',
    becomes: undefined,
  },
];

const python: Example[] = [
  {
    template: 'return-computed-value',
    type: 'AttributeError',
    value: none,
    program: 'def make():\n    found = build()\n\n\ndef f():\n    return make().name  # <<\n',
    becomes: 'found = build()\n    return found',
  },
  {
    template: 'return-computed-value',
    type: 'AttributeError',
    value: none,
    program: 'def make():\n    print(1)\n\n\ndef f():\n    return make().name  # <<\n',
    becomes: undefined,
  },
  {
    template: 'rename-written-key',
    type: 'KeyError',
    value: "'quantity'",
    program:
      'def make():\n    return {"qty": 1}\n\n\ndef f():\n    row = make()\n    return row["quantity"]  # <<\n',
    becomes: '{"quantity": 1}',
  },
  {
    template: 'rename-written-key',
    type: 'KeyError',
    value: "'quantity'",
    program:
      'def make():\n    return {"name": 1}\n\n\ndef f():\n    row = make()\n    row["name"]\n    return row["quantity"]  # <<\n',
    becomes: undefined,
  },
  {
    template: 'empty-base-case',
    type: 'ZeroDivisionError',
    value: 'division by zero',
    program: 'def mean(xs):\n    return sum(xs) / len(xs)  # <<\n',
    becomes: 'if not xs:\n        return 0\n',
  },
  {
    template: 'empty-base-case',
    type: 'ZeroDivisionError',
    value: 'division by zero',
    program: 'def f(a):\n    return a / g(a)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'default-of-aggregate',
    type: 'ValueError',
    value: 'min() arg is an empty sequence',
    program: 'def f(xs):\n    return min(x.a for x in xs)  # <<\n',
    becomes: 'min((x.a for x in xs), default=0)',
  },
  {
    template: 'start-entry',
    type: 'KeyError',
    value: "'a'",
    program: 'def f(d, k):\n    d[k] += 2  # <<\n',
    becomes: 'd[k] = d.get(k, 0) + 2',
  },
  {
    template: 'start-entry',
    type: 'KeyError',
    value: "'a'",
    program: 'def f(d, k):\n    return d[k]  # <<\n',
    becomes: undefined,
  },
  {
    template: 'loop-bound',
    type: 'IndexError',
    value: 'list index out of range',
    program: 'def f(xs):\n    for i in range(len(xs) + 1):\n        g(xs[i])  # <<\n',
    becomes: 'range(len(xs)):',
  },
  {
    template: 'loop-bound',
    type: 'IndexError',
    value: 'list index out of range',
    program: 'def f(xs):\n    for x in xs:\n        g(xs[3])  # <<\n',
    becomes: undefined,
  },
  {
    template: 'iterate-copy',
    type: 'RuntimeError',
    value: 'dictionary changed size during iteration',
    program: 'def f(d):\n    for k, v in d.items():  # <<\n        d.pop(k)\n',
    becomes: 'in list(d.items()):',
  },
  {
    template: 'value-before-branches',
    type: 'UnboundLocalError',
    value: "local variable 'x' referenced before assignment",
    program: 'def f(a):\n    if a:\n        x = 1\n    return x  # <<\n',
    becomes: 'x = None\n    if a:',
  },
  {
    template: 'value-before-branches',
    type: 'NameError',
    value: "name 'x' is not defined",
    program: 'def f(a):\n    return x  # <<\n',
    becomes: undefined,
  },
  {
    template: 'widen-base-case',
    type: 'RecursionError',
    value: 'maximum recursion depth exceeded',
    program: 'def f(n):\n    if n == 0:\n        return 0\n    return f(n - 2)  # <<\n',
    becomes: 'if n <= 0:',
  },
  {
    template: 'import-name',
    type: 'NameError',
    value: "name 'os' is not defined",
    program: 'def f(p):\n    return os.path.join(p)  # <<\n',
    becomes: 'import os\ndef f',
  },
  {
    template: 'import-name',
    type: 'NameError',
    value: "name 'nowhere' is not defined",
    program: 'def f(p):\n    return nowhere(p)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'convert-operand',
    type: 'TypeError',
    value: 'can only concatenate str (not "int") to str',
    program: 'def f(n):\n    return "n: " + n  # <<\n',
    becomes: '"n: " + str(n)',
  },
  {
    template: 'read-empty-text',
    type: 'ValueError',
    value: "invalid literal for int() with base 10: ''",
    program: 'def f(t):\n    return int(t)  # <<\n',
    becomes: 'int(t or 0)',
  },
  {
    template: 'read-empty-text',
    type: 'ValueError',
    value: "invalid literal for int() with base 10: 'abc'",
    program: 'def f(t):\n    return int(t)  # <<\n',
    becomes: undefined,
  },
];

function describeExamples(family: 'javascript' | 'python', file: string, examples: Example[]): void {
  const templates = family === 'python' ? pythonTemplates : javascriptTemplates;
  describe(`templates for ${family}`, () => {
    for (const [at, example] of examples.entries()) {
      const what =
        example.becomes === undefined
          ? 'leaves alone what is not its own'
          : `makes ${example.becomes.split('\n')[0]}`;
      it(`${example.template} ${what} (${at + 1})`, async () => {
        const made: Case = {
          files: { [file]: example.program },
          type: example.type,
          value: example.value,
          frames: [[file, '<<']],
        };
        const [exception] = eventOf(made).exceptions;
        const [frame] = exception?.frames ?? [];
        assert.ok(exception && frame);
        const mapped = [{ index: 0, frame, file, line: frame.line ?? 1, mapping: 'exact' as const }];
        const found = await slice({ exception, sources: inMemory(made.files), mapped });
        const own = templates.find(known => known.id === `${family}/${example.template}`);
        assert.ok(own, example.template);
        const matches = own.exceptions.includes(found.complaint.kind);
        const patches = found.bad && matches ? await own.patches({ slice: found, bad: found.bad }) : [];
        const results = patches.map(apply);
        if (example.becomes === undefined) assert.deepEqual(results, []);
        else assert.ok(results[0]?.includes(example.becomes), results[0] ?? 'no patch');
      });
    }

    it('have names of their own and priors between 0 and 1', () => {
      assert.equal(new Set(templates.map(known => known.id)).size, templates.length);
      assert.ok(templates.every(known => known.family === family && known.prior > 0 && known.prior <= 1));
    });
  });
}

describeExamples('javascript', 'a.js', javascript);
describeExamples('python', 'a.py', python);
