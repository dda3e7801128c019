import type { RunView } from '@errata/protocol/agent-rpc';
import type { McpOutput } from '@errata/protocol/mcp';
import type { ReproductionOutcome, TestOutcome, Verification } from '@errata/protocol/proposal';
import { finalRunStages } from '@errata/protocol/run';
import { fixReport } from '../cli/fix-report.ts';
import type { FoundDiagnosis } from '../lsp/diagnosis-board.ts';
import { notice, shown, shownLine } from './untrusted.ts';

const most = {
  diff: 30_000,
  output: 6000,
  reasons: 12,
  locations: 10,
  suspects: 5,
  failures: 30,
  unmapped: 20,
};

/** True when nothing more will happen by itself: it waits for a person, or has ended. */
export function isSettled({ stage }: Pick<RunView, 'stage'>): boolean {
  return stage === 'awaiting-approval' || finalRunStages.includes(stage);
}

export function runState({ id, issue, stage }: RunView): McpOutput<'cancel'> {
  return { run: id, issue, stage, settled: isSettled({ stage }) };
}

/** Where an error is in the open repositories, as the tool gives it. */
export function located(issue: string, found: FoundDiagnosis): McpOutput<'locate'> {
  const { diagnosis, repository, repositoryReason } = found;
  const locations = diagnosis?.locations.slice(0, most.locations) ?? [];
  const suspects = diagnosis?.suspects.slice(0, most.suspects) ?? [];
  return {
    notice,
    issue,
    ...(repository === undefined ? {} : { repository }),
    confidence: diagnosis?.confidence ?? 0,
    locations: locations.map(({ file, line, symbol, score, mapping }) => ({
      ...{ file, line, score, mapping },
      ...(symbol === undefined ? {} : { symbol }),
    })),
    suspects: suspects.map(({ commit, date, score }) => ({ commit, date, score })),
    owners: (diagnosis?.owners ?? [])
      .slice(0, most.suspects)
      .map(({ name, source, share }) => ({ name: shownLine(name), source, share })),
    untrusted: {
      cause: shown(diagnosis?.cause ?? '', most.output),
      ...(repositoryReason !== undefined && { repositoryReason: shownLine(repositoryReason) }),
      reasons: locations.map(({ file, line, reasons }) =>
        shownLine(`${file}:${line}: ${reasons.join('; ')}`),
      ),
      suspects: suspects.map(({ commit, author, subject, reasons }) =>
        shownLine(`${commit.slice(0, 10)} ${author}: ${subject} (${reasons.join('; ')})`),
      ),
      unmapped: (diagnosis?.unmapped ?? [])
        .slice(0, most.unmapped)
        .map(({ file, line, reason }) => shownLine(`${file}:${line ?? '?'}: ${reason}`)),
    },
  };
}

/** How a run stands and what it found, as the tool gives it. */
export function fixState(view: RunView, repository: string): McpOutput<'fix'> {
  const { recommended, candidates, reproduction, message } = fixReport(view, { repository });
  const { engine, label, confidence, files, verification } = recommended ?? {};
  return {
    notice,
    ...runState(view),
    ...(engine !== undefined &&
      label !== undefined && {
        recommended: {
          ...{ engine, label, files: files ?? [] },
          ...(confidence === undefined ? {} : { confidence }),
          ...(verification === undefined ? {} : { verification: verified(verification) }),
        },
      }),
    alternatives: Math.max(0, candidates.length - (recommended ? 1 : 0)),
    ...(view.failure && { failure: view.failure.reason }),
    ...(view.publication && { published: view.publication }),
    untrusted: {
      message: shown(isSettled(view) ? message : view.message, most.output),
      ...(view.diagnosis && { cause: shown(view.diagnosis.cause, most.output) }),
      ...(recommended && { explanation: shown(recommended.explanation, most.output) }),
      reasons: (recommended?.confidenceReasons ?? []).slice(0, most.reasons).map(each => shownLine(each)),
      diff: shown(`${recommended?.diff ?? ''}${reproduction?.diff ?? ''}`, most.diff),
    },
  };
}

/** What came of texts in the sandbox, as the tool gives it. */
export function verificationState(verification: Verification): McpOutput<'verify'> {
  const { reason, reproduction, tests } = verification;
  const failed = [reproduction.after.output, tests.after.output].filter(Boolean).join('\n\n');
  return {
    notice,
    ...verified(verification),
    untrusted: {
      reason: shown(reason, most.output),
      failures: tests.after.failures.slice(0, most.failures).map(name => shownLine(name)),
      output: shown(failed, most.output),
    },
  };
}

function verified({ sandbox, verdict, reproduction, tests }: Verification) {
  return {
    sandbox,
    verdict,
    reproduction: `${result(reproduction.before)} before, ${result(reproduction.after)} after`,
    testsBefore: suite(tests.before),
    testsAfter: suite(tests.after),
  };
}

function result({ result }: ReproductionOutcome): string {
  return result === 'raised' ? 'raises the error' : result;
}

function suite({ ran, passed, failed }: TestOutcome): string {
  return ran ? `${passed} passed, ${failed} failed` : 'could not be run';
}
