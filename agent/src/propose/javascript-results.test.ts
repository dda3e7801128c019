import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

const undefinedRead = (property: string) => `Cannot read properties of undefined (reading '${property}')`;

describe('repairs of JavaScript, producer first: results and arguments', () => {
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

  it('ends a search with what it finds elsewhere, empty, and not with what its loop looked at last', () =>
    assertFirst(
      {
        files: {
          'parts.js': `export function cut(text) {
  const prefix = (function () {
    let ch;
    for (let at = 0; at < text.length; at++) {
      ch = text.charAt(at);
      if (ch === '#') {
        return text.substring(0, at);
      }
    }
  })();
  return prefix.length;
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('length'),
        frames: [['parts.js', 'prefix.length']],
      },
      'parts.js',
      "return '';",
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
