import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import Mocha from 'mocha';
import { LEFT_OPEN, type ResultFile } from './result-file.ts';

const {
  EVENT_RUN_END,
  EVENT_SUITE_BEGIN,
  EVENT_SUITE_END,
  EVENT_TEST_FAIL,
  EVENT_TEST_PASS,
  EVENT_TEST_PENDING,
} = Mocha.Runner.constants;
const EXIT_MS = 10_000;

/**
 * Mocha reporter: one line per top-level `describe`, or per test with the option `detail=tests`, failures at once,
 * and the results as JSON in the file of the option `output`, written last of all.
 */
class ResultReporter {
  readonly #results: { passed: number; failures: ResultFile['failures']; skips: ResultFile['skips'] };
  readonly #perTest: boolean;
  readonly #output: string;
  #suite = { passed: 0, failed: 0, skipped: 0, began: 0 };

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    const given = options.reporterOptions ?? {};
    this.#results = { passed: 0, failures: [], skips: [] };
    this.#perTest = given['detail'] === 'tests';
    this.#output = String(given['output']);
    runner.on(EVENT_SUITE_BEGIN, suite => this.#begin(suite));
    runner.on(EVENT_SUITE_END, suite => this.#end(suite));
    runner.on(EVENT_TEST_PASS, test => this.#pass(test));
    runner.on(EVENT_TEST_FAIL, (test, error) => this.#fail(test, error));
    runner.on(EVENT_TEST_PENDING, test => this.#skip(test));
    runner.on(EVENT_RUN_END, () => this.#finish());
  }

  #begin(suite: Mocha.Suite): void {
    if (!suite.parent?.root) return;
    this.#suite = { passed: 0, failed: 0, skipped: 0, began: Date.now() };
    if (this.#perTest) say(`  ${suite.title}`);
  }

  #end(suite: Mocha.Suite): void {
    if (!suite.parent?.root || this.#perTest) return;
    const { passed, failed, skipped, began } = this.#suite;
    const notes = [failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(
      Boolean,
    );
    const extra = notes.length > 0 ? `, ${notes.join(', ')}` : '';
    say(`  ${failed > 0 ? '✗' : '✓'} ${suite.title} (${passed}${extra})${slow(Date.now() - began)}`);
  }

  #pass(test: Mocha.Test): void {
    this.#results.passed++;
    this.#suite.passed++;
    if (this.#perTest) say(`    ✓ ${titleInside(test)}${slow(test.duration ?? 0)}`);
  }

  #fail(test: Mocha.Runnable, thrown: unknown): void {
    const where = test.file === undefined ? '' : ` [${relative(process.cwd(), test.file)}]`;
    const failure = { title: `${test.fullTitle()}${where}`, detail: explained(thrown) };
    this.#results.failures.push(failure);
    this.#suite.failed++;
    say(`    ✗ ${failure.title}\n${failure.detail.replaceAll(/^/gm, '      ')}`);
  }

  #skip(test: Mocha.Test): void {
    const given: unknown = test.ctx?.['skipReason'];
    const reason =
      typeof given === 'string' ? given : 'no reason given (set this.skipReason before this.skip())';
    this.#results.skips.push({ title: test.fullTitle(), reason });
    this.#suite.skipped++;
    if (this.#perTest) say(`    - ${titleInside(test)}: ${reason}`);
  }

  #finish(): void {
    mkdirSync(dirname(this.#output), { recursive: true });
    // Renamed, so that a file that is there is a whole one.
    writeFileSync(`${this.#output}.part`, JSON.stringify(this.#results));
    renameSync(`${this.#output}.part`, this.#output);
    const guard = setTimeout(() => {
      say(
        `    the tests are over, but the process does not end: ${process.getActiveResourcesInfo().join(', ')}`,
      );
      process.exit(LEFT_OPEN);
    }, EXIT_MS);
    guard.unref();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function slow(milliseconds: number): string {
  return milliseconds < 1000 ? '' : ` ${(milliseconds / 1000).toFixed(1)} s`;
}

function titleInside(test: Mocha.Test): string {
  return test.titlePath().slice(1).join(' › ');
}

function explained(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const stack = (thrown.stack ?? thrown.message).split('\n');
  const ours = stack.filter(line => !/^\s+at .*(node_modules\/mocha|node:internal)/.test(line));
  const cause = thrown.cause === undefined ? '' : `\ncaused by: ${explained(thrown.cause)}`;
  return ours.join('\n') + cause;
}

// Mocha loads a reporter with `require`, which takes this name as what a CommonJS module exports.
export { ResultReporter as 'module.exports' };
