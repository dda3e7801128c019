import type { TestOutcome } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Limits } from '../sandbox/limits.ts';
import type { SandboxResult } from '../sandbox/sandbox.ts';
import type { VerifyContext } from './context.ts';
import type { TestCase, TestPlan } from './frameworks/framework.ts';
import { obstacleIn } from './obstacles.ts';

/** What came of running tests, test by test. `infra` says that the sandbox failed, not the tests. */
export interface TestReport extends TestOutcome {
  readonly tests: readonly TestCase[];
  readonly infra: boolean;
}

const outputKept = 8_000;

/** The end of an output, where runners say what went wrong. */
export function tail(text: string, length = outputKept): string {
  return text.length <= length ? text : `…${text.slice(-length)}`;
}

const errorName = /(?:[\w$]+\.)*[A-Z][\w$]*(?:Error|Exception)\b(?: ?\[[^\]]*\])?(?=:|$)/;

/** The line of a failure that says most: the one that names an error (Python's tracebacks end with it), else the first. */
export function summaryLine(text: string): string {
  const lines = text.trim().split('\n');
  const traceback = lines.some(line => line.startsWith('Traceback (most recent call last)'));
  const named = traceback
    ? lines.findLast(line => /^\S/.test(line))
    : lines.find(line => errorName.test(line));
  const line = named ?? lines[0] ?? '';
  return line.slice(errorName.exec(line)?.index ?? 0).slice(0, 300);
}

export function notRun(reason: string, infra = false): TestReport {
  return { passed: 0, failed: 0, failures: [], ran: false, output: reason, tests: [], infra };
}

export interface TestRunOptions {
  /** Only these test files, repository-relative. */
  readonly only?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly collect?: readonly string[];
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

/**
 * Runs a project's tests on HEAD with `files` changed. A suite that does not run, does not end or was killed is a
 * report with `ran: false` whose `output` says why; an aborted signal throws its reason.
 */
export async function runTests(
  context: VerifyContext,
  plan: TestPlan,
  files: ReadonlyMap<string, string | null>,
  options: TestRunOptions = {},
): Promise<{ report: TestReport; result: SandboxResult }> {
  const invocation = plan.invocation(options.only, files);
  const result = await context.run(
    {
      files: new Map([...files, ...invocation.files]),
      command: invocation.command,
      cwd: invocation.cwd,
      env: { ...invocation.env, ...options.env },
      collect: [...invocation.collect, ...(options.collect ?? [])],
      ...(options.limits ? { limits: options.limits } : {}),
    },
    options.signal ? { signal: options.signal } : {},
  );
  options.signal?.throwIfAborted();
  return { report: reportOf(plan, result, options.only), result };
}

function reportOf(plan: TestPlan, result: SandboxResult, only: readonly string[] | undefined): TestReport {
  const output = tail(plan.print?.(result) ?? result.output);
  const reason = result.reason ?? result.status;
  switch (result.status) {
    case 'infra-error':
      return notRun(t('The sandbox failed: {0}', reason), true);
    case 'timeout':
      return notRun(`${overdue(result.milliseconds, obstacleIn(output))}\n${output}`);
    case 'oom':
    case 'output-limit':
    case 'cancelled':
      return notRun(t('The tests were stopped: {0}.\n{1}', reason, output));
    case 'exited':
      break;
  }
  const tests = plan.read(result, only);
  if (tests === undefined) {
    const ended = t('{0} ended with exit code {1} and no report.', plan.framework, result.exitCode ?? '?');
    return notRun(`${[ended, obstacleIn(output) ?? ''].join(' ').trim()}\n${output}`);
  }
  const report = reportOfTests(tests, output);
  if (report.passed + report.failed > 0) return report;
  return { ...notRun(t('{0} ran no tests.\n{1}', plan.framework, output)), tests };
}

function overdue(milliseconds: number, obstacle: string | undefined): string {
  const seconds = Math.round(milliseconds / 1000);
  return t('The tests did not end within {0} s. {1}', seconds, obstacle ?? '').trim();
}

/** A report of tests that ran; its counts are those of the tests. */
function reportOfTests(tests: readonly TestCase[], output: string): TestReport {
  const failures = tests.filter(test => test.status === 'failed').map(test => test.name);
  const passed = tests.filter(test => test.status === 'passed').length;
  return { passed, failed: failures.length, failures, ran: true, output, tests, infra: false };
}

/** A report as if it were of these of its tests only. */
export function onlyTests(report: TestReport, keep: (test: TestCase) => boolean): TestReport {
  return report.ran ? reportOfTests(report.tests.filter(keep), report.output) : report;
}

/** How `after` is worse than `before`: tests that fail newly, or that passed and are gone. Empty when it is not. */
export function regressions(before: TestReport, after: TestReport): string[] {
  if (!before.ran) return [];
  const failedBefore = new Set(before.failures);
  const present = new Set(after.tests.map(test => test.name));
  const failing = after.failures.filter(name => !failedBefore.has(name));
  const gone = before.tests.filter(test => test.status === 'passed' && !present.has(test.name));
  return [...failing, ...gone.map(test => `${test.name} (no longer run)`)];
}

/** The outcome without the parts that only verification needs. */
export function outcomeOf({ passed, failed, failures, ran, output }: TestReport): TestOutcome {
  return { passed, failed, failures, ran, output };
}
