import type { Baseline, BaselineReport } from './baseline.ts';
import type { VerifyContext } from './context.ts';
import { onlyTests, regressions, runTests, type TestReport } from './run-tests.ts';
import type { Detection } from './test-command.ts';

export interface Comparison {
  /** The tests with the changes, as far as they were run. */
  readonly report: TestReport;
  /** Tests that fail or are missing because of the changes. */
  readonly worse: readonly string[];
}

/** From here on it pays to run the tests that reach the code before all others. */
const slow = 2_000;
/** A run with the changes may take so much longer than without: a machine is busier at one time than another. */
const patience = { times: 3, seconds: 20, most: 300 };

function passing(report: TestReport): string[] {
  return report.tests.filter(test => test.status === 'passed').map(test => test.name);
}

function limitsAfter({ milliseconds }: BaselineReport): { limits?: { seconds: number } } {
  if (milliseconds === undefined) return {};
  const seconds = Math.ceil((milliseconds / 1000) * patience.times) + patience.seconds;
  return { limits: { seconds: Math.min(seconds, patience.most) } };
}

/** Compares the suite with and without a candidate's changes; flaky tests found on the way are set aside. */
export class SuiteComparison {
  readonly #context: VerifyContext;
  readonly #detection: Detection;
  readonly #baseline: Baseline;

  constructor(options: { context: VerifyContext; detection: Detection; baseline: Baseline }) {
    this.#context = options.context;
    this.#detection = options.detection;
    this.#baseline = options.baseline;
  }

  async compare(changes: ReadonlyMap<string, string | null>, signal?: AbortSignal): Promise<Comparison> {
    const before = await this.#baseline.report(signal);
    const { plan } = this.#detection;
    if (plan === undefined || !before.ran) return { report: before, worse: [] };
    const first =
      before.only === undefined && (before.milliseconds ?? 0) > slow ? await this.#baseline.reaching() : [];
    if (first.length > 0 && first.length < plan.testFiles.length) {
      const near = await this.#run(changes, before, first, signal);
      if (!near.report.ran || near.worse.length > 0) return near;
    }
    return this.#run(changes, before, before.only, signal);
  }

  async #run(
    changes: ReadonlyMap<string, string | null>,
    before: BaselineReport,
    only: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Comparison> {
    const { plan } = this.#detection;
    if (plan === undefined) return { report: before, worse: [] };
    const options = { ...limitsAfter(before), ...(signal ? { signal } : {}) };
    const { report } = await runTests(this.#context, plan, changes, {
      ...options,
      ...(only ? { only } : {}),
    });
    if (!report.ran) return { report, worse: [] };
    const chosen = new Set(only);
    const known = only ? onlyTests(before, test => test.file !== undefined && chosen.has(test.file)) : before;
    const seen = () => ({
      before: this.#withoutFlaky(known),
      after: this.#withoutFlaky(report),
    });
    let worse = regressions(seen().before, seen().after);
    if (worse.length === 0) return { report: seen().after, worse };
    // What failed newly is run again, with the changes and without: only what is steady in both speaks against them.
    const failing = report.failures.filter(name => worse.includes(name));
    const files = this.#baseline.filesToRepeat(failing, report, before.milliseconds);
    if (failing.length === worse.length && files !== undefined) {
      const again = await runTests(this.#context, plan, changes, {
        ...options,
        ...(files === 'all' ? {} : { only: files }),
      });
      const passed = new Set(passing(again.report));
      this.#baseline.noteFlaky(failing.filter(name => passed.has(name)));
      if (failing.some(name => !passed.has(name))) {
        const without = await this.#baseline.repeat(files, signal);
        const failed = new Set(without.flatMap(run => run.failures));
        this.#baseline.noteFlaky(failing.filter(name => failed.has(name)));
      }
      worse = regressions(seen().before, seen().after);
    }
    return { report: seen().after, worse };
  }

  #withoutFlaky(report: TestReport): TestReport {
    return onlyTests(report, test => !this.#baseline.flaky.has(test.name));
  }
}
