import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate } from '@errata/protocol/proposal';
import { Baseline, type BaselineOptions } from './baseline.ts';
import type { VerifyContext } from './context.ts';
import { KeptBaselines } from './kept-baselines.ts';
import { reachingTests } from './reaching.ts';
import { runTests } from './run-tests.ts';
import { sandboxHere, scratchProject } from './scratch-project.ts';
import { SuiteComparison } from './suite-comparison.ts';
import { type Detection, detectTests } from './test-command.ts';
import { verifyCandidates } from './verify.ts';

type Files = Readonly<Record<string, string>>;

const nodeProject = (files: Files): Files => ({
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
  'src/a.js': 'export const one = () => 1;\n',
  ...files,
});

const test = (name: string, body: string, imports = '') =>
  `import { test } from 'node:test';\nimport assert from 'node:assert';\n${imports}\ntest('${name}', async () => {\n${body}\n});\n`;

/** Runs a check on a made project, in the sandbox of this machine. */
async function within(
  mocha: Mocha.Context,
  files: Files,
  check: (context: VerifyContext, detection: Detection) => Promise<void>,
  about = 'src/a.js',
): Promise<void> {
  const sandbox = await sandboxHere();
  if (typeof sandbox === 'string') {
    mocha['skipReason'] = sandbox;
    return mocha.skip();
  }
  const { context, dispose } = await scratchProject(sandbox, files);
  try {
    await check(context, await detectTests(context, about));
  } finally {
    await dispose();
  }
}

const measure = (context: VerifyContext, detection: Detection, options: BaselineOptions = {}) =>
  new Baseline(context, detection, options).report();

describe('the suite of the unfixed tree', function () {
  this.timeout(60_000);

  it('is measured without its flaky tests', async function () {
    const files = nodeProject({
      'test/a.test.js': test('fails', '  assert.fail();'),
      'test/b.test.js': test('fails the first time', "  assert.notEqual(process.env.RUN, '1');"),
      'test/c.test.js': test('passes', ''),
    });
    await within(this, files, async (context, detection) => {
      let runs = 0;
      const numbered: VerifyContext = {
        ...context,
        run: (spec, options) => context.run({ ...spec, env: { ...spec.env, RUN: String(++runs) } }, options),
      };
      const baseline = new Baseline(numbered, detection);
      const report = await baseline.report();
      assert.deepEqual(report.flaky, ['test/b.test.js › fails the first time']);
      assert.deepEqual([report.passed, report.failures], [1, ['test/a.test.js › fails']]);
      assert.equal(runs, 3);
    });
  });

  it('is not run again for the same tree', async function () {
    const folder = await mkdtemp(join(tmpdir(), 'errata-baselines-'));
    const files = nodeProject({ 'test/a.test.js': test('passes', '') });
    try {
      await within(this, files, async (context, detection) => {
        const kept = new KeptBaselines(folder);
        let runs = 0;
        const counted = (tree: string): VerifyContext => ({
          ...context,
          tree,
          run: (spec, options) => {
            runs += 1;
            return context.run(spec, options);
          },
        });
        const first = await measure(counted('one'), detection, { kept });
        assert.deepEqual(await measure(counted('one'), detection, { kept }), first);
        assert.deepEqual([first.passed, runs], [1, 1]);
        await measure(counted('two'), detection, { kept });
        assert.equal(runs, 2);
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('is cut to what reaches the code where it does not end', async function () {
    const files = nodeProject({
      'test/hour.test.js': test('sleeps', '  await new Promise(done => setTimeout(done, 3_600_000));'),
      'test/near.test.js': test('is one', '  assert.equal(one(), 1);', "import { one } from '../src/a.js';"),
    });
    await within(this, files, async (context, detection) => {
      const report = await measure(context, detection, {
        reaching: async () =>
          detection.plan ? reachingTests(context, detection.plan, { files: ['src/a.js'] }) : [],
        limits: { seconds: 4 },
      });
      assert.deepEqual([report.ran, report.only], [true, ['test/near.test.js']]);
      assert.match(report.note ?? '', /^Only the 1 test file that reach.* did not end within \d+ s\.$/);
      const nothing = await measure(context, detection, { limits: { seconds: 2 } });
      assert.equal(nothing.ran, false);
      assert.match(nothing.output, /^The tests did not end within \d+ s\./);
    });
  });

  it('is stopped where it prints without end', async function () {
    const files = {
      'setup.py': '',
      'a.py': '',
      'test_flood.py':
        "import unittest\nclass Flood(unittest.TestCase):\n    def test_it(self):\n        while True:\n            print('x' * 65536)\n",
    };
    await within(
      this,
      files,
      async (context, detection) => {
        const report = await measure(context, detection);
        assert.equal(report.ran, false);
        assert.match(report.output, /^The tests were stopped: /);
        assert.ok(report.output.length < 20_000);
      },
      'a.py',
    );
  });

  it('says which service its tests need', async function () {
    const connect =
      "  const socket = (await import('node:net')).connect(5432, '127.0.0.1');\n  await new Promise((done, fail) => socket.on('connect', done).on('error', fail));";
    const files = nodeProject({ 'test/db.test.js': test('asks', connect) });
    await within(this, files, async (context, detection) => {
      const report = await measure(context, detection);
      assert.match(report.note ?? '', /^1 test failed before: they need a service .*127\.0\.0\.1:5432/);
    });
  });

  it('says that there is none, that it is not installed, or that it does not start', async function () {
    await within(this, nodeProject({}), async (context, detection) => {
      assert.match((await measure(context, detection)).output, /no tests that were recognised/);
    });
    const jest = {
      'package.json': '{ "devDependencies": { "jest": "1" } }',
      'a.test.js': '',
      'src/a.js': '',
    };
    await within(this, jest, async (context, detection) => {
      assert.match((await measure(context, detection)).output, /use jest, which is not installed/);
    });
    const broken = { 'Cargo.toml': '[package', 'src/lib.rs': '#[test]\nfn a() {}\n' };
    await within(
      this,
      broken,
      async (context, detection) => {
        const report = await measure(context, detection);
        assert.equal(report.ran, false);
        assert.match(report.output, /^cargo test ended with exit code \d+ and no report\./);
      },
      'src/lib.rs',
    );
  });
});

describe('the suite with changes', function () {
  this.timeout(60_000);

  it('is judged by the tests that reach the code first, and by steady failures only', async function () {
    const files = nodeProject({
      'test/near.test.js': test('is one', '  assert.equal(one(), 1);', "import { one } from '../src/a.js';"),
      'test/far.test.js': test('waits', '  await new Promise(done => setTimeout(done, 2_500));'),
    });
    await within(this, files, async (context, detection) => {
      const ran: string[][] = [];
      const { plan } = detection;
      assert.ok(plan !== undefined);
      const watched: Detection = {
        ...detection,
        plan: {
          ...plan,
          invocation(only, changed) {
            ran.push([...(only ?? ['all'])]);
            return plan.invocation(only, changed);
          },
        },
      };
      const baseline = new Baseline(context, watched, {
        reaching: () => reachingTests(context, plan, { files: ['src/a.js'] }),
      });
      const suite = new SuiteComparison({ context, detection: watched, baseline });
      const bad = await suite.compare(new Map([['src/a.js', 'export const one = () => 2;\n']]));
      assert.deepEqual(bad.worse, ['test/near.test.js › is one']);
      const near = ['test/near.test.js'];
      // All without, those near with, and these once more with and twice without.
      assert.deepEqual(ran, [['all'], near, near, near, near]);
      const good = await suite.compare(new Map([['src/a.js', 'export const one = () => 0 + 1;\n']]));
      assert.deepEqual([good.worse, good.report.passed], [[], 2]);
      assert.deepEqual(ran.slice(5), [near, ['all']]);
    });
  });

  it('ends a candidate that hangs, and says so', async function () {
    const files = nodeProject({
      'test/a.test.js': test('is one', '  assert.equal(one(), 1);', "import { one } from '../src/a.js';"),
    });
    await within(this, files, async (context, detection) => {
      const baseline = new Baseline(context, detection);
      await baseline.report();
      const hasty: VerifyContext = {
        ...context,
        run: (spec, options) => context.run({ ...spec, limits: { ...spec.limits, seconds: 3 } }, options),
      };
      const before = files['src/a.js'] ?? '';
      const hanging: Candidate = {
        ...{ id: 'hangs', engine: 'search', label: 'root-cause', explanation: '', prior: 0.5 },
        changes: [{ path: 'src/a.js', before, after: 'export const one = () => { for (;;); };\n' }],
      };
      const [verified] = await verifyCandidates({
        ...{ context: hasty, detection, baseline, candidates: [hanging] },
        reproduction: { reason: 'Nothing is known of it.', tried: [] },
      });
      assert.equal(verified?.verification?.verdict, 'rejected');
      assert.match(verified.verification.reason, /no longer run\. The tests did not end within \d+ s\./);
    });
  });
});

describe("a person's own command", function () {
  this.timeout(60_000);

  it('runs the suite, and is read by what it writes', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const xml = '<testsuite><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>';
    const { context, dispose } = await scratchProject(sandbox, {
      'lib/a.rb': '',
      'report.xml': '<testsuite>',
    });
    try {
      const names = async (command: string) => {
        const { plan } = await detectTests(context, 'lib/a.rb', command);
        assert.ok(plan !== undefined);
        const { report } = await runTests(context, plan, new Map());
        return report.tests.map(({ name, status }) => `${status} ${name.replace(command, 'all')}`);
      };
      assert.deepEqual(await names(`mkdir out; echo '${xml}' > out/junit.xml; exit 1`), [
        'passed a',
        'failed b',
        'failed all (as a whole)',
      ]);
      assert.deepEqual(await names('echo "1..1"; echo "ok 1 - adds"'), [
        'passed adds',
        'passed all (as a whole)',
      ]);
      assert.deepEqual(await names('echo bad luck; false'), ['failed all (as a whole)']);
    } finally {
      await dispose();
    }
  });
});
