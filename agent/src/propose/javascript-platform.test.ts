import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

describe('repairs of JavaScript, where the platform refuses a value', () => {
  it('searches for a text as it is written', () =>
    assertFirst(
      {
        files: {
          'find.js': `export function has(text, word) {\n  return new RegExp(\`^\${word}\`).test(text);\n}\n`,
        },
        type: 'SyntaxError',
        value: 'Invalid regular expression: /^a(/: Unterminated group',
        frames: [['find.js', 'new RegExp']],
      },
      'find.js',
      `return new RegExp(\`^\${word.replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&')}\`).test(text);`,
    ));

  it('reckons with a number as a big integer beside another', () =>
    assertFirst(
      {
        files: { 'sum.js': 'export function sum(row) {\n  return BigInt(row.id) * 10n + row.hours;\n}\n' },
        type: 'TypeError',
        value: 'Cannot mix BigInt and other types, use explicit conversions',
        frames: [['sum.js', 'return BigInt']],
      },
      'sum.js',
      'return BigInt(row.id) * 10n + BigInt(row.hours);',
    ));

  it('leaves with no text where a date is none', () =>
    assertFirst(
      {
        files: {
          'day.js':
            'export function day(text) {\n  return new Date(text).toISOString().slice(0, 10).trim();\n}\n',
        },
        type: 'RangeError',
        value: 'Invalid time value',
        frames: [['day.js', 'return new Date']],
      },
      'day.js',
      "if (Number.isNaN(new Date(text).getTime())) return '';",
    ));

  it('finds the argument that a function of Node did not take', () =>
    assertFirst(
      {
        files: {
          'files.js': `import path from 'node:path';

export function place(options) {
  return path.join('/srv', settings(options.name).folder);
}

function settings(name) {
  return name === 'cache' ? { folder: '/cache' } : { name };
}
`,
        },
        type: 'TypeError',
        value: 'The "path" argument must be of type string. Received undefined',
        frames: [['files.js', 'path.join']],
      },
      'files.js',
      "return name === 'cache' ? { folder: '/cache' } : { name, folder: '/cache' };",
    ));

  it('starts an entry that is counted in at zero', () =>
    assertFirst(
      {
        files: {
          'stats.js': `export function stats(rows) {
  const found = {};
  for (const row of rows) {
    found[row.tag].total += 1;
  }
  return found;
}
`,
        },
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'total')",
        frames: [['stats.js', 'total += 1']],
      },
      'stats.js',
      '(found[row.tag] ??= { total: 0 }).total += 1;',
    ));
});
