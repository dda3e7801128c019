import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Case, eventOf, inMemory, mappedOf } from '../diagnose/scratch-case.ts';
import { languageOf } from '../language/languages.ts';
import { propose, searchCandidates } from './propose.ts';
import { changedLines, repair } from './scratch-repair.ts';

const cases: Case[] = [
  {
    files: {
      'src/cart.ts':
        'export interface Cart {\n  id: string;\n  coupons: string[];\n}\n\nexport function create(id: string): Cart {\n  return {\n    id,\n  } as Cart;\n}\n',
      'src/checkout.ts':
        "import { create } from './cart.ts';\n\nexport function run(id: string): number {\n  const cart = create(id);\n  return cart.coupons.length;\n}\n",
      'src/other.ts': "export const other = 'x';\n",
    },
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'length')",
    frames: [['src/checkout.ts', 'cart.coupons.length']],
  },
  {
    files: {
      'loop.js':
        'function f(xs) {\n  let n = 0;\n  for (let i = 0; i <= xs.length; i++) {\n    n += xs[i].n;\n  }\n  return n;\n}\n',
    },
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'n')",
    frames: [['loop.js', 'n += xs[i].n']],
  },
  {
    files: {
      'mean.py': 'def mean(xs):\n    """Mean."""\n    return sum(xs) / len(xs)\n',
      'use.py': 'from mean import mean\n\n\ndef use():\n    return mean([])\n',
    },
    type: 'ZeroDivisionError',
    value: 'division by zero',
    frames: [
      ['use.py', 'return mean([])'],
      ['mean.py', 'sum(xs) / len(xs)'],
    ],
  },
  {
    files: {
      'find.py':
        'def find(rows, key):\n    for row in rows:\n        if row["key"] == key:\n            found = row\n            break\n\n\ndef show(rows):\n    return find(rows, 1)["name"]\n',
    },
    type: 'TypeError',
    value: "'NoneType' object is not subscriptable",
    frames: [['find.py', 'find(rows, 1)["name"]']],
  },
];

/** The same case with other line ends, indentation and perhaps a byte order mark. */
function relaid(made: Case, newline: string, indent: string, mark: boolean): Case {
  const relay = (text: string) =>
    (mark ? '\uFEFF' : '') +
    text
      .split('\n')
      .map(line =>
        line.replace(/^ +/, spaces =>
          indent.repeat(
            spaces.length /
              (spaces.length % 4 === 0 && /\.py/.test(Object.keys(made.files)[0] ?? '') ? 4 : 2),
          ),
        ),
      )
      .join(newline);
  const files = Object.fromEntries(Object.entries(made.files).map(([path, text]) => [path, relay(text)]));
  return { ...made, files };
}

describe('propose', () => {
  it('gives candidates that parse, keep line ends and touch one file only, however the text is laid out', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('  ', '\t', '    '),
        fc.boolean(),
        async (plain, newline, indent, mark) => {
          const made = relaid(plain, newline, indent, mark);
          const { candidates } = await repair(made);
          assert.ok(candidates.length > 0);
          assert.ok(candidates.length <= 40);
          assert.equal(new Set(candidates.map(found => found.id)).size, candidates.length);
          for (const candidate of candidates) {
            assert.equal(candidate.changes.length, 1);
            const [change] = candidate.changes;
            assert.ok(change?.after && change.before);
            assert.equal(change.before, made.files[change.path]);
            assert.notEqual(change.after, change.before);
            const language = await languageOf(change.path);
            assert.equal(language?.parse(change.after).errorCount(), 0, change.after);
            assert.equal(/(?<!\r)\n/.test(change.after), newline === '\n', JSON.stringify(change.after));
            assert.equal(change.after.startsWith('\uFEFF'), mark);
            if (indent === '\t') assert.ok(!/^ +\S/m.test(change.after), change.after);
          }
        },
      ),
      { numRuns: 40 },
    ));

  it('puts root causes before guards', async () => {
    for (const made of cases) {
      const { candidates } = await repair(made);
      const ranks = candidates.map(found => Number(found.label === 'guard'));
      assert.deepEqual(ranks, [...ranks].sort());
      assert.equal(candidates[0]?.label, 'root-cause');
    }
  });

  it('searches on, likeliest first, for what is not known yet', async () => {
    const made = cases[1];
    assert.ok(made);
    const { diagnosis, candidates } = await repair(made);
    const event = eventOf(made);
    const { slice, locations } = diagnosis;
    const input = { event, sources: inMemory(made.files), mapped: mappedOf(event), slice, locations };
    const found: Candidate[] = [];
    for await (const candidate of searchCandidates(input, candidates)) if (found.push(candidate) >= 60) break;
    assert.equal(found.length, 60);
    assert.equal(new Set([...candidates, ...found].map(({ id }) => id)).size, candidates.length + 60);
    assert.ok(found.every(({ engine, prior }) => engine === 'search' && prior > 0 && prior <= 0.3));
    const priors = found.map(({ prior }) => prior);
    assert.deepEqual(
      priors,
      [...priors].sort((a, b) => b - a),
    );
  });

  it('offers a guard first only where no producer is known', async () => {
    const { candidates } = await repair({
      files: { 'hook.js': 'export function onMessage(message) {\n  return message.payload.text;\n}\n' },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'text')",
      frames: [['hook.js', 'message.payload.text']],
    });
    assert.equal(candidates[0]?.label, 'guard');
    assert.deepEqual(changedLines(candidates[0]), ['return (message.payload ?? {}).text;']);
  });

  it('leaves out files that changed since they were diagnosed', async () => {
    const [made] = cases;
    assert.ok(made);
    const { diagnosis } = await repair(made);
    const sources = inMemory({ ...made.files, 'src/cart.ts': '// rewritten\n' });
    const event = {
      id: '',
      timestamp: '',
      platform: '',
      level: 'error' as const,
      exceptions: [],
      tags: {},
      contexts: {},
      breadcrumbs: [],
    };
    const candidates = await propose({ event, sources, mapped: [], slice: diagnosis.slice, locations: [] });
    assert.ok(candidates.length > 0);
    assert.ok(candidates.every(found => found.changes[0]?.path === 'src/checkout.ts'));
  });

  it('stops when it is told to', async () => {
    const [made] = cases;
    assert.ok(made);
    const { diagnosis } = await repair(made);
    const event = {
      id: '',
      timestamp: '',
      platform: '',
      level: 'error' as const,
      exceptions: [],
      tags: {},
      contexts: {},
      breadcrumbs: [],
    };
    const input = { event, sources: inMemory(made.files), mapped: [], slice: diagnosis.slice, locations: [] };
    await assert.rejects(propose({ ...input, signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  });

  it('proposes nothing for a trace that is not in the checkout', async () => {
    const { candidates, diagnosis } = await repair({
      files: { 'a.js': 'x\n' },
      type: 'Error',
      value: 'no',
      frames: [],
    });
    assert.deepEqual(candidates, []);
    assert.equal(diagnosis.locations.length, 0);
    assert.match(diagnosis.cause, /No frame/);
  });

  it('has no idea in a language that it only reads', async () => {
    const { candidates, diagnosis } = await repair({
      files: {
        'mail.rb': 'def greet(count)\n  user = nil\n  user.name(count + 1, 2)\nend\n',
      },
      type: 'NoMethodError',
      value: "undefined method 'name' for nil",
      frames: [['mail.rb', 'user.name']],
    });
    assert.deepEqual(candidates, []);
    assert.equal(diagnosis.badExpression, 'user');
  });

  it('is done within the time limit of a test on a repository of 500 files', async () => {
    const [made] = cases;
    assert.ok(made);
    const filler = (n: number) =>
      Array.from(
        { length: 60 },
        (_, k) =>
          `export function step${n}_${k}(cart: { coupons: string[]; id: string }, n = ${k}): number {\n  const all = { id: cart.id, coupons: cart.coupons, n };\n  return all.coupons.map(c => c.length + n).reduce((a, b) => a + b, 0);\n}\n`,
      ).join('\n');
    const files = { ...made.files };
    for (let n = 0; n < 500; n++) files[`src/filler/part${n}.ts`] = filler(n);
    const { candidates } = await repair({ ...made, files });
    assert.deepEqual(changedLines(candidates[0]), ['coupons: [],']);
  });
});
