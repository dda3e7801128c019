import type { RunView } from '@errata/protocol/agent-rpc';
import { recommendedCandidate, recommendedChanges } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { unifiedDiff } from '../../decide/unified-diff.ts';
import { oneLine } from '../plain-text.ts';

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
  const difference = unifiedDiff(recommendedChanges(proposal));
  return [...said.flatMap(line => (line ? [oneLine(line, 1000)] : [])), '', difference].join('\n');
}
