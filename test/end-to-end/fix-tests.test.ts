import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fixReportSchema } from '@errata/protocol/cli';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { copyPackages, sandboxHere } from '../../agent/src/verify/scratch-project.ts';
import { makePytest } from '../bench/repair/quixbugs/pytest.ts';
import { CommandLine } from '../process/command-line.ts';

const shop = `def total(items):
    return sum(item["price"] for item in items)


def last(items):
    return items[len(items)]


def name(user):
    return user["name"].strip()
`;
const totals = `import unittest
from shop import last, name, total


class Totals(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total([{"price": 2}]), 2)

    def test_last(self):
        self.assertEqual(last([1, 2, 3]), 3)

    def test_last_of_one(self):
        self.assertEqual(last(["a"]), "a")

    def test_name(self):
        self.assertEqual(name({}), "")
`;
const prices = (sign: string) => `exports.total = items => {
  let sum = 0;
  for (let i = 0; i ${sign} items.length; i++) sum += items[i].price;
  return sum;
};
exports.label = item => item.label.trim();
`;

describe('errata fix --tests', function () {
  this.timeout(120_000);
  let home: string;
  let errata: CommandLine;
  let scratch: ScratchRepository;
  before(async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      this.skip();
    }
    home = await mkdtemp(join(tmpdir(), 'errata-fix-tests-'));
    errata = new CommandLine(home);
  });
  after(() => home && rm(home, { recursive: true, force: true }));
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  const text = (file: string) => readFile(join(scratch.root, file), 'utf8');
  const begin = (files: Record<string, string>) => scratch.commit({ message: 'Begin', files });
  async function fix(...more: string[]) {
    const finished = await errata.run('fix', '--tests', ...more, '--repo', scratch.root, '--json');
    const document: unknown = JSON.parse(finished.stdout);
    return { ...finished, document, report: () => fixReportSchema.parse(document) };
  }
  async function refused(code: number, reason: string, message: RegExp, ...more: string[]) {
    const finished = await fix(...more);
    assert.equal(finished.code, code, finished.stderr);
    assert.partialDeepStrictEqual(finished.document, { error: { reason } });
    assert.match(finished.stderr, message);
    assert.doesNotMatch(finished.stderr, /^\s+at .*errata/m);
  }

  it('repairs what unittest says of the folder as it is, tells the story, and writes nothing', async () => {
    await begin({ 'shop.py': shop.replace('[len(items)]', '[-1]'), 'tests/test_shop.py': totals });
    await scratch.write({ 'shop.py': shop });
    const status = await scratch.git('status', '--porcelain');
    const { code, stdout, stderr } = await errata.run('fix', '--tests', '--repo', scratch.root);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /uncommitted changes are part/);
    assert.match(
      stdout,
      /^Fails {5}\S*test_last {2}IndexError: list index out of range\n {10}\S*test_last_of_one/,
    );
    assert.match(stdout, /^ {10}1 more, left alone: \S*test_name$/m);
    assert.match(stdout, /^Where {5}shop\.py:6 last$/m);
    assert.match(stdout, /^Commit {4}\w{10} You: Not committed yet$/m);
    assert.match(stdout, /^Because {3}\+\d+ %: the candidate is proven$/m);
    assert.match(stdout, /^Tests {5}1 passed, 3 failed before → 3 passed, 1 failed after$/m);
    assert.match(stdout, /^-.*\[len\(items\)\]\n\+.*\[(?:len\(items\) - 1|-1)\]$/m);
    assert.equal(await scratch.git('status', '--porcelain'), status);
    assert.equal(await text('shop.py'), shop);
  });

  it('repairs what mocha says of one test, and writes the fix where that is wanted', async () => {
    await copyPackages(scratch.root, ['mocha']);
    const package_ = JSON.stringify({ name: 'shop', devDependencies: { mocha: '*' } });
    const test = `const assert = require('node:assert');
const { total, label } = require('../prices.js');
describe('prices', () => {
  it('add up', () => assert.equal(total([{ price: 5 }]), 5));
  it('add up to nothing', () => assert.equal(total([]), 0));
  it('are labelled', () => assert.equal(label({ label: ' a' }), 'b'));
});
`;
    const files = { '.gitignore': 'node_modules\n', 'package.json': package_, 'test/prices.test.js': test };
    await begin({ ...files, 'prices.js': prices('<=') });
    const { code, stderr, report } = await fix('prices add up,add up to nothing', '--apply');
    assert.equal(code, 0, stderr);
    const { status, applied, tests, recommended } = report();
    assert.deepEqual([status, applied], ['applied', ['prices.js']]);
    assert.equal(tests?.framework, 'mocha');
    assert.equal(tests?.failing.length, 2);
    assert.match(recommended?.diff ?? '', /^\+.*i < items.length/m);
    assert.equal(await text('prices.js'), prices('<'));
    await refused(1, 'not-failing', /Nothing fails: 1 test passes/, 'prices add up');
  });

  it('repairs what node:test says of a file, named from the folder of a package, and runs the command of all tests', async () => {
    const test = `import assert from 'node:assert';
import { it } from 'node:test';
import prices from '../prices.js';
it('adds up', () => assert.equal(prices.total([{ price: 5 }]), 5));
it('labels', () => assert.equal(prices.label({ label: 'a ' }), 'a'));
`;
    const package_ = (type: string) =>
      JSON.stringify({ name: 'prices', type, scripts: { test: 'node --test' } });
    await begin({
      'packages/prices/package.json': package_('commonjs'),
      'packages/prices/prices.js': prices('<='),
      'packages/prices/test/prices.test.mjs': test,
      'packages/other/package.json': package_('commonjs'),
      'packages/other/test/other.test.js':
        "require('node:test').it('other', () => { throw new Error('other'); });\n",
    });
    const named = ['test/prices.test.mjs', '--repo', join(scratch.root, 'packages/prices')];
    const command = 'node --test --test-reporter=tap packages/*/test/*';
    const all = ['--test-command', command, '--json'];
    const { code, stdout, stderr } = await errata.run('fix', '--tests', ...named, ...all);
    assert.equal(code, 0, stderr);
    const { status, recommended, tests, verification } = fixReportSchema.parse(JSON.parse(stdout));
    assert.equal(status, 'proposed');
    assert.ok(verification?.tests.after.failures.includes('other'), verification?.tests.after.output);
    assert.ok(verification?.tests.before.failures.includes('adds up'));
    assert.deepEqual(recommended?.files, ['packages/prices/prices.js']);
    assert.deepEqual(tests?.others, []);
    assert.equal(await text('packages/prices/prices.js'), prices('<='));
  });

  it('repairs what pytest says, whose names it takes as they are printed', async function () {
    const files = {
      '.gitignore': '.venv/\n',
      'pytest.ini': '[pytest]\n',
      'shop.py': shop,
      'tests/test_shop.py': `import pytest
from shop import last, total


@pytest.mark.parametrize('items', [[1], [3, 1]])
def test_last(items):
    assert last(items) == 1


def test_total():
    assert total([{'price': 2}]) == 2
`,
    };
    await begin(files);
    try {
      await makePytest(join(scratch.root, '.venv'));
    } catch (error) {
      this['skipReason'] = error instanceof Error ? error.message : String(error);
      this.skip();
    }
    const { code, stderr, report } = await fix('tests/test_shop.py::test_last');
    assert.equal(code, 0, stderr);
    const { tests, verification } = report();
    assert.deepEqual(
      tests?.failing.map(({ name }) => name),
      ['tests/test_shop.py::test_last[items0]', 'tests/test_shop.py::test_last[items1]'],
    );
    assert.deepEqual([verification?.tests.before.failed, verification?.tests.after.failed], [2, 0]);
  });

  it('says what it wants, and what is wrong with the tests', async () => {
    await begin({ 'notes.txt': 'nothing\n' });
    await refused(1, 'no-test-plan', /no files here whose tests/);
    await begin({ 'shop.py': shop, 'tests/test_shop.py': totals });
    await refused(2, 'no-such-test', /No test is named test_totl.*near are:\n.*test_total/s, 'test_totl');
    await refused(1, 'not-failing', /Nothing fails: 1 test passes/, 'test_total');
    await refused(2, 'bad-usage', /--event FILE or --issue ID or --tests/, 'a', '--issue', 'SHOP-1');
    await refused(2, 'bad-usage', /--publish goes with/, 'a', '--publish');
    const applied = await errata.run('fix', '--event', 'trace.txt', '--apply', '--repo', scratch.root);
    assert.equal(applied.code, 2);
    assert.match(applied.stderr, /--apply goes with --tests/);
    await begin({
      'tests/test_shop.py': `import random\n${totals}`.replace(
        'self.assertEqual(total([{"price": 2}]), 2)',
        'open("/nowhere/at/all")',
      ),
    });
    const { code, report } = await fix('test_total');
    assert.equal(code, 1);
    assert.equal(report().status, 'no-fix');
  });

  it('stops when it is told to', async () => {
    await begin({
      'shop.py': shop,
      'tests/test_shop.py': `import time\n${totals}`.replace(
        'self.assertEqual(total',
        'time.sleep(60)\n        self.assertEqual(total',
      ),
    });
    const child = errata.start(['fix', '--tests', '--repo', scratch.root, '--json']);
    const said: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    const ended = once(child, 'close');
    for await (const line of createInterface({ input: child.stderr as Readable }))
      if (line.startsWith('Running the tests')) child.kill('SIGINT');
    assert.deepEqual(await ended, [1, null]);
    assert.partialDeepStrictEqual(JSON.parse(String(Buffer.concat(said))), {
      error: { reason: 'cancelled' },
    });
  });
});
