import { recommendedCandidate } from '@errata/protocol/proposal';
import type { ReviewedFix } from '../../propose/model/propose-with-model.ts';
import type { RunContext } from '../machine.ts';
import { candidateOf, withoutReproduction } from '../proven-changes.ts';
import type { Asked } from './write-fixes.ts';

/** What a person asked to be changed in a run, and what they had before them then; nothing where it is the first round. */
export function askedFor({
  requests,
  reviewed,
  proposal,
}: Pick<RunContext, 'requests' | 'reviewed' | 'proposal'>): Asked | undefined {
  if (requests === undefined || requests.length === 0) return undefined;
  // What was asked before is still wanted.
  const words = requests.join('\n\n');
  const offered =
    proposal?.candidates.find(({ id }) => id === reviewed?.looked) ??
    (proposal && recommendedCandidate(proposal));
  if (proposal === undefined || offered === undefined) return { words };
  const before: ReviewedFix = { offered: offered.changes };
  if (reviewed === undefined || candidateOf(proposal, reviewed.changes) === offered) return { words, before };
  return { words, before: { ...before, left: withoutReproduction(proposal, reviewed.changes) } };
}
