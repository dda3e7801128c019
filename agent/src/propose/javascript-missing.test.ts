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
});
