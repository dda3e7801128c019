import type { VerifyContext } from './context.ts';
import { notRun, runTests, type TestReport } from './run-tests.ts';
import type { Detection } from './test-command.ts';

/** The suite on the unfixed tree, run at the first question and kept for the whole run. */
export class Baseline {
  readonly #context: VerifyContext;
  readonly #detection: Detection;
  #report: Promise<TestReport> | undefined;

  constructor(context: VerifyContext, detection: Detection) {
    this.#context = context;
    this.#detection = detection;
  }

  report(signal?: AbortSignal): Promise<TestReport> {
    this.#report ??= this.#run(signal).catch(error => {
      this.#report = undefined;
      throw error;
    });
    return this.#report;
  }

  async #run(signal: AbortSignal | undefined): Promise<TestReport> {
    const { plan, reason } = this.#detection;
    if (plan === undefined) return notRun(reason ?? 'There are no tests.');
    return (await runTests(this.#context, plan, new Map(), signal ? { signal } : {})).report;
  }
}
