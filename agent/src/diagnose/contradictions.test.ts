import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diagnose } from './diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from './scratch-case.ts';

async function causeOf(made: Case): Promise<string> {
  const event = eventOf(made);
  return (await diagnose({ event, tree: inMemory(made.files), mapped: mappedOf(event) })).cause;
}

describe('a cause', () => {
  it('is not the end of a list where something was null', async () => {
    const files = {
      'list.js':
        'export function total(rows) {\n  let sum = 0;\n  for (let i = 0; i < rows.length; i++) {\n    const row = rows[i];\n    sum += row.price;\n  }\n  return sum;\n}\n',
    };
    const of = (what: string) =>
      causeOf({
        files,
        type: 'TypeError',
        value: `Cannot read properties of ${what} (reading 'price')`,
        frames: [['list.js', 'row.price']],
      });
    assert.match(await of('undefined'), /the loop over `i`/);
    assert.doesNotMatch(await of('null'), /the loop over `i`/);
  });

  it('is no object without the list whose element was bad', async () => {
    const cause = await causeOf({
      files: {
        'app.js': `export class App {
  constructor() {
    this.options = { debug: true };
  }

  start() {
    return this.options.plugins?.some(plugin => plugin.name.startsWith('x'));
  }
}
`,
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'startsWith')",
      frames: [['app.js', 'plugin.name.startsWith']],
    });
    assert.doesNotMatch(cause, /without `plugins`/);
  });

  it('is the end of a function that is called where it is written', async () => {
    const cause = await causeOf({
      files: {
        'parts.js': `export function cut(text) {
  const prefix = (function () {
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '#') return text.slice(0, at);
    }
  })();
  return prefix.length;
}
`,
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'length')",
      frames: [['parts.js', 'prefix.length']],
    });
    assert.match(cause, /ends on some way without returning a value/);
  });

  it('is not what callers pass where the client saw that they did', async () => {
    const made = (variables: Record<string, unknown>): Case => ({
      files: {
        'invoke.js':
          'export function invoke(method, list) {\n  return (list.plain ? method : list.method).call(list);\n}\n',
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'call')",
      frames: [['invoke.js', '.call(list)', variables]],
    });
    assert.match(await causeOf(made({})), /pass to `invoke` as `method`/);
    assert.doesNotMatch(await causeOf(made({ method: 'close' })), /as `method`/);
  });

  it('is the mapping that holds None, and not the argument that was seen to be there', async () => {
    const cause = await causeOf({
      files: {
        'run.py':
          'from subprocess import Popen\n\n\ndef run(command, env):\n    return Popen(command, env=env)\n',
      },
      type: 'TypeError',
      value: 'expected str, bytes or os.PathLike object, not NoneType',
      frames: [['run.py', 'Popen(command', { command: ["'ls'"], env: { A: "'1'", B: 'None' } }]],
    });
    assert.match(cause, /^`env` holds None/);
  });

  it('is what was there where somebody hid what the client saw, or the client left some of it out', async () => {
    const of = (order: unknown) =>
      causeOf({
        files: { 'key.js': 'export function size(order) {\n  return order.size;\n}\n' },
        type: 'TypeError',
        value: "Cannot read properties of null (reading 'size')",
        frames: [['key.js', 'order.size', { order }]],
      });
    assert.match(await of('[Filtered]'), /^`order` is null/);
    assert.match(await of('[scrubbed:field]'), /^`order` is null/);
    assert.doesNotMatch(await of('a'), /^`order` is null/);
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`K${at}`, "'1'"]));
    const cut = await causeOf({
      files: { 'run.py': 'def run(env):\n    return Popen(["ls"], env=env)\n' },
      type: 'TypeError',
      value: 'expected str, bytes or os.PathLike object, not NoneType',
      frames: [['run.py', 'Popen', { env: many }]],
    });
    assert.match(cut, /^`env` holds None/);
  });

  it('is what a callback without a name is given', async () => {
    const cause = await causeOf({
      files: {
        'merge.js':
          'export function merge(target, source) {\n  return each(source, function (acc, key) {\n    return acc.size + key;\n  });\n}\n',
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'size')",
      frames: [['merge.js', 'acc.size']],
    });
    assert.match(cause, /it is what the callback at merge.js:2 is given as `acc`/);
  });

  it('is what a borrowed method of objects was given', async () => {
    const cause = await causeOf({
      files: {
        'has.js':
          'const has = Object.prototype.hasOwnProperty;\n\nexport function keeps(target, key) {\n  return has.call(target, key);\n}\n',
      },
      type: 'TypeError',
      value: 'Cannot convert undefined or null to object',
      frames: [['has.js', 'has.call']],
    });
    assert.match(cause, /^`target` is undefined/);
  });

  it('is the argument that the message names by its end', async () => {
    const cause = await causeOf({
      files: {
        'copy.js':
          'export function copy(into, from, key) {\n  Object.defineProperty(into, key, Object.getOwnPropertyDescriptor(from, key));\n}\n',
      },
      type: 'TypeError',
      value: 'Property description must be an object: undefined',
      frames: [['copy.js', 'defineProperty']],
    });
    assert.match(cause, /^`Object.getOwnPropertyDescriptor\(from, key\)` is undefined/);
  });

  it('is found where a variable is used, on the line that a minifier led to', async () => {
    const cause = await causeOf({
      files: {
        'code.ts':
          'export function code(title: string): string {\n  const match = /^(\\w+):/.exec(title);\n  return match[1];\n}\n',
      },
      type: 'TypeError',
      value: "Cannot read properties of null (reading '1')",
      frames: [['code.ts', 'const match']],
    });
    assert.match(cause, /^`match` is null: .* may find nothing/);
  });

  it('takes a number for no text where texts are put together', async () => {
    const cause = await causeOf({
      files: { 'label.py': 'def label(item):\n    return "no " + item.quantity\n' },
      type: 'TypeError',
      value: 'can only concatenate str (not "int") to str',
      frames: [['label.py', 'return "no "']],
    });
    assert.match(cause, /^`item.quantity` is not a string/);
  });
});
