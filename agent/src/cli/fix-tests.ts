import type { FailingTests } from '@errata/protocol/cli';
import { type FileChange, recommendedCandidate } from '@errata/protocol/proposal';
import type { Repository } from '../git/repository.ts';
import { applyChanges } from '../publish/apply.ts';
import { PublishError } from '../publish/publish-error.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import type { TestCase } from '../verify/frameworks/framework.ts';
import { summaryLine } from '../verify/run-tests.ts';
import { FailingTestsBench } from '../workflow/failing-tests/failing-tests-bench.ts';
import { makeProposal } from '../workflow/make-proposal.ts';
import { type Engines, programsFor } from '../workflow/model/engines.ts';
import { CommandError, exitCodes } from './exit.ts';
import { fixReport } from './fix-report.ts';
import { fixText } from './fix-text.ts';
import { heldBack } from './held-back.ts';
import type { Output } from './output.ts';

/** `errata fix --tests`: from tests that fail to a proven fix, without a log center. The exit code. */
export async function fixTests(options: {
  repository: Repository;
  /** Where the person is: files are named from there. */
  folder: string;
  /** Names or files of tests; all that fail if there are none. */
  tests: readonly string[];
  sandbox: SandboxKind | undefined;
  testCommand: string | undefined;
  install: true | undefined;
  engines: Engines;
  apply: boolean;
  output: Output;
}): Promise<number> {
  const { repository, folder, tests, sandbox, testCommand, install, engines, output } = options;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const { signal } = stopping;
  try {
    const report = (message: string) => output.progress(message);
    await using bench = await FailingTestsBench.open({
      folder,
      tests,
      sandbox,
      testCommand,
      install,
      programs: programsFor(engines),
      report,
      signal,
    });
    const said = failingTests(bench.tests);
    output.progress(told(said, bench.changed.length));
    const { diagnosis: found } = await bench.analysis(signal);
    let diagnosis = found;
    const proposal = await makeProposal({
      ...{ bench, issue: '', run: '', writing: { engines }, report, signal },
      explained: explained => {
        diagnosis = { ...found, explained };
      },
    });
    const recommended = recommendedCandidate(proposal);
    const written =
      options.apply && recommended ? await apply(repository.root, recommended.changes) : undefined;
    const failure = recommended ? written?.failure : { reason: 'no-fix', message: noFix(said, proposal) };
    const document = fixReport(
      { diagnosis, proposal, ...(failure ? { failure } : {}) },
      { repository: repository.root, tests: said, applied: written?.applied },
    );
    output.result(document, () => fixText(document));
    return failure ? exitCodes.noResult : exitCodes.done;
  } catch (error) {
    if (signal.aborted) throw new CommandError('cancelled', 'Stopped. Nothing was changed.');
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** A fix that cannot be written is shown all the same. */
async function apply(
  root: string,
  changes: readonly FileChange[],
): Promise<{ applied?: string[]; failure?: { reason: string; message: string } }> {
  const failure = heldBack(changes);
  if (failure) return { failure };
  try {
    return { applied: await applyChanges(root, changes) };
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    return { failure: { reason: error.reason, message: error.message } };
  }
}

function failingTests({ failing, others, framework }: FailingTestsBench['tests']): FailingTests {
  return {
    framework,
    failing: failing.map(test => ({
      name: test.name,
      ...(test.file === undefined ? {} : { file: test.file }),
      error: failureOf(test),
    })),
    others: [...others],
  };
}

/** In a line: the exception, or what the runner says besides that a test ran and failed. */
function failureOf({ exceptions, error = '' }: TestCase): string {
  const [seen] = exceptions ?? [];
  if (seen !== undefined) return `${seen.type}: ${seen.message}`.split('\n', 1)[0] ?? '';
  return summaryLine(error.replace(/^\s*(?:===|---) .*$/gm, ''));
}

function told({ failing, others }: FailingTests, changed: number): string {
  const [first] = failing;
  const more = failing.length > 1 ? ` and ${failing.length - 1} more` : '';
  const left =
    others.length === 0
      ? []
      : [`${others.length} other ${others.length === 1 ? 'failure is' : 'failures are'} left alone.`];
  const edits = changed === 0 ? [] : ['Your uncommitted changes are part of what is fixed.'];
  return [`To repair: ${first?.name}${more}.`, ...left, ...edits].join(' ');
}

function noFix(
  { failing, framework }: FailingTests,
  { candidates, tried = 0 }: { candidates: readonly unknown[]; tried?: number | undefined },
): string {
  const tests = failing.length === 1 ? 'the test' : `all ${failing.length} tests`;
  if (tried === 0) return 'No engine has an idea for these tests. The diagnosis above is all there is.';
  const alone = failing.length > 1 ? ' They may fail for several reasons: try one of them alone.' : '';
  const unsure = candidates.length > 0 ? ', or is sure enough to be recommended' : '';
  return `None of ${tried} candidates makes ${tests} pass with ${framework} and leaves the others as they were${unsure}.${alone}`;
}
