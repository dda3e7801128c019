import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import { sandboxHere, scratchProject } from '../scratch-project.ts';
import { detectTests } from '../test-command.ts';
import { type NotObserved, type Observation, observeBehaviour } from './observe.ts';

type Files = Readonly<Record<string, string>>;

/** The program with one text replaced by another, for each candidate. */
function edits(
  path: string,
  before: string,
  changes: Readonly<Record<string, readonly [string, string]>>,
): Candidate[] {
  return Object.entries(changes).map(([id, [from, to]]) => {
    assert.ok(before.includes(from), id);
    const after = before.replace(from, () => to);
    return {
      ...{ id, engine: 'search', label: 'root-cause', explanation: '', prior: 0.5 },
      changes: [{ path, before, after }],
    };
  });
}

async function observe(
  mocha: Mocha.Context,
  files: Files,
  tests: readonly string[],
  candidates: readonly Candidate[],
): Promise<Observation | NotObserved> {
  const sandbox = await sandboxHere();
  if (typeof sandbox === 'string') {
    mocha['skipReason'] = sandbox;
    return mocha.skip();
  }
  const { context, dispose } = await scratchProject(sandbox, files);
  try {
    const { plan } = await detectTests(context, candidates[0]?.changes[0]?.path ?? '');
    assert.ok(plan);
    const signal = new AbortController().signal;
    return await observeBehaviour({ context, plan, tests, files: new Map(), candidates, signal });
  } finally {
    await dispose();
  }
}

/** Candidates that did the same with every input. */
function alike(observed: Observation | NotObserved): string[][] {
  assert.ok('candidates' in observed, 'reason' in observed ? observed.reason : '');
  const kinds = new Map<string, string[]>();
  for (const [id, outcomes] of observed.candidates) {
    const kind = outcomes.join('\n');
    kinds.set(kind, [...(kinds.get(kind) ?? []), id]);
  }
  return [...kinds.values()];
}

const python = `class Shelf:
    def __init__(self):
        self.books = []

    def last(self):
        return self.books[-1]

def mean(values, weights=None):
    total = 0
    for value in values:
        total += value
    return total / len(values)
`;
const pythonFiles = (test: string): Files => ({
  'shop.py': python,
  'test_shop.py': `from shop import *\n\n${test}`,
});

const javascript = `export function total(items, discount) {
  let sum = 0;
  for (const item of items) sum += item.price;
  return sum * (1 - discount.rate);
}
`;
const javascriptFiles: Files = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
  'shop.js': javascript,
  'none.test.js': `import test from 'node:test';
import assert from 'node:assert/strict';
import { total } from './shop.js';
test('none', () => assert.equal(total([{ price: 2 }]), 2));
`,
  'some.test.js': `import test from 'node:test';
import assert from 'node:assert/strict';
import { total } from './shop.js';
test('some', () => assert.equal(total([{ price: 2 }, { price: 4 }], { rate: 0.5 }), 3));
`,
};

describe('what candidates are seen to do', function () {
  this.timeout(90_000);

  it('tells those apart that pass the same tests of Python', async function () {
    const files = pythonFiles(
      'def test_mean():\n    assert mean([1, 3]) == 2\n\ndef test_empty():\n    assert mean([]) == 0\n',
    );
    const observed = await observe(
      this,
      files,
      ['test_shop.py'],
      edits('shop.py', python, {
        early: ['    total = 0', '    if not values:\n        return 0\n    total = 0'],
        inline: ['total / len(values)', 'total / len(values) if values else 0'],
        halves: ['total / len(values)', 'total / 2'],
        hangs: ['    total = 0', '    while len(values) == 4:\n        pass\n    total = 0'],
      }),
    );
    assert.deepEqual(alike(observed), [['early', 'inline'], ['halves'], ['hangs']]);
    assert.ok('candidates' in observed);
    assert.ok(observed.inputs.some(({ made }) => made));
    assert.deepEqual(
      observed.inputs.filter(({ made }) => !made).map(({ passing }) => passing),
      [true, false],
    );
    assert.ok(observed.original.includes('raises ZeroDivisionError'));
    assert.ok(observed.candidates.get('hangs')?.includes('does not end'));
  });

  it('calls methods on copies of their objects, and leaves what cannot be copied', async function () {
    const fixes = edits('shop.py', python, {
      slice: ['self.books[-1]', 'self.books[-1] if self.books else None'],
      check: [
        '        return self',
        '        if not self.books:\n            return None\n        return self',
      ],
      pops: ['self.books[-1]', 'self.books.pop() if self.books else None'],
    });
    const test =
      'def test_last():\n    shelf = Shelf()\n    shelf.books.append(1)\n    assert shelf.last() == 1\n';
    assert.deepEqual(alike(await observe(this, pythonFiles(test), ['test_shop.py'], fixes)), [
      ['slice', 'check'],
      ['pops'],
    ]);
    const locked = test
      .replace('append(1)', 'append(lambda: 1)')
      .replace('shelf.last() == 1', 'shelf.last()() == 1');
    assert.deepEqual(await observe(this, pythonFiles(locked), ['test_shop.py'], fixes), {
      reason: 'Tests call the functions with what cannot be copied.',
    });
  });

  it('tells those apart that pass the same tests of JavaScript', async function () {
    const fixes = edits('shop.js', javascript, {
      parameter: ['discount)', 'discount = { rate: 0 })'],
      start: ['  let sum', '  discount ??= { rate: 0 };\n  let sum'],
      ignores: ['(1 - discount.rate)', '(discount ? 1 - 0.5 : 1)'],
      hangs: ['  let sum', '  while (items.length === 0);\n  discount ??= { rate: 0 };\n  let sum'],
    });
    const observed = await observe(this, javascriptFiles, ['none.test.js', 'some.test.js'], fixes);
    assert.deepEqual(alike(observed), [['parameter', 'start'], ['ignores'], ['hangs']]);
    assert.ok('candidates' in observed);
    assert.deepEqual(observed.original.slice(0, 2), ['raises TypeError', 'gives 3']);
    assert.ok(observed.candidates.get('hangs')?.includes('does not end'));
  });

  it('says why nothing can be seen', async function () {
    const outside = edits('shop.py', python, { field: ['class Shelf', 'LIMIT = 1\n\nclass Shelf'] });
    const files = pythonFiles('def test_shelf():\n    assert Shelf().books == []\n');
    assert.deepEqual(await observe(this, files, ['test_shop.py'], outside), {
      reason: 'The fixes change more than the insides of functions.',
    });
    const uncalled = edits('shop.py', python, {
      half: ['total / len(values)', 'total / 2'],
      third: ['total / len(values)', 'total / 3'],
    });
    assert.deepEqual(await observe(this, files, ['test_shop.py'], uncalled), {
      reason: 'No test calls the functions.',
    });
  });
});
