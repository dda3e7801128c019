import assert from 'node:assert/strict';
import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import { javascriptSource } from '../javascript/source.ts';
import { pythonSource } from '../python/source.ts';
import type { Value } from '../value.ts';
import { completedArguments, madeUpArguments } from './arguments.ts';

function contextOf(files: Record<string, string>): VerifyContext {
  return {
    ...{ sandbox: 'namespaces', dir: '/nowhere', workspace: '/workspace', base: new Map() },
    sources: { list: async () => Object.keys(files), read: async path => files[path] },
    run: () => Promise.reject(new Error('nothing runs here')),
  };
}

/** The arguments made up for a function of the first file, each choice as source. */
async function madeUp(files: Record<string, string>, name: string): Promise<string[]> {
  const [file = ''] = Object.keys(files);
  const language = await languageOf(file);
  assert.ok(language);
  const context = contextOf(files);
  const tree = language.parse(files[file] ?? '');
  const info = language.functions(tree).find(known => known.name === name);
  assert.ok(info);
  const target = { frame: 0, file, line: info.startLine, function: info, tree, language, variables: {} };
  const style = { quote: "'", indent: '  ' } as const;
  return (await madeUpArguments(context, target, [target])).map(values =>
    values
      .map(value =>
        language.family === 'python'
          ? pythonSource(value, style, () => undefined)
          : javascriptSource(value, style),
      )
      .join(', '),
  );
}

describe('arguments made up for a function', () => {
  it('are such as it uses them, over several functions and files', async () => {
    assert.deepEqual(
      await madeUp(
        {
          'a.js': [
            "import { total } from './b.js';",
            'export function report(orders, title, count, done) {',
            '  for (const order of orders) done(order.customer.name.trim(), total(order.lines));',
            '  return title.toUpperCase() + count * 2;',
            '}',
            '',
          ].join('\n'),
          'b.js': 'export function total(lines) {\n  return lines.map(line => line.cents * 2);\n}\n',
        },
        'report',
      ),
      [
        "[\n  { customer: { name: 'a' }, lines: [{ cents: 1 }, { cents: 1 }] },\n  { customer: { name: 'a' }, lines: [{ cents: 1 }, { cents: 1 }] },\n], 'a', 1, () => {}",
        "[], 'a', 1, () => {}",
      ],
    );
  });

  it('are of the types that are written', async () => {
    assert.deepEqual(
      await madeUp(
        {
          'a.ts': [
            'export interface Invoice { number: string; due: Date; paid: boolean; note?: string }',
            'export function list(invoices: Invoice[]): string {',
            "  return invoices.map(summary).join('');",
            '}',
            '',
          ].join('\n'),
        },
        'list',
      ),
      [
        "[\n  { number: 'a', due: new Date(0), paid: true },\n  { number: 'a', due: new Date(0), paid: true },\n]",
        "[\n  { number: 'a', due: new Date(0), paid: false },\n  { number: 'a', due: new Date(0), paid: false },\n]",
        '[]',
      ],
    );
  });

  it('leave out what the code has a default for', async () => {
    const text =
      'export function load(env) {\n  return { port: Number(env.PORT || 1), name: env.NAME };\n}\n';
    assert.deepEqual(await madeUp({ 'a.js': text }, 'load'), ["{ NAME: 'a' }"]);
  });

  it('complete what was captured by its written type', async () => {
    const text =
      'export interface Bill { due: Date; cents: number; note?: string }\nexport function sum(bills: Bill[], by: string) {\n  return bills.length;\n}\n';
    const language = await languageOf('a.ts');
    assert.ok(language);
    const tree = language.parse(text);
    const [info] = language.functions(tree);
    assert.ok(info);
    const context = contextOf({});
    const target = { frame: 0, file: 'a.ts', line: 2, function: info, tree, language, variables: {} };
    const bill: Value = {
      kind: 'record',
      entries: [
        [
          { kind: 'literal', value: 'cents' },
          { kind: 'number', text: '7' },
        ],
      ],
    };
    const by: Value = { kind: 'literal', value: 'month' };
    const values: Value[] = [{ kind: 'list', items: [bill] }, by];
    const style = { quote: "'", indent: '  ' } as const;
    const made = await completedArguments(context, target, values);
    assert.deepEqual(
      made.map(value => javascriptSource(value, style)),
      ['[{ cents: 7, due: new Date(0) }]', "'month'"],
    );
    assert.equal(await completedArguments(context, target, made), made);
  });

  it('make up the elements of a list that were lost, but no field of what was captured', async () => {
    const text =
      'export function f(rows, row) {\n  return rows.map(one => one.lines.length) + row.card.last4;\n}\n';
    const language = await languageOf('a.js');
    assert.ok(language);
    const tree = language.parse(text);
    const [info] = language.functions(tree);
    assert.ok(info);
    const target = { frame: 0, file: 'a.js', line: 2, function: info, tree, language, variables: {} };
    const nothing: Value = { kind: 'literal', value: null };
    const row: Value = { kind: 'record', entries: [] };
    const made = await completedArguments(contextOf({}), target, [{ kind: 'list', items: [nothing] }, row]);
    const style = { quote: "'", indent: '  ' } as const;
    assert.deepEqual(
      made.map(value => javascriptSource(value, style)),
      ["[{ lines: ['a', 'a'] }]", '{}'],
    );
  });

  it('are made for Python alike', async () => {
    assert.deepEqual(
      await madeUp(
        { 'a.py': 'def usage(lines, factor):\n    return sum([float(line) for line in lines]) * factor\n' },
        'usage',
      ),
      ["['1', '1'], 1", '[], 1'],
    );
  });

  it('are none where a use is not understood, or contradicts another', async () => {
    const odd = 'export function f(x) {\n  registry.add(x);\n}\n';
    assert.deepEqual(await madeUp({ 'a.js': odd }, 'f'), []);
    const torn = 'export function f(x) {\n  return x.trim() + x.map(y => y);\n}\n';
    assert.deepEqual(await madeUp({ 'a.js': torn }, 'f'), []);
    assert.deepEqual(await madeUp({ 'a.js': 'function f(x) {\n  return x * 2;\n}\n' }, 'f'), []);
  });
});
