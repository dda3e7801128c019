import type { RunView } from '@errata/protocol/agent-rpc';
import { type FileChange, recommendedCandidate, reproductionFor } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { createTwoFilesPatch } from 'diff';
import { oneLine } from '../plain-text.ts';

/** The recommended fix with its regression test, as it would be pushed. */
export function recommendedChanges(run: RunView): FileChange[] {
  const { proposal } = run;
  const candidate = proposal && recommendedCandidate(proposal);
  if (proposal === undefined || candidate === undefined) return [];
  const test = reproductionFor(proposal, candidate);
  return test ? [...candidate.changes, test] : candidate.changes;
}

/** As a person reads it. */
export function percent(confidence: number): number {
  return Math.round(confidence * 100);
}

/** The fix as a text: what it does, what it rests on, and the difference. */
export function fixText(run: RunView): string {
  const { proposal, diagnosis } = run;
  const candidate = proposal && recommendedCandidate(proposal);
  const said = [
    candidate?.explanation,
    diagnosis && t('Cause: {0}', diagnosis.cause),
    candidate?.confidence !== undefined && t('Confidence: {0} %', percent(candidate.confidence)),
    candidate?.verification && t('Proof: {0}', candidate.verification.reason),
  ];
  const differences = recommendedChanges(run).map(({ path, before, after }) =>
    createTwoFilesPatch(before === null ? '/dev/null' : `a/${path}`, `b/${path}`, before ?? '', after ?? ''),
  );
  return [...said.flatMap(line => (line ? [oneLine(line, 1000)] : [])), '', ...differences].join('\n');
}
