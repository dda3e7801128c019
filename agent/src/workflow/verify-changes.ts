import type { RunView } from '@errata/protocol/agent-rpc';
import {
  type Candidate,
  type FileChange,
  lookedAtCandidate,
  type Verification,
} from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { confidenceOf } from '../decide/confidence.ts';
import { rankCandidates } from '../decide/select.ts';
import { verifyCandidates } from '../verify/verify.ts';
import { withoutReproduction } from './proven-changes.ts';
import { evidenceIn, withCautions } from './weigh-candidates.ts';
import type { Workbench } from './workbench.ts';

/** Nothing came back for the one candidate that was tried. */
export class NotVerifiedError extends Error {
  override readonly name = 'NotVerifiedError';
  readonly reason = 'not-verified';
}

/** A candidate that was run in the sandbox. */
export type Verified = Candidate & { readonly verification: Verification };

/**
 * Proves what a person made of a proposal: the texts as they stand now, against the run's reproduction and baseline; and judges them
 * like any candidate. `looked` is the candidate that they were made from, by its id.
 */
export async function verifyChanges(
  bench: Workbench,
  view: Pick<RunView, 'proposal'>,
  { changes, looked }: { changes: readonly FileChange[]; looked?: string | undefined },
  signal: AbortSignal,
): Promise<Verified> {
  const { proposal } = view;
  const origin = lookedAtCandidate(proposal, looked);
  const candidate: Candidate = {
    id: 'person',
    engine: 'person',
    label: origin?.label ?? 'guard',
    explanation: t('As edited in the review.'),
    changes: withoutReproduction(proposal, changes),
    prior: origin?.prior ?? 0.5,
  };
  const room = await bench.adopt(proposal?.reproduction ? [proposal.reproduction] : [], signal);
  const [verified] = await verifyCandidates({ ...room, candidates: [candidate], signal });
  const [own] = verified ? await rankCandidates([verified]) : [];
  if (!verified?.verification || own === undefined)
    throw new NotVerifiedError(t('The edited fix could not be verified.'));
  const { diagnosis } = await bench.analysis(signal);
  // The person has chosen: no other fix is its rival.
  const { value, reasons } = confidenceOf(own, { diagnosis, ranked: [own], ...evidenceIn(room) });
  return {
    ...verified,
    verification: withCautions(verified.verification, changes),
    confidence: value,
    confidenceReasons: [t('a person edited it'), ...reasons],
  };
}
