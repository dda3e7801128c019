import type { VerifyContext } from '../../verify/context.ts';
import type { TestCase, TestPlan } from '../../verify/frameworks/framework.ts';
import { runTests, type TestReport } from '../../verify/run-tests.ts';
import { loadFailure } from './load-failure.ts';
import { nearNames, pathOf, testsNamed, wordsOf } from './named-tests.ts';
import type { TestLines } from './noted-lines.ts';
import { failingTogether } from './test-event.ts';
import { linesOf, watched } from './watch.ts';

/** The tests that were to be repaired are not there, do not fail, or cannot be run. */
export class FailingTestsError extends Error {
  override readonly name = 'FailingTestsError';
  readonly reason: 'no-test-plan' | 'no-such-test' | 'not-run' | 'not-failing' | 'flaky';

  constructor(reason: FailingTestsError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The failing tests as they are on the unfixed tree. */
export interface FailingRun {
  /** Files of the tests, repository-relative; empty where the framework does not say them. */
  readonly files: readonly string[];
  /** Those that are to be repaired. */
  readonly failing: readonly [TestCase, ...TestCase[]];
  /** Names of others that fail. */
  readonly others: readonly string[];
  readonly report: TestReport;
  /** Whether the report is of all tests. */
  readonly whole: boolean;
  readonly lines: readonly TestLines[];
}

/** How long one test may take: of those that are said to fail, and of all, where a slow one may be right. */
const testSeconds = { some: 5, all: 30 };
const limits = { some: { seconds: 120 }, all: { seconds: 300 } };

/**
 * Runs the named tests (names or files of tests; all tests if none are named) on the unfixed tree. Where none are named and
 * they fail in several places, those of one place are to be repaired. Throws `FailingTestsError`.
 */
export async function runFailing(
  context: VerifyContext,
  plan: TestPlan,
  named: readonly string[],
  signal: AbortSignal,
): Promise<FailingRun> {
  const look = async (only: readonly string[]) => {
    const amount = only.length > 0 ? 'some' : 'all';
    const watching = watched(plan, context, { seconds: testSeconds[amount], lines: true });
    const { report, result } = await runTests(context, watching, new Map(), {
      ...(only.length > 0 ? { only } : {}),
      limits: limits[amount],
      signal,
    });
    if (!report.ran) {
      const broken = loadFailure(plan, result, context.workspace);
      if (broken === undefined)
        throw new FailingTestsError('not-run', `The tests do not run. ${report.output}`);
      const tests = [broken];
      return { report: { ...report, tests }, result, found: [{ name: '', tests }], unknown: [] };
    }
    const found = named.map(name => ({ name, tests: testsNamed(name, report.tests) }));
    return { report, result, found, unknown: found.filter(({ tests }) => tests.length === 0) };
  };
  const near = await filesNaming(context, plan, named);
  let looked = await look(near);
  let whole = near.length === 0 || near.length === plan.testFiles.length;
  if (!whole && looked.unknown.length > 0) {
    looked = await look([]);
    whole = true;
  }
  const { report, result, found, unknown } = looked;
  if (unknown.length > 0) throw noSuchTest(unknown, report);
  const meant = new Set(named.length === 0 ? report.tests : found.flatMap(({ tests }) => tests));
  const [first, ...rest] = [...meant].filter(test => test.status === 'failed');
  if (first === undefined) throw notFailing([...meant]);
  const failing =
    named.length > 0 ? ([first, ...rest] as const) : failingTogether([first, ...rest], context.workspace);
  const chosen = new Set<TestCase>(failing);
  const seen = new Set(failing.flatMap(test => test.file ?? []));
  const files = plan.testFiles.filter(file => seen.has(file));
  const run = {
    files: files.length > 0 || whole ? files : near,
    failing,
    others: report.tests.flatMap(test => (test.status === 'failed' && !chosen.has(test) ? test.name : [])),
    report,
    whole,
    lines: linesOf(plan, result),
  };
  await expectSteady(context, plan, run, signal);
  return run;
}

/** The files that the names are in: all of them, or none where one cannot be told. */
async function filesNaming(
  context: VerifyContext,
  plan: TestPlan,
  named: readonly string[],
): Promise<string[]> {
  const files = new Set<string>();
  for (const name of named) {
    const path = pathOf(name);
    const own = plan.testFiles.filter(file => file === path || file.startsWith(`${path}/`));
    const words = wordsOf(name);
    if (own.length === 0 && words.length > 0) {
      for (const file of plan.testFiles) {
        const text = `${file} ${(await context.sources.read(file)) ?? ''}`;
        if (words.every(word => text.includes(word))) own.push(file);
      }
    }
    if (own.length === 0) return [];
    for (const file of own) files.add(file);
  }
  return [...files];
}

/** What fails by chance would pass with any change. Tests that hang are not waited for again. */
async function expectSteady(
  context: VerifyContext,
  plan: TestPlan,
  run: FailingRun,
  signal: AbortSignal,
): Promise<void> {
  if (run.failing.some(test => /The test did not end within/.test(test.error ?? ''))) return;
  const { report } = await runTests(context, repairPlan(plan, context, run), new Map(), { signal });
  if (!report.ran || report.failed > 0) return;
  const what = run.failing.length === 1 ? 'It' : 'They';
  throw new FailingTestsError(
    'flaky',
    `${namesOf(run.failing)} failed once, and not again on the same code. ${what} may depend on time, order or chance.`,
  );
}

function noSuchTest(unknown: readonly { name: string }[], { tests }: TestReport): FailingTestsError {
  const said = unknown.map(({ name }) => {
    const near = nearNames(name, tests);
    const hint = near.length > 0 ? `near are:\n${near.map(each => `  ${each}`).join('\n')}` : 'none is near.';
    return `No test is named ${name}; of ${count(tests.length, 'test')} ${hint}`;
  });
  return new FailingTestsError('no-such-test', said.join('\n'));
}

function notFailing(tests: readonly TestCase[]): FailingTestsError {
  const skipped = tests.filter(test => test.status === 'skipped').length;
  const passed = tests.length - skipped;
  const rest = skipped === 0 ? '' : `, ${skipped} ${skipped === 1 ? 'is' : 'are'} skipped`;
  const said = passed === 1 ? '1 test passes' : `${passed} tests pass`;
  return new FailingTestsError('not-failing', `Nothing fails: ${said}${rest}.`);
}

function namesOf(tests: readonly TestCase[]): string {
  const more = tests.length > 3 ? ` and ${tests.length - 3} more` : '';
  return `${tests
    .slice(0, 3)
    .map(test => test.name)
    .join(', ')}${more}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/**
 * A plan that says of a candidate whether the failing tests pass now and those beside them still do. Tests that failed
 * before and are not to be repaired do not count; one that is gone has not passed.
 */
export function repairPlan(
  plan: TestPlan,
  context: VerifyContext,
  { files, failing, others: left, lines }: FailingRun,
): TestPlan {
  const others = new Set(left);
  const only = files.length > 0 ? files : undefined;
  const watching = watched(plan, context, { seconds: secondsFor(lines), stopAtFirst: others.size === 0 });
  const expected = failing.filter(test => !isOfFile(test)).map(test => test.name);
  const { direct, ...kept } = watching;
  return {
    ...kept,
    // An exit code cannot tell which tests failed.
    ...(direct && others.size === 0 && files.length > 0 ? { direct: () => direct(files) } : {}),
    pace: paceOf(lines),
    invocation: (_, changed) => watching.invocation(only, changed),
    read: result => {
      const tests = watching.read(result, only)?.filter(test => !others.has(test.name));
      if (tests === undefined || tests.some(test => test.status === 'failed')) return tests;
      const present = new Set(tests.map(test => test.name));
      const gone = expected.filter(name => !present.has(name));
      return [...tests, ...gone.map(name => ({ name, status: 'failed' as const, error: 'It was not run.' }))];
    },
  };
}

/** What stands for a file or package that does not load, and is gone when it does. */
function isOfFile({ name, file }: TestCase): boolean {
  const title = name.split(' › ').at(-1) ?? name;
  return /\((?:loads|package)\)$/.test(title) || (file !== undefined && title.endsWith(file));
}

function paceOf(lines: readonly TestLines[]): { seconds: number; hangs: boolean } {
  const seconds = lines.reduce((sum, test) => sum + (test.seconds ?? 0) + (test.startup ?? 0), 0);
  return { seconds, hangs: lines.some(test => test.seconds === null) };
}

/** How long a test may take with a candidate: some of them bring loops without an end. */
function secondsFor(lines: readonly TestLines[]): number {
  const slowest = Math.max(0, ...lines.map(({ seconds }) => seconds ?? 0));
  return Math.min(Math.max(testSeconds.some, slowest) * 2, 0.75 + 4 * slowest);
}
