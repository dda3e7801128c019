import { describeExamples, type Example } from './scratch-example.ts';

const read = (name: string) => `Cannot read properties of undefined (reading '${name}')`;

const javascript: Example[] = [
  {
    template: 'inherit-nothing',
    type: 'TypeError',
    value: 'groups[word].push is not a function',
    program:
      'const groups = {};\nexport function add(word) {\n  if (!groups[word]) groups[word] = [];\n  groups[word].push(1); // <<\n}\n',
    becomes: 'const groups = Object.create(null);',
  },
  {
    template: 'inherit-nothing',
    type: 'TypeError',
    value: 'groups[word].push is not a function',
    program: 'const groups = { a: 1 };\nexport function add(word) {\n  groups[word].push(1); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'borrow-own-property-check',
    type: 'TypeError',
    value: 'options.hasOwnProperty is not a function',
    program: 'export function has(options, name) {\n  return options.hasOwnProperty(name); // <<\n}\n',
    becomes: 'return Object.prototype.hasOwnProperty.call(options, name);',
  },
  {
    template: 'borrow-own-property-check',
    type: 'TypeError',
    value: 'options.has is not a function',
    program: 'export function has(options, name) {\n  return options.has(name); // <<\n}\n',
    becomes: undefined,
  },
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
  {
    template: 'loop-until-empty',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'next')",
    program:
      'function walk(start) {\n  const queue = [start];\n  while (true) {\n    const node = queue.shift();\n    queue.push(...node.next); // <<\n  }\n}\n',
    becomes: 'while (queue.length > 0) {',
  },
  {
    template: 'loop-until-empty',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'next')",
    program:
      'function walk(queue) {\n  while (true) {\n    const node = queue.find(Boolean);\n    queue.push(...node.next); // <<\n  }\n}\n',
    becomes: undefined,
  },
  {
    template: 'remember-visited',
    type: 'RangeError',
    value: 'Maximum call stack size exceeded',
    program:
      'function needed(name, all) {\n  const own = all.get(name);\n  if (!own) return [];\n  return [name, ...own.flatMap(other => needed(other, all))]; // <<\n}\n',
    becomes:
      'function needed(name, all, seen = new Set()) {\n  if (seen.has(name)) return [];\n  seen.add(name);\n  const own = all.get(name);\n  if (!own) return [];\n  return [name, ...own.flatMap(other => needed(other, all, seen))];',
  },
  {
    template: 'remember-visited',
    type: 'RangeError',
    value: 'Maximum call stack size exceeded',
    program: 'function count(n) {\n  return 1 + count(n - 1); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'default-at-boundary',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'split')",
    program:
      "app.get('/', (req, res) => {\n  const tags = req.query.tags.split(',').map(tag => tag.trim()); // <<\n  res.json(tags);\n});\n",
    becomes: "const tags = req.query.tags?.split(',').map(tag => tag.trim()) ?? [];",
  },
  {
    template: 'default-at-boundary',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'split')",
    program:
      "app.get('/', (req, res) => {\n  const [first] = req.query.range.split('-'); // <<\n  res.json(first);\n});\n",
    becomes: "const [first] = (req.query.range ?? '').split('-');",
  },
  {
    template: 'clamp-count',
    type: 'RangeError',
    value: 'Invalid count value: -4',
    program:
      "function cell(text, width) {\n  const gap = width - text.length;\n  return ' '.repeat(gap) + text; // <<\n}\n",
    becomes: 'const gap = Math.max(0, width - text.length);',
  },
  {
    template: 'clamp-count',
    type: 'RangeError',
    value: 'Invalid count value: -4',
    program:
      "function cell(text, width) {\n  let gap = width;\n  gap = gap - text.length;\n  return ' '.repeat(gap) + text; // <<\n}\n",
    becomes: "' '.repeat(Math.max(0, gap))",
  },
  {
    template: 'add-missing-property',
    type: 'TypeError',
    value: 'page.tags.map is not a function',
    program:
      'function parse() {\n  const page = {};\n  return page;\n}\nfunction show() {\n  const page = parse();\n  return page.tags.map(String); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'method-of-its-kind',
    type: 'TypeError',
    value: 'this.names.push is not a function',
    program:
      'class Topics {\n  constructor() {\n    this.names = new Set();\n  }\n  follow(name) {\n    this.names.push(name); // <<\n  }\n}\n',
    becomes: 'this.names.add(name);',
  },
  {
    template: 'method-of-its-kind',
    type: 'TypeError',
    value: 'names.map is not a function',
    program: 'const names = new Map();\nfunction show() {\n  return names.map(String); // <<\n}\n',
    becomes: 'return [...names.values()].map(String);',
  },
  {
    template: 'method-of-its-kind',
    type: 'TypeError',
    value: 'names.push is not a function',
    program: 'let names = [];\nfunction show(other) {\n  names = other;\n  names.push(1); // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'start-held-entry',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading '/')",
    program:
      'function count(visits) {\n  const days = {};\n  for (const visit of visits) {\n    const pages = days[visit.day];\n    pages[visit.page] = (pages[visit.page] ?? 0) + 1; // <<\n  }\n  return days;\n}\n',
    becomes: 'const pages = (days[visit.day] ??= {});',
  },
  {
    template: 'start-held-entry',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'name')",
    program: 'function name(users, id) {\n  const user = users[id];\n  return user.name; // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'read-nested-key',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'split')",
    program:
      "function load() {\n  return { port: 1, database: { url: 'a', size: 5 } };\n}\nfunction parts() {\n  const config = load();\n  return config.databaseUrl.split(':'); // <<\n}\n",
    becomes: 'return config.database.url.split',
  },
  {
    template: 'rename-written-key',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'split')",
    program:
      "function load() {\n  return { port: 1, database: { url: 'a', size: 5 } };\n}\nfunction parts() {\n  const config = load();\n  return config.databaseUrl.split(':'); // <<\n}\n",
    becomes: undefined,
  },
  {
    template: 'initial-value',
    type: 'TypeError',
    value: 'Reduce of empty array with no initial value',
    program:
      'function mean(xs) {\n  if (xs.length === 0) return 0;\n  return xs[0];\n}\nfunction best(xs) {\n  return xs.reduce((a, b) => Math.max(a, b)); // <<\n}\n',
    becomes: 'Math.max(a, b), 0)',
  },
  {
    template: 'return-computed-value',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'id')",
    program:
      'function rowsOf(orders) {\n  return orders.map(order => {\n    const row = { id: order.id };\n  });\n}\nfunction largest(orders) {\n  const rows = rowsOf(orders);\n  return rows.sort((a, b) => b.id - a.id)[0].id; // <<\n}\n',
    becomes: 'const row = { id: order.id };\n    return row;',
  },
  {
    template: 'pick-by-kind',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'expires')",
    program:
      "function label(payment) {\n  if (payment.type === 'card') return payment.card.last4;\n  return '';\n}\nfunction expired(payments, month) {\n  return payments.filter(payment => payment.card.expires < month); // <<\n}\n",
    becomes: "payments.filter(payment => payment.type === 'card' && payment.card.expires < month)",
  },
  {
    template: 'pick-by-kind',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'expires')",
    program:
      "function label(payment) {\n  if (payment.type === 'card') return payment.card.last4;\n  return '';\n}\nfunction note(payments) {\n  for (const payment of payments) {\n    console.log(payment.card.expires); // <<\n  }\n}\n",
    becomes: "if (payment.type !== 'card') continue;\n    console.log",
  },
  {
    template: 'pick-by-kind',
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'expires')",
    program:
      "function label(payment) {\n  if (payment.type === 'cash') return payment.amount;\n  return '';\n}\nfunction expired(payments, month) {\n  return payments.filter(payment => payment.card.expires < month); // <<\n}\n",
    becomes: undefined,
  },
  {
    template: 'default-parameter-like-siblings',
    type: 'TypeError',
    value: 'callback is not a function',
    program:
      'function add(x, callback) {\n  callback = callback || function () {};\n  callback(null, x);\n}\nfunction remove(x, callback) {\n  const gone = x;\n  callback(null, gone); // <<\n}\n',
    becomes: 'function remove(x, callback) {\n  callback = callback || function () {};\n  const gone',
  },
  {
    template: 'default-parameter-like-siblings',
    type: 'TypeError',
    value: 'callback is not a function',
    program:
      'function add(x, other) {\n  other = other || function () {};\n  other(null, x);\n}\nfunction remove(x, callback) {\n  callback(null, x); // <<\n}\n',
    becomes: undefined,
  },
];

describeExamples('javascript', 'a.js', javascript);
