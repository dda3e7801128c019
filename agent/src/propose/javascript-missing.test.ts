import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

const undefinedRead = (property: string) => `Cannot read properties of undefined (reading '${property}')`;

describe('repairs of JavaScript, producer first: a missing value', () => {
  it('adds a property that one factory leaves out, as its sibling writes it', () =>
    assertFirst(
      {
        files: {
          'lib/session.js': `function anonymous(ip) {
  return {
    id: ip,
    roles: ['guest'],
  };
}

function member(user) {
  return {
    id: user.id,
    roles: user.roles,
    flags: [],
  };
}

module.exports = { anonymous, member };
`,
          'lib/gate.js': `const { anonymous, member } = require('./session');

function allowed(session, flag) {
  return session.roles.includes('admin') || session.flags.includes(flag);
}

function enter(req) {
  const session = req.user ? member(req.user) : anonymous(req.ip);
  return allowed(session, 'beta');
}

module.exports = { enter };
`,
        },
        type: 'TypeError',
        value: undefinedRead('includes'),
        frames: [
          ['lib/gate.js', "return allowed(session, 'beta')"],
          ['lib/gate.js', 'session.flags.includes', { session: { id: '::1', roles: ['guest'] } }],
        ],
      },
      'lib/session.js',
      'flags: [],',
    ));

  it('takes the value of a property from the type that TypeScript code writes', () =>
    assertFirst(
      {
        files: {
          'src/model.ts': `export interface Basket {
  owner: string;
  coupons: Map<string, number>;
  total: number;
}

export const emptyBasket = (owner: string): Basket => ({ owner, total: 0 }) as Basket;
`,
          'src/redeem.ts': `import { type Basket, emptyBasket } from './model.js';

export function redeem(basket: Basket, code: string): number {
  return basket.coupons.get(code) ?? 0;
}

export function start(owner: string): number {
  const basket = emptyBasket(owner);
  return redeem(basket, 'X');
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('get'),
        frames: [
          ['src/redeem.ts', "return redeem(basket, 'X')"],
          ['src/redeem.ts', 'basket.coupons.get(code)'],
        ],
      },
      'src/model.ts',
      'export const emptyBasket = (owner: string): Basket => ({ owner, coupons: new Map(), total: 0 }) as Basket;',
    ));

  it('puts a parameter of the same name into the object', () =>
    assertFirst(
      {
        files: {
          'a.js': `export function createUser(name, settings) {
  return { name, createdAt: Date.now() };
}

export function greet(user) {
  return user.settings.locale === 'de' ? 'Hallo' : 'Hello';
}

export function main() {
  const user = createUser('x', { locale: 'de' });
  return greet(user);
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('locale'),
        frames: [
          ['a.js', 'return greet(user)'],
          ['a.js', 'user.settings.locale'],
        ],
      },
      'a.js',
      'return { name, createdAt: Date.now(), settings };',
    ));

  it('initialises a declared field of a class', () =>
    assertFirst(
      {
        files: {
          'src/queue.ts': `export class Queue<T> {
  private waiting: T[];
  private running = 0;

  add(item: T): void {
    this.waiting.push(item);
  }
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('push'),
        frames: [['src/queue.ts', 'this.waiting.push(item)']],
      },
      'src/queue.ts',
      'private waiting: T[] = [];',
    ));

  it('initialises a field in the constructor among its siblings', () =>
    assertFirst(
      {
        files: {
          'bus.js': `class Bus {
  constructor(name) {
    this.name = name
    this.history = []
  }

  on(event, handler) {
    this.handlers.set(event, handler)
  }

  emit(event) {
    this.handlers.get(event)()
  }
}

module.exports = Bus
`,
        },
        type: 'TypeError',
        value: undefinedRead('set'),
        frames: [['bus.js', 'this.handlers.set(event, handler)']],
      },
      'bus.js',
      'this.handlers = new Map()',
    ));

  it('keeps a constructor argument that the class forgot', () =>
    assertFirst(
      {
        files: {
          'src/store.ts': `export class Store {
  private cache = new Map<string, string>();

  constructor(backend, log) {
    this.log = log;
  }

  read(key) {
    return this.backend.fetch(key);
  }
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('fetch'),
        frames: [['src/store.ts', 'this.backend.fetch(key)']],
      },
      'src/store.ts',
      'this.backend = backend;',
    ));

  it('returns what a helper computes and drops', () =>
    assertFirst(
      {
        files: {
          'src/format.ts': `export function parseAmount(text: string) {
  const [whole, cents] = text.split('.');
  if (cents === undefined) {
    return { whole: Number(whole), cents: 0 };
  }
  const result = { whole: Number(whole), cents: Number(cents) };
}
`,
          'src/pay.ts': `import { parseAmount } from './format';

export function pay(text: string): number {
  const amount = parseAmount(text);
  return amount.whole * 100 + amount.cents;
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('whole'),
        frames: [['src/pay.ts', 'amount.whole * 100']],
      },
      'src/format.ts',
      'return result;',
    ));

  it('returns the value of a callback with braces', () =>
    assertFirst(
      {
        files: {
          'rows.js': `const toRow = (item) => {
  ({ id: item.id, label: item.name.toUpperCase() });
};

export function labels(items) {
  const rows = items.map((item) => toRow(item));
  return rows.map((row) => row.label);
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('label'),
        frames: [['rows.js', 'row.label']],
      },
      'rows.js',
      'return ({ id: item.id, label: item.name.toUpperCase() });',
    ));

  it('waits for an async function', () =>
    assertFirst(
      {
        files: {
          'db.js': `export async function loadUsers(pool) {
  const { rows } = await pool.query('select * from users');
  return rows;
}
`,
          'list.js': `import { loadUsers } from './db.js';

export async function names(pool) {
  const users = loadUsers(pool);
  return users.map(user => user.name);
}
`,
        },
        type: 'TypeError',
        value: 'users.map is not a function',
        frames: [['list.js', 'users.map']],
      },
      'list.js',
      'const users = await loadUsers(pool);',
    ));

  it('gives a parameter a default when a caller leaves it out', () =>
    assertFirst(
      {
        files: {
          'src/render.ts': `export function render(title: string, options?: { classes: string[] }, tags: string[]) {
  return title + tags.join(' ');
}
`,
          'src/page.ts': `import { render } from './render';

export const page = () => render('Home');
`,
        },
        type: 'TypeError',
        value: undefinedRead('join'),
        frames: [
          ['src/page.ts', "render('Home')"],
          ['src/render.ts', 'tags.join'],
        ],
      },
      'src/render.ts',
      'export function render(title: string, options?: { classes: string[] }, tags: string[] = []) {',
    ));

  it('gives a callback that may be left out a default', () =>
    assertFirst(
      {
        files: {
          'save.js': `function save(file, done) {
  write(file);
  done();
}

function write() {}

save('x');
`,
        },
        type: 'TypeError',
        value: 'done is not a function',
        frames: [
          ['save.js', "save('x')"],
          ['save.js', 'done();'],
        ],
      },
      'save.js',
      'function save(file, done = () => {}) {',
    ));

  it('reads the property that the object really has', () =>
    assertFirst(
      {
        files: {
          'api.ts': `export function toDto(order: { id: number; items: string[] }) {
  return { id: order.id, lineItems: order.items };
}

export function count(order: { id: number; items: string[] }) {
  const dto = toDto(order);
  return dto.lineItem.length;
}

export function first(order: { id: number; items: string[] }) {
  return toDto(order).lineItems[0];
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('length'),
        frames: [['api.ts', 'dto.lineItem.length']],
      },
      'api.ts',
      'return dto.lineItems.length;',
    ));

  it('checks the result of find as its siblings do', () =>
    assertFirst(
      {
        files: {
          'src/users.ts': `import { NotFound } from './errors.js';

const users = [{ id: 1, name: 'a', boss: 2 }];

export function nameOf(id: number): string {
  const user = users.find(u => u.id === id);
  if (!user) {
    throw new NotFound(\`No user \${id}\`);
  }
  return user.name;
}

export function bossOf(id: number): number {
  const person = users.find(u => u.id === id);
  return person.boss;
}
`,
          'src/errors.ts': 'export class NotFound extends Error {}\n',
        },
        type: 'TypeError',
        value: undefinedRead('boss'),
        frames: [['src/users.ts', 'return person.boss;']],
      },
      'src/users.ts',
      'if (!person) {',
      ['throw new NotFound(`No user $', '{id}`);'].join(''),
      '}',
    ));

  it('replaces null that was written in as a start value', () =>
    assertFirst(
      {
        files: {
          'state.js': `export function initialState() {
  return { user: 'x', messages: null };
}

export function reduce(state, action) {
  return { ...state, messages: state.messages.concat(action.message) };
}

export function run() {
  return reduce(initialState(), { message: 'hi' });
}
`,
        },
        type: 'TypeError',
        value: "Cannot read properties of null (reading 'concat')",
        frames: [
          ['state.js', 'return reduce(initialState()'],
          ['state.js', 'state.messages.concat'],
        ],
      },
      'state.js',
      "return { user: 'x', messages: [] };",
    ));

  it('defaults what a request may leave out', () =>
    assertFirst(
      {
        files: {
          'routes.js': `const express = require("express");
const router = express.Router();

function search(term) {
  return term.toLowerCase();
}

router.get("/", (req, res) => {
  res.json(search(req.query.term));
});

module.exports = router;
`,
        },
        type: 'TypeError',
        value: undefinedRead('toLowerCase'),
        frames: [
          ['routes.js', 'search(req.query.term)'],
          ['routes.js', 'term.toLowerCase'],
        ],
      },
      'routes.js',
      'res.json(search(req.query.term ?? ""));',
    ));

  it('follows elements of a list to where they are pushed', () =>
    assertFirst(
      {
        files: {
          'tree.js': `export function parse(lines) {
  const nodes = [];
  for (const line of lines) {
    if (line.startsWith('#')) nodes.push({ kind: 'title', text: line, children: [] });
    else nodes.push({ kind: 'text', text: line });
  }
  return nodes;
}

export function depth(lines) {
  let deepest = 0;
  for (const node of parse(lines)) {
    deepest = Math.max(deepest, node.children.length);
  }
  return deepest;
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('length'),
        frames: [['tree.js', 'node.children.length']],
      },
      'tree.js',
      "else nodes.push({ kind: 'text', text: line, children: [] });",
    ));

  it('passes on to the base class what it was given', () =>
    assertFirst(
      {
        files: {
          'base.js': 'export class Base {\n  constructor(options) {\n    this.options = options;\n  }\n}\n',
          'sub.js':
            "import { Base } from './base.js';\n\nexport class Sub extends Base {\n  constructor(options) {\n    super();\n    this.name = 'x';\n  }\n  limit() {\n    return this.options.limit;\n  }\n}\n",
        },
        type: 'TypeError',
        value: undefinedRead('limit'),
        frames: [['sub.js', 'this.options.limit']],
      },
      'sub.js',
      'super(options);',
    ));
});
