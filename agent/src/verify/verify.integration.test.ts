import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import { Baseline } from './baseline.ts';
import type { VerifyContext } from './context.ts';
import { reproduce } from './reproduction/reproduce.ts';
import { sandboxHere, scratchProject } from './scratch-project.ts';
import { detectTests } from './test-command.ts';
import { VerifyError, verifyCandidates } from './verify.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly function?: string;
  readonly variables?: Record<string, unknown>;
}

/** An event whose frames (outermost first) lie in the project, with a diagnosis that maps each onto itself. */
function reported(type: string, value: string, places: readonly Place[], request?: Event['request']) {
  const frames = places.map(place => ({ ...place, inApp: true }));
  const event: Event = {
    id: '0'.repeat(32),
    timestamp: '2026-01-01T00:00:00Z',
    platform: 'node',
    level: 'error',
    exceptions: [{ type, value, frames }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
    ...(request ? { request } : {}),
  };
  const locations = places.map(({ file, line, function: symbol }, frame) => ({
    ...{ file, line, frame, score: 1, reasons: [], mapping: 'exact' as const },
    ...(symbol ? { symbol } : {}),
  }));
  const diagnosis = { cause: '', locations, suspects: [], owners: [], unmapped: [], confidence: 0.5 };
  return { event, diagnosis };
}

function candidate(id: string, path: string, before: string, edit: [string, string], prior = 0.5): Candidate {
  assert.ok(before.includes(edit[0]), `${edit[0]} is in ${path}`);
  const after = before.replace(edit[0], edit[1]);
  return {
    id,
    engine: 'templates',
    label: 'root-cause',
    explanation: id,
    changes: [{ path, before, after }],
    prior,
  };
}

async function prove(
  context: VerifyContext,
  report: ReturnType<typeof reported>,
  candidates: readonly Candidate[],
  options: { stopAfter?: number } = {},
) {
  const detection = await detectTests(context, report.diagnosis.locations[0]?.file ?? '');
  const baseline = new Baseline(context, detection);
  const reproduction = await reproduce({ context, ...report, detection });
  const verified = await verifyCandidates({
    context,
    candidates,
    reproduction,
    detection,
    baseline,
    ...options,
  });
  return { detection, reproduction, verified, baseline: await baseline.report() };
}

const verdicts = (verified: readonly Candidate[]) =>
  Object.fromEntries(verified.map(({ id, verification }) => [id, verification?.verdict]));

describe('verification of a mocha project with an HTTP app', function () {
  this.timeout(60_000);
  const cart = [
    'export function openCart(owner) {',
    '  return { owner };',
    '}',
    'export function total(cart) {',
    '  return cart.lines.reduce((sum, line) => sum + line.price, 0);',
    '}',
    '',
  ].join('\n');
  const files = {
    'package.json':
      '{ "type": "module", "scripts": { "test": "mocha test" }, "devDependencies": { "mocha": "*" } }',
    'src/cart.js': cart,
    'src/app.js': [
      "import http from 'node:http';",
      "import { openCart, total } from './cart.js';",
      'export function createApp() {',
      '  return http.createServer((request, response) => {',
      '    try {',
      "      if (request.url.startsWith('/total')) response.end(String(total(openCart('ada'))));",
      "      else response.end('hello');",
      '    } catch {',
      '      response.statusCode = 500;',
      "      response.end('sorry');",
      '    }',
      '  });',
      '}',
      '',
    ].join('\n'),
    'test/cart.test.js': [
      "import assert from 'node:assert/strict';",
      "import { openCart, total } from '../src/cart.js';",
      '',
      "describe('cart', () => {",
      "  it('adds up', () => {",
      '    assert.equal(total({ lines: [{ price: 2 }, { price: 3 }] }), 5);',
      '  });',
      "  it('knows its owner', () => {",
      "    assert.equal(openCart('ada').owner, 'ada');",
      '  });',
      "  it('was broken before', () => {",
      '    assert.equal(1, 2);',
      '  });',
      '});',
      '',
    ].join('\n'),
  };
  const report = reported(
    'TypeError',
    "Cannot read properties of undefined (reading 'reduce')",
    [
      { file: 'src/app.js', line: 6 },
      { file: 'src/cart.js', line: 5, function: 'total', variables: { cart: { owner: 'ada' } } },
    ],
    {
      method: 'GET',
      url: 'http://shop.example.com:8080/total?x=1&token=abc',
      headers: {
        host: 'shop',
        cookie: 'sid=1',
        authorization: 'Bearer abcdefghijklmnop',
        'sentry-trace': '1-2',
      },
    },
  );

  it('proves the fix at the producer and says what is wrong with the others', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files, ['mocha']);
    try {
      const { reproduction, verified, baseline, detection } = await prove(context, report, [
        candidate('producer', 'src/cart.js', cart, ['{ owner }', '{ owner, lines: [] }']),
        candidate('nothing', 'src/cart.js', cart, ['line.price, 0', 'line.price, -0']),
        candidate('breaks', 'src/cart.js', cart, ['{ owner }', '{ lines: [] }']),
        candidate('elsewhere', 'src/cart.js', cart, ['cart.lines.reduce', 'cart.goods.price.reduce']),
        candidate('syntax', 'src/cart.js', cart, ['{ owner };', '{ owner ;']),
      ]);
      assert.equal(detection.plan?.framework, 'mocha');
      assert.deepEqual([baseline.passed, baseline.failures], [2, ['cart was broken before']]);
      assert.ok(!('reason' in reproduction), JSON.stringify(reproduction));
      assert.equal(reproduction.level, 'request');
      assert.match(
        reproduction.before.output,
        /^TypeError: Cannot read .*\n {4}at total \(src\/cart\.js:5\)/,
      );
      assert.equal(reproduction.test.path, 'test/get-total-regression.test.js');
      assert.match(reproduction.test.after, /\/total\?x=1&token=redacted/);
      assert.doesNotMatch(reproduction.test.after, /abcdefghijkl|sid=1|sentry|example\.com/);
      assert.deepEqual(
        reproduction.inner.map(kept => kept.level),
        [1],
      );
      assert.deepEqual(verdicts(verified), {
        producer: 'proven',
        nothing: 'rejected',
        breaks: 'rejected',
        elsewhere: 'rejected',
        syntax: 'rejected',
      });
      const reasons = Object.fromEntries(
        verified.map(({ id, verification }) => [id, verification?.reason ?? '']),
      );
      assert.match(reasons['nothing'] ?? '', /still raises/);
      assert.match(reasons['breaks'] ?? '', /breaks 1 test: cart knows its owner/);
      assert.match(reasons['elsewhere'] ?? '', /same place: TypeError: .*'price'/);
      assert.match(reasons['syntax'] ?? '', /SyntaxError|cannot be run/);
      const proven = verified[0]?.verification;
      assert.deepEqual(
        [proven?.reproduction.before.result, proven?.reproduction.after.result, proven?.tests.after.passed],
        ['raised', 'passed', 2],
      );
    } finally {
      await dispose();
    }
  });

  it('stops when enough are proven, likelier ones first', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files, ['mocha']);
    try {
      const edit: [string, string] = ['{ owner }', '{ owner, lines: [] }'];
      const candidates = [0.1, 0.9, 0.2, 0.3, 0.8].map(prior =>
        candidate(`p${prior}`, 'src/cart.js', cart, edit, prior),
      );
      const { verified } = await prove(context, report, candidates, { stopAfter: 1 });
      const tried = verified.map(({ id }) => id);
      assert.ok(tried.includes('p0.9') && !tried.includes('p0.1'), tried.join());
    } finally {
      await dispose();
    }
  });
});

describe('verification of a node:test project', function () {
  this.timeout(60_000);
  const source = 'export async function first(list) {\n  return list[0].name.trim();\n}\n';
  const files = {
    'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
    'lib/first.mjs': source,
    'lib/first.test.mjs': [
      'import assert from "node:assert"',
      'import { test } from "node:test"',
      'import { first } from "./first.mjs"',
      '',
      'test("gives the first name", async () => {',
      '\tassert.equal(await first([{ name: " a " }]), "a")',
      '})',
      '',
    ].join('\n'),
  };

  it('calls the function again, in the style of the tests beside it', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const report = reported('TypeError', "Cannot read properties of undefined (reading 'name')", [
        { file: 'lib/first.mjs', line: 2, function: 'first', variables: { list: [] } },
      ]);
      const { reproduction, verified } = await prove(context, report, [
        candidate('guard', 'lib/first.mjs', source, ['list[0].name', "(list[0]?.name ?? '')"]),
      ]);
      assert.ok(!('reason' in reproduction), JSON.stringify(reproduction));
      assert.equal(reproduction.test.path, 'lib/first-regression.test.mjs');
      assert.equal(
        reproduction.test.after,
        [
          'import assert from "node:assert"',
          'import { test } from "node:test"',
          'import { first } from "./first.mjs"',
          '',
          'test("first does not raise a TypeError for a call that did in production", async () => {',
          '\tawait assert.doesNotReject(first([]))',
          '})',
          '',
        ].join('\n'),
      );
      assert.deepEqual(verdicts(verified), { guard: 'proven' });
    } finally {
      await dispose();
    }
  });

  it('takes an exception that the file raises already for an answer, and has the test expect it', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const users = [
      'export function nameOf(users, id) {',
      '  const user = users[id];',
      "  if (!user) throw new RangeError('no user ' + id);",
      '  return user.name;',
      '}',
      'export function mailOf(users, id) {',
      '  const user = users[id];',
      '  return user.mail;',
      '}',
      '',
    ].join('\n');
    const { context, dispose } = await scratchProject(sandbox, { ...files, 'lib/users.mjs': users });
    try {
      const report = reported('TypeError', "Cannot read properties of undefined (reading 'mail')", [
        { file: 'lib/users.mjs', line: 8, function: 'mailOf', variables: { users: {}, id: 'x' } },
      ]);
      const place: [string, string] = [
        '  return user.mail',
        "  if (!user) throw new RangeError('no user ' + id);\n  return user.mail",
      ];
      const { verified } = await prove(context, report, [
        candidate('like its sibling', 'lib/users.mjs', users, place),
        candidate('unheard of', 'lib/users.mjs', users, [
          place[0],
          place[1].replace('RangeError', 'EvalError'),
        ]),
      ]);
      assert.deepEqual(verdicts(verified), { 'like its sibling': 'proven', 'unheard of': 'rejected' });
      const [own] = verified;
      assert.match(
        own?.verification?.test?.after ?? '',
        /assert\.throws\(\(\) => mailOf\(\{\}, "x"\), \{ message: "no user x" \}\)/,
      );
      assert.match(own?.verification?.reason ?? '', /^The call is answered with RangeError now/);
    } finally {
      await dispose();
    }
  });

  it('is only plausible, with the reason, when the event does not hold enough', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const report = reported('TypeError', "Cannot read properties of undefined (reading 'name')", [
        { file: 'lib/first.mjs', line: 2, function: 'first', variables: { list: '<Collection>' } },
      ]);
      const guard = candidate('guard', 'lib/first.mjs', source, ['list[0].name', "(list[0]?.name ?? '')"]);
      const { verified } = await prove(context, report, [guard]);
      assert.equal(verified[0]?.verification?.verdict, 'plausible');
      assert.match(verified[0]?.verification?.reproduction.reason ?? '', /list was not captured/);
    } finally {
      await dispose();
    }
  });

  it('reports a sandbox that fails, and blames no candidate for it', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const broken: VerifyContext = {
        ...context,
        run: async () => ({
          ...{ status: 'infra-error', exitCode: null, output: '', stdout: '', stderr: '', milliseconds: 1 },
          ...{ artefacts: new Map(), reason: 'no space left' },
        }),
      };
      const report = reported('TypeError', 'x', [{ file: 'lib/first.mjs', line: 2 }]);
      const guard = candidate('guard', 'lib/first.mjs', source, ['.trim()', '']);
      await assert.rejects(prove(broken, report, [guard]), (error: unknown) => {
        assert.ok(error instanceof VerifyError);
        assert.equal(error.reason, 'infra-error');
        assert.match(error.message, /no space left/);
        return true;
      });
    } finally {
      await dispose();
    }
  });
});

describe('verification of a unittest project', function () {
  this.timeout(60_000);
  const source = [
    'from dataclasses import dataclass',
    '',
    '',
    '@dataclass',
    'class Entry:',
    '    amount: int',
    '    tag: str = None',
    '',
    '    def label(self):',
    '        return self.tag.upper()',
    '',
    '',
    'def labels(entries):',
    '    return [entry.label() for entry in entries]',
    '',
  ].join('\n');
  const files = {
    'setup.py': '',
    'book/__init__.py': '',
    'book/entry.py': source,
    'tests/__init__.py': '',
    'tests/test_entry.py': [
      'import unittest',
      'from book.entry import Entry, labels',
      '',
      'class TestEntry(unittest.TestCase):',
      '    def test_labels(self):',
      "        self.assertEqual(labels([Entry(1, 'a')]), ['A'])",
      '',
    ].join('\n'),
  };

  it('rebuilds instances from what was captured', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const report = reported('AttributeError', "'NoneType' object has no attribute 'upper'", [
        {
          file: 'book/entry.py',
          line: 14,
          function: 'labels',
          variables: { entries: ["Entry(amount=3, tag='b')", 'Entry(amount=4, tag=None)'] },
        },
        {
          file: 'book/entry.py',
          line: 10,
          function: 'label',
          variables: { self: 'Entry(amount=4, tag=None)' },
        },
      ]);
      const { reproduction, verified } = await prove(context, report, [
        candidate('default', 'book/entry.py', source, ['self.tag.upper()', "(self.tag or '').upper()"]),
        candidate('breaks', 'book/entry.py', source, ['self.tag.upper()', "''"]),
      ]);
      assert.ok(!('reason' in reproduction), JSON.stringify(reproduction));
      assert.equal(reproduction.level, 0);
      assert.equal(reproduction.test.path, 'tests/test_entry_labels_regression.py');
      assert.match(reproduction.test.after, /^from book\.entry import Entry$/m);
      assert.match(reproduction.test.after, /class TestLabelsRegression\(unittest\.TestCase\):/);
      assert.match(reproduction.inner[0]?.test.after ?? '', /Entry\(amount=4, tag=None\)\.label\(\)/);
      assert.deepEqual(verdicts(verified), { default: 'proven', breaks: 'rejected' });
    } finally {
      await dispose();
    }
  });
});

describe('verification of a project with plain test functions', function () {
  this.timeout(60_000);
  const source = 'def mean(values):\n    return sum(values) / len(values)\n';
  const files = {
    'stats.py': source,
    'test_stats.py': [
      'from stats import mean',
      '',
      '',
      'def test_mean():',
      '    assert mean([1, 3]) == 2',
      '',
      '',
      'class TestMore:',
      '    def setup_method(self):',
      '        self.values = [2]',
      '',
      '    def test_one(self):',
      '        assert mean(self.values) == 2',
      '',
      '    def test_fixture(self, tmp_path):',
      '        assert tmp_path',
      '',
    ].join('\n'),
  };

  it('does not need pytest for those without fixtures', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const report = reported('ZeroDivisionError', 'division by zero', [
        { file: 'stats.py', line: 2, function: 'mean', variables: { values: '[]' } },
      ]);
      const { reproduction, verified, baseline } = await prove(context, report, [
        candidate('empty', 'stats.py', source, ['len(values)', 'max(1, len(values))']),
        candidate('wrong', 'stats.py', source, ['len(values)', '7']),
      ]);
      assert.ok(baseline.ran && baseline.passed >= 2, baseline.output);
      assert.ok(!('reason' in reproduction), JSON.stringify(reproduction));
      assert.equal(reproduction.test.path, 'test_stats_mean_regression.py');
      assert.match(
        reproduction.test.after,
        /^def test_mean_does_not_raise_zero_division_error_\w+\(\):\n {4}mean\(\[\]\)$/m,
      );
      assert.deepEqual(verdicts(verified), { empty: 'proven', wrong: 'rejected' });
    } finally {
      await dispose();
    }
  });
});
