import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

describe('repairs of JavaScript, producer first: modules, methods and texts', () => {
  it('takes a function out of what a module exports', () =>
    assertFirst(
      {
        files: {
          'src/dates.js':
            'const day = 86400000;\n\nfunction addDays(date, count) {\n  return new Date(+date + count * day);\n}\n\nexports.addDays = addDays;\nexports.day = day;\n',
          'src/due.js':
            "const addDays = require('./dates');\n\nmodule.exports = function due(invoice) {\n  return addDays(invoice.date, 14);\n};\n",
        },
        type: 'TypeError',
        value: 'addDays is not a function',
        frames: [['src/due.js', 'addDays(invoice.date']],
      },
      'src/due.js',
      "const { addDays } = require('./dates');",
    ));

  it('takes the whole of a module that exports one function', () =>
    assertFirst(
      {
        files: {
          'lib/hash.js': 'module.exports = function hash(text) {\n  return text.length;\n};\n',
          'lib/cache.js':
            'const { hash } = require("./hash");\n\nexports.keyOf = (url) => "page:" + hash(url);\n',
        },
        type: 'TypeError',
        value: 'hash is not a function',
        frames: [['lib/cache.js', 'hash(url)']],
      },
      'lib/cache.js',
      'const hash = require("./hash");',
    ));

  it('follows the name that a module exports now', () =>
    assertFirst(
      {
        files: {
          'log.js':
            'function writeLine(text) {\n  process.stdout.write(text);\n}\n\nmodule.exports = { writeLine };\n',
          'job.js':
            "const { writeLines } = require('./log')\n\nfunction run() {\n  writeLines('started')\n}\n\nmodule.exports = { run }\n",
        },
        type: 'TypeError',
        value: 'writeLines is not a function',
        frames: [['job.js', "writeLines('started')"]],
      },
      'job.js',
      "const { writeLine: writeLines } = require('./log')",
    ));

  it('keeps a method with its object when it is given a name', () =>
    assertFirst(
      {
        files: {
          'src/meter.ts': `export class Meter {
  readonly totals = new Map<string, number>();

  add(name: string, by: number): void {
    this.totals.set(name, by);
  }
}
`,
          'src/main.ts': `import { Meter } from './meter.ts';

const meter = new Meter();
const add = meter.add;

export function hit(path: string): void {
  add(path, 1);
}
`,
        },
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'totals')",
        frames: [
          ['src/main.ts', 'add(path, 1)'],
          ['src/meter.ts', 'this.totals.set'],
        ],
      },
      'src/main.ts',
      'const add = meter.add.bind(meter);',
    ));

  it('treats an empty file like a missing one', () =>
    assertFirst(
      {
        files: {
          'cache.mjs': `import { existsSync, readFileSync } from 'node:fs';

export function load(path) {
  if (!existsSync(path)) return [];
  const raw = readFileSync(path, 'utf8');
  const entries = JSON.parse(raw);
  return entries;
}
`,
        },
        type: 'SyntaxError',
        value: 'Unexpected end of JSON input',
        frames: [['cache.mjs', 'JSON.parse(raw)']],
      },
      'cache.mjs',
      'if (!raw.trim()) return [];',
    ));

  it('reads a setting that is not there as an empty one', () =>
    assertFirst(
      {
        files: {
          'flags.js':
            'export function flags() {\n  const known = JSON.parse(process.env.FLAGS);\n  return known.map(flag => flag.name);\n}\n',
        },
        type: 'SyntaxError',
        value: '"undefined" is not valid JSON',
        frames: [['flags.js', 'JSON.parse(process.env.FLAGS)']],
      },
      'flags.js',
      "const known = JSON.parse(process.env.FLAGS ?? '[]');",
    ));

  it('does not parse what was parsed before', () =>
    assertFirst(
      {
        files: {
          'hook.js': 'export function hook(req) {\n  return JSON.parse(req.body).action;\n}\n',
        },
        type: 'SyntaxError',
        value: '"[object Object]" is not valid JSON',
        frames: [['hook.js', 'JSON.parse(req.body)']],
      },
      'hook.js',
      'return req.body.action;',
    ));

  it('returns a list from the function that may give nothing to a loop', () =>
    assertFirst(
      {
        files: {
          'rules.js': `export function rulesFor(kind, table) {
  if (!(kind in table)) return null;
  return table[kind].filter(rule => rule.on);
}

export function apply(kind, table, value) {
  for (const rule of rulesFor(kind, table)) value = rule.run(value);
  return value;
}
`,
        },
        type: 'TypeError',
        value: 'rulesFor is not a function or its return value is not iterable',
        frames: [['rules.js', 'of rulesFor(kind']],
      },
      'rules.js',
      'if (!(kind in table)) return [];',
    ));

  it('reads a property where it was moved to', () =>
    assertFirst(
      {
        files: {
          'device.js': `export function device(row) {
  return { id: row.id, network: { host: row.host, port: row.port } };
}
`,
          'ping.js': `import { device } from './device.js';

export function ping(row) {
  const found = device(row);
  return found.host.trim();
}
`,
        },
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'trim')",
        frames: [['ping.js', 'found.host.trim()']],
      },
      'ping.js',
      'return found.network.host.trim();',
    ));

  it('declares a value before it is used', () =>
    assertFirst(
      {
        files: {
          'setup.js': `function setup(env) {
  const client = connect(options);
  const log = [];
  const options = { url: env.URL };
  return { client, log };
}

module.exports = { setup };
`,
        },
        type: 'ReferenceError',
        value: "Cannot access 'options' before initialization",
        frames: [['setup.js', 'connect(options)']],
      },
      'setup.js',
      'const options = { url: env.URL };',
      'const client = connect(options);',
      'const log = [];',
    ));

  it('gives on what a callback has checked', () =>
    assertFirst(
      {
        files: {
          'orders.js': `export function readOrders(store) {
  return store.text('orders').then(text => {
    const lines = text.split('\\n');
    lines.forEach(line => check(line));
  });
}

export async function count(store) {
  const orders = await readOrders(store);
  return orders.filter(Boolean).length;
}
`,
        },
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'filter')",
        frames: [['orders.js', 'orders.filter(Boolean)']],
      },
      'orders.js',
      'return lines;',
    ));
});
