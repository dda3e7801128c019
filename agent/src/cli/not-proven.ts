import type { RunView } from '@errata/protocol/agent-rpc';
import { recommendedCandidate } from '@errata/protocol/proposal';

/** Why a fix that the sandbox did not prove is pushed only where that was asked for. */
export function notProven({
  issue,
  proposal,
}: Pick<RunView, 'issue' | 'proposal'>):
  | { readonly reason: 'not-proven'; readonly message: string }
  | undefined {
  const verification = proposal && recommendedCandidate(proposal)?.verification;
  if (verification?.verdict === 'proven') return undefined;
  const why = verification === undefined ? 'It could not be tried in the sandbox.' : verification.reason;
  return {
    reason: 'not-proven',
    message: `The fix is plausible, not proven, and was not pushed. ${why}\nTo push it all the same: errata fix --issue ${issue} --publish --plausible`,
  };
}
