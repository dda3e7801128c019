import type {
  Candidate,
  ReproductionOutcome,
  ReproductionTest,
  Verification,
} from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Baseline, BaselineReport } from './baseline.ts';
import type { VerifyContext } from './context.ts';
import { type AttemptOutcome, runAttempt, type Thrown } from './reproduction/attempt.ts';
import { raisedOnPurpose } from './reproduction/deliberate.ts';
import type { Reproduction } from './reproduction/reproduce.ts';
import { notRun, onlyTests, outcomeOf, summaryLine, type TestReport } from './run-tests.ts';
import { SuiteComparison } from './suite-comparison.ts';
import type { Detection } from './test-command.ts';
import { TypeChecker } from './type-check.ts';

/** The sandbox failed again and again: nothing can be said of any candidate. */
export class VerifyError extends Error {
  readonly reason = 'infra-error' as const;

  constructor(message: string) {
    super(message);
    this.name = 'VerifyError';
  }
}

export interface VerifyProgress {
  readonly candidate: Candidate;
  /** What was wrong with the sandbox; the candidate then has no verification. */
  readonly failure?: string;
  readonly done: number;
  readonly total: number;
}

export interface VerifyOptions {
  readonly context: VerifyContext;
  readonly candidates: readonly Candidate[];
  readonly reproduction: Reproduction;
  readonly detection: Detection;
  readonly baseline: Baseline;
  readonly signal?: AbortSignal;
  onProgress?(progress: VerifyProgress): void;
  /** Candidates in the sandbox at one time; 2 if not given. */
  readonly concurrency?: number;
  /** Enough proven root-cause candidates; 3 if not given. */
  readonly stopAfter?: number;
}

/**
 * Tries candidates in the sandbox, likeliest first, and gives back those that were tried, in the order given, each with
 * its `verification`; one for which the sandbox itself failed twice comes back without. Stops when enough are proven, but never before every likelier one was tried. Throws `VerifyError`
 * when the sandbox itself fails for every candidate, and the signal's reason when it is aborted.
 */
export async function verifyCandidates(options: VerifyOptions): Promise<Candidate[]> {
  const { candidates, signal, onProgress, concurrency = 2, stopAfter = 3 } = options;
  const queue = [...candidates].sort((a, b) => b.prior - a.prior);
  const verifier = new Verifier(options);
  const done = new Map<string, Candidate>();
  const failures: string[] = [];
  let proven = 0;
  let next = 0;
  const work = async () => {
    // Candidates are taken in order of their priors, so all likelier ones were begun before the stop.
    while (next < queue.length && proven < stopAfter) {
      const candidate = queue[next++];
      if (candidate === undefined) return;
      signal?.throwIfAborted();
      const verification = await verifier.verify(candidate, signal);
      const failure = 'infra' in verification ? verification.infra : undefined;
      const verified = 'infra' in verification ? candidate : { ...candidate, verification };
      done.set(candidate.id, verified);
      if (failure !== undefined) failures.push(failure);
      if (!('infra' in verification) && verification.verdict === 'proven' && candidate.label === 'root-cause')
        proven += 1;
      onProgress?.({
        candidate: verified,
        ...(failure === undefined ? {} : { failure }),
        done: done.size,
        total: queue.length,
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  if (failures[0] !== undefined && failures.length === done.size) {
    throw new VerifyError(t('The sandbox fails, so nothing could be verified. {0}', failures[0]));
  }
  return candidates.flatMap(candidate => done.get(candidate.id) ?? []);
}

const notReproduced: ReproductionOutcome = { result: 'not-run', output: '' };

class Verifier {
  readonly #options: VerifyOptions;
  readonly #types: TypeChecker;
  readonly #suite: SuiteComparison;

  constructor(options: VerifyOptions) {
    this.#options = options;
    this.#types = new TypeChecker(options.context);
    this.#suite = new SuiteComparison(options);
  }

  /** The verification, or what was wrong with the sandbox twice in a row. */
  async verify(candidate: Candidate, signal?: AbortSignal): Promise<Verification | { infra: string }> {
    const first = await this.#once(candidate, signal);
    return 'infra' in first ? this.#once(candidate, signal) : first;
  }

  async #once(candidate: Candidate, signal?: AbortSignal): Promise<Verification | { infra: string }> {
    const { context, reproduction, baseline } = this.#options;
    const started = performance.now();
    const changes = new Map(candidate.changes.map(change => [change.path, change.after]));
    const reproduced = 'reason' in reproduction ? undefined : reproduction;
    const { after, test, thrown }: Reproduced = reproduced
      ? await this.#reproduce(candidate, reproduced, changes, signal)
      : { after: { ...notReproduced, infra: false } };
    if (after.infra) return { infra: after.output };
    const verdict = (
      verdict: Verification['verdict'],
      reason: string,
      tests: { before: TestReport; after: TestReport },
    ): Verification => ({
      sandbox: context.sandbox,
      ...(context.setup?.length ? { setup: [...context.setup] } : {}),
      reproduction: {
        before: reproduced?.before ?? notReproduced,
        after: { result: after.result, output: after.output },
        ...('reason' in reproduction ? { reason: reproduction.reason } : {}),
      },
      ...(test ? { test } : {}),
      tests: { before: outcomeOf(tests.before), after: outcomeOf(tests.after) },
      verdict,
      reason,
      milliseconds: performance.now() - started,
    });
    if (reproduced && after.result !== 'passed') {
      const skipped = notRun(t('Not run: the reproduction did not pass.'));
      return verdict('rejected', whyNot(after), { before: skipped, after: skipped });
    }
    const before = await baseline.report(signal);
    if (before.infra) return { infra: before.output };
    const { report: tests, worse } = await this.#suite.compare(changes, signal);
    if (tests.infra) return { infra: tests.output };
    const both = { before: onlyTests(before, test => !baseline.flaky.has(test.name)), after: tests };
    if (before.ran && !tests.ran)
      return verdict('rejected', t('The tests no longer run. {0}', summaryLine(tests.output)), both);
    if (worse.length > 0) return verdict('rejected', broken(worse), both);
    const errors = await this.#types.newErrors(candidate.changes, signal);
    if (errors.length > 0) return verdict('rejected', mistyped(errors), both);
    const suite = suiteSaid(before, baseline.flaky);
    const passes = thrown
      ? t('The call is answered with {0}', thrown.type)
      : reproduced && whatPasses(reproduced);
    if (passes) return verdict('proven', t('{0} now and {1}', passes, suite), both);
    return verdict('plausible', t('Not reproduced, but {0}', suite), both);
  }

  /** Runs the reproduction; once more, with another expectation, where the fix raises an exception of the program's own. */
  async #reproduce(
    candidate: Candidate,
    { plan, expected, test, expecting }: Exclude<Reproduction, { reason: string }>,
    changes: ReadonlyMap<string, string | null>,
    signal?: AbortSignal,
  ): Promise<Reproduced> {
    const { context } = this.#options;
    const after = await runAttempt(context, plan, test, expected, changes, signal);
    const thrown = after.result === 'other' && expecting ? raisedOnPurpose(candidate, after) : undefined;
    if (thrown === undefined || expecting === undefined) return { after };
    const other = await expecting(thrown);
    const again = await runAttempt(context, plan, other, expected, changes, signal);
    return again.result === 'passed' ? { after: again, test: other, thrown } : { after };
  }
}

/** How the reproduction ended with a candidate, and the test that stands for it where that is another one. */
interface Reproduced {
  readonly after: AttemptOutcome;
  readonly test?: ReproductionTest;
  readonly thrown?: Thrown;
}

function whatPasses({ test }: { test: ReproductionTest }): string {
  return test.before === test.after ? t('What failed passes') : t('The reproduction passes');
}

/** What can be said of the tests beside the candidate, as the end of a sentence and what has to be known besides. */
function suiteSaid(before: BaselineReport, flaky: ReadonlySet<string>): string {
  if (!before.ran) return t('there are no tests to compare: {0}', firstLine(before.output));
  return [t('no test got worse.'), flaky.size === 0 ? '' : setAside([...flaky]), before.note ?? '']
    .join(' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** What we said ourselves of a run, before its output. */
function firstLine(output: string): string {
  return (output.split('\n')[0] ?? '').slice(0, 400);
}

function whyNot(after: AttemptOutcome): string {
  if (after.result === 'raised') return t('The reproduction still raises the exception.');
  if (after.otherAtPlace !== undefined)
    return t('Another exception is raised at the same place: {0}.', summaryLine(after.otherAtPlace));
  if (after.result === 'not-run')
    return t('The reproduction cannot be run with it. {0}', summaryLine(after.output));
  return t('The reproduction fails otherwise: {0}', summaryLine(after.output));
}

function broken(tests: readonly string[]): string {
  return tests.length === 1
    ? t('It breaks 1 test: {0}.', list(tests))
    : t('It breaks {0} tests: {1}.', tests.length, list(tests));
}

function mistyped(errors: readonly string[]): string {
  return errors.length === 1
    ? t('It brings 1 type error: {0}.', list(errors))
    : t('It brings {0} type errors: {1}.', errors.length, list(errors));
}

function setAside(flaky: readonly string[]): string {
  return flaky.length === 1
    ? t('1 flaky test was set aside: {0}.', list(flaky))
    : t('{0} flaky tests were set aside: {1}.', flaky.length, list(flaky));
}

function list(names: readonly string[]): string {
  const first = names.slice(0, 3).join(', ');
  return names.length > 3 ? t('{0} and {1} more', first, names.length - 3) : first;
}
