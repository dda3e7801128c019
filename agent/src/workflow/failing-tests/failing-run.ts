import type { VerifyContext } from '../../verify/context.ts';
import type { TestCase, TestPlan } from '../../verify/frameworks/framework.ts';
import { runTests, type TestReport } from '../../verify/run-tests.ts';
import { linesOf, type TestLines, watched } from './watch.ts';

/** The tests that were to be repaired do not fail, or cannot be run. */
export class FailingTestsError extends Error {
  override readonly name = 'FailingTestsError';
  readonly reason: 'no-test-plan' | 'not-run' | 'not-failing';

  constructor(reason: FailingTestsError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The failing tests as they are on the unfixed tree. */
export interface FailingRun {
  /** Files of the tests, repository-relative. */
  readonly files: readonly string[];
  /** Those that are to be repaired. */
  readonly failing: readonly [TestCase, ...TestCase[]];
  readonly report: TestReport;
  readonly lines: readonly TestLines[];
}

const testSeconds = 5;
const runSeconds = 60;

/** Runs the named tests (names or files of tests; all tests if none are named) on the unfixed tree. Throws `FailingTestsError`. */
export async function runFailing(
  context: VerifyContext,
  plan: TestPlan,
  named: readonly string[],
  signal: AbortSignal,
): Promise<FailingRun> {
  const wanted = new Set(named.map(fileOf));
  const files = plan.testFiles.filter(file => wanted.has(file));
  const watching = watched(plan, context, { seconds: testSeconds, lines: true });
  const { report, result } = await runTests(context, watching, new Map(), {
    ...(files.length > 0 ? { only: files } : {}),
    limits: { seconds: runSeconds },
    signal,
  });
  if (!report.ran) throw new FailingTestsError('not-run', `The tests do not run. ${report.output}`);
  const failing = report.tests.filter(
    test => test.status === 'failed' && (named.length === 0 || named.some(name => means(name, test))),
  );
  const [first, ...rest] = failing;
  if (first === undefined)
    throw new FailingTestsError('not-failing', 'None of the named tests fails on this commit.');
  const seen = new Set(failing.flatMap(test => test.file ?? []));
  return {
    files: files.length > 0 ? files : plan.testFiles.filter(file => seen.has(file)),
    failing: [first, ...rest],
    report,
    lines: linesOf(plan, result),
  };
}

function fileOf(name: string): string {
  return name.split('::', 1)[0] ?? name;
}

function means(name: string, test: TestCase): boolean {
  return (
    test.name === name || test.file === name || test.name.startsWith(`${name}::`) || test.name.endsWith(name)
  );
}

/**
 * A plan that says of a candidate whether the failing tests pass now and those beside them still do. Tests that failed
 * before and are not to be repaired do not count; one that is gone has not passed.
 */
export function repairPlan(
  plan: TestPlan,
  context: VerifyContext,
  { files, failing, report, lines }: FailingRun,
): TestPlan {
  const others = new Set(report.failures.filter(name => !failing.some(test => test.name === name)));
  const watching = watched(plan, context, { seconds: secondsFor(lines), stopAtFirst: others.size === 0 });
  const expected = failing.map(test => test.name).filter(name => !/ \(loads\)$/.test(name));
  return {
    ...watching,
    invocation: (_, changed) => watching.invocation(files, changed),
    read: result => {
      const tests = watching.read(result)?.filter(test => !others.has(test.name));
      if (tests === undefined || tests.some(test => test.status === 'failed')) return tests;
      const present = new Set(tests.map(test => test.name));
      const gone = expected.filter(name => !present.has(name));
      return [...tests, ...gone.map(name => ({ name, status: 'failed' as const, error: 'It was not run.' }))];
    },
  };
}

/** How long a test may take with a candidate: some of them bring loops without an end. */
function secondsFor(lines: readonly TestLines[]): number {
  const slowest = Math.max(0, ...lines.map(({ seconds }) => seconds ?? 0));
  return Math.min(testSeconds * 2, 0.75 + 4 * slowest);
}
