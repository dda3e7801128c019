import { t } from '@vscode/l10n';
import type { Limits } from '../sandbox/limits.ts';
import type { VerifyContext } from './context.ts';
import { baselineKey, type KeptBaselines } from './kept-baselines.ts';
import { obstacleIn } from './obstacles.ts';
import { notRun, onlyTests, runTests, type TestReport, type TestRunOptions } from './run-tests.ts';
import type { Detection } from './test-command.ts';

/** The suite on the unfixed tree. Flaky tests are not in it. */
export interface BaselineReport extends TestReport {
  /** Tests that both failed and passed on the same code. */
  readonly flaky: readonly string[];
  /** How long the suite took, where that is known. */
  readonly milliseconds?: number;
  /** The test files that were run where all of them take too long. */
  readonly only?: readonly string[];
  /** What has to be known of these tests, as a sentence. */
  readonly note?: string;
}

export interface BaselineOptions {
  /** Test files that reach the code to be fixed, nearest first; asked for only where all are many or slow. */
  readonly reaching?: () => Promise<readonly string[]>;
  readonly kept?: KeptBaselines;
  /** The tests of the unfixed tree, where they were run already. */
  readonly measured?: TestReport | undefined;
  /** What one run of them may use; as any run in the sandbox, if not given. */
  readonly limits?: Partial<Limits>;
}

/** How often what failed or changed is run again: once more finds half of the tests that fail half of the time. */
const repetitions = 2;
const mostRepeatedFiles = 20;
/** A whole suite is repeated for a few failures only while that is quick. */
const quick = 20_000;

/** The tests of the unfixed tree: run at the first question and kept for the whole run, and on disk for the same tree. */
export class Baseline {
  readonly #context: VerifyContext;
  readonly #detection: Detection;
  readonly #options: BaselineOptions;
  readonly #flaky = new Set<string>();
  readonly #again = new Map<string, Promise<readonly TestReport[]>>();
  #report: Promise<BaselineReport> | undefined;
  #reaching: Promise<readonly string[]> | undefined;

  constructor(context: VerifyContext, detection: Detection, options: BaselineOptions = {}) {
    this.#context = context;
    this.#detection = detection;
    this.#options = options;
  }

  report(signal?: AbortSignal): Promise<BaselineReport> {
    this.#report ??= this.#measured(signal).catch(error => {
      this.#report = undefined;
      throw error;
    });
    return this.#report;
  }

  /** All tests that were seen to be flaky by now, in candidates' runs, too. */
  get flaky(): ReadonlySet<string> {
    return this.#flaky;
  }

  noteFlaky(names: Iterable<string>): void {
    for (const name of names) this.#flaky.add(name);
  }

  /** Test files that reach the code to be fixed. */
  reaching(): Promise<readonly string[]> {
    this.#reaching ??= this.#options.reaching?.() ?? Promise.resolve([]);
    return this.#reaching;
  }

  /** These files again on the unfixed tree: what fails there now is not a candidate's fault. */
  repeat(files: readonly string[] | 'all', signal?: AbortSignal): Promise<readonly TestReport[]> {
    const key = files === 'all' ? files : files.join('\0');
    let again = this.#again.get(key);
    if (again === undefined) {
      again = this.#repeated({ ...(files === 'all' ? {} : { only: files }), ...(signal ? { signal } : {}) });
      this.#again.set(key, again);
      again.catch(() => this.#again.delete(key));
    }
    return again;
  }

  async #measured(signal: AbortSignal | undefined): Promise<BaselineReport> {
    const { plan, reason } = this.#detection;
    if (plan === undefined) return { ...notRun(reason ?? t('There are no tests.')), flaky: [] };
    const { kept, measured } = this.#options;
    if (measured !== undefined) return { ...measured, flaky: [] };
    const key = kept && (await baselineKey(this.#context, plan));
    const known = key === undefined ? undefined : await kept?.get(key);
    const report = known ?? (await this.#measure(signal));
    this.noteFlaky(report.flaky);
    if (known === undefined && key !== undefined && !report.infra) await kept?.set(key, report);
    return report;
  }

  async #measure(signal: AbortSignal | undefined): Promise<BaselineReport> {
    const options = signal ? { signal } : {};
    const started = performance.now();
    const all = await this.#run(options);
    const took = performance.now() - started;
    if (all.ran) return this.#withoutFlaky(all, took, undefined, signal);
    const reaching = all.infra ? [] : await this.reaching();
    const possible = this.#detection.plan?.testFiles.length ?? 0;
    if (reaching.length === 0 || reaching.length >= possible)
      return { ...all, flaky: [], milliseconds: took };
    const begun = performance.now();
    const part = await this.#run({ ...options, only: reaching });
    if (!part.ran) return { ...all, flaky: [], milliseconds: took };
    const why = all.output.split('\n')[0] ?? '';
    const note = onlySome(reaching.length, why);
    const report = await this.#withoutFlaky(part, performance.now() - begun, reaching, signal);
    return { ...report, only: reaching, note: [note, report.note ?? ''].join(' ').trim() };
  }

  /** Runs what failed again: a test that then passes says nothing about any change. */
  async #withoutFlaky(
    report: TestReport,
    milliseconds: number,
    only: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): Promise<BaselineReport> {
    const flaky = new Set<string>();
    const failing = report.tests.filter(test => test.status === 'failed');
    const names = failing.map(test => test.name);
    const files = failing.length === 0 ? undefined : this.filesToRepeat(names, report, milliseconds);
    if (files !== undefined) {
      const again = files === 'all' ? only : files;
      const repeated = await this.#repeated({
        ...(again ? { only: again } : {}),
        ...(signal ? { signal } : {}),
      });
      const passed = new Set(
        repeated.flatMap(({ tests }) =>
          tests.filter(test => test.status === 'passed').map(test => test.name),
        ),
      );
      for (const name of names) if (passed.has(name)) flaky.add(name);
    }
    const obstacle = obstacleIn(failing.map(test => test.error ?? '').join('\n') || report.output);
    const note =
      failing.length > flaky.size && obstacle !== undefined
        ? failedBefore(failing.length - flaky.size, obstacle.replace(/^T/, 't'))
        : undefined;
    return {
      ...onlyTests(report, test => !flaky.has(test.name)),
      flaky: [...flaky],
      milliseconds,
      ...(note === undefined ? {} : { note }),
    };
  }

  /**
   * What to run for these tests to be run again: their files, or all where those are not known, as long as that is quick.
   * Nothing where it would take too long.
   */
  filesToRepeat(
    names: readonly string[],
    report: TestReport,
    milliseconds = 0,
  ): readonly string[] | 'all' | undefined {
    const known = new Set(this.#detection.plan?.testFiles);
    const where = new Map(report.tests.map(test => [test.name, test.file]));
    const files = new Set(names.map(name => where.get(name)));
    const found = [...files].flatMap(file => (file !== undefined && known.has(file) ? [file] : []));
    if (found.length < files.size) return milliseconds < quick ? 'all' : undefined;
    return found.length <= mostRepeatedFiles ? found : undefined;
  }

  #repeated(options: TestRunOptions): Promise<readonly TestReport[]> {
    return Promise.all(Array.from({ length: repetitions }, () => this.#run(options)));
  }

  async #run(options: TestRunOptions): Promise<TestReport> {
    const { plan } = this.#detection;
    if (plan === undefined) return notRun(t('There are no tests.'));
    const { limits } = this.#options;
    return (await runTests(this.#context, plan, new Map(), { ...options, ...(limits ? { limits } : {}) }))
      .report;
  }
}

function onlySome(files: number, why: string): string {
  return files === 1
    ? t('Only the 1 test file that reaches the code was run. {0}', why)
    : t('Only the {0} test files that reach the code were run. {1}', files, why);
}

function failedBefore(tests: number, why: string): string {
  return tests === 1 ? t('1 test failed before: {0}', why) : t('{0} tests failed before: {1}', tests, why);
}
