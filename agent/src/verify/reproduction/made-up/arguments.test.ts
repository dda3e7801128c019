import assert from 'node:assert/strict';
import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import { javascriptSource } from '../javascript/source.ts';
import { pythonSource } from '../python/source.ts';
import { madeUpArguments } from './arguments.ts';

/** The arguments made up for a function of the first file, each choice as source. */
async function madeUp(files: Record<string, string>, name: string): Promise<string[]> {
  const [file = ''] = Object.keys(files);
  const language = await languageOf(file);
  assert.ok(language);
  const context: VerifyContext = {
    ...{ sandbox: 'namespaces', dir: '/nowhere', workspace: '/workspace', base: new Map() },
    sources: { list: async () => Object.keys(files), read: async path => files[path] },
    run: () => Promise.reject(new Error('nothing runs here')),
  };
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
