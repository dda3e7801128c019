import type { RunView } from '@errata/protocol/agent-rpc';
import {
  type Candidate,
  type FileChange,
  recommendedCandidate,
  type Verification,
} from '@errata/protocol/proposal';
import { verifyCandidates } from '../verify/verify.ts';
import { withoutReproduction } from './proven-changes.ts';
import type { Workbench } from './workbench.ts';

/** Nothing came back for the one candidate that was tried. */
export class NotVerifiedError extends Error {
  override readonly name = 'NotVerifiedError';
  readonly reason = 'not-verified';
}

/** Proves what a person made of a proposal: the texts as they stand now, against the run's reproduction and baseline. */
export async function verifyChanges(
  bench: Workbench,
  view: RunView,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<Verification> {
  const recommended = view.proposal && recommendedCandidate(view.proposal);
  const candidate: Candidate = {
    id: 'person',
    engine: 'person',
    label: recommended?.label ?? 'guard',
    explanation: 'As edited in the review.',
    changes: withoutReproduction(view.proposal, changes),
    prior: 1,
  };
  const room = await bench.bench(() => undefined, signal);
  const [verified] = await verifyCandidates({ ...room, candidates: [candidate], signal });
  if (verified?.verification) return verified.verification;
  throw new NotVerifiedError('The edited fix could not be verified.');
}
