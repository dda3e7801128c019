import type { RunView } from '@errata/protocol/agent-rpc';
import type { FailingTests, FixReport } from '@errata/protocol/cli';
import { type Candidate, recommendedCandidate, reproductionFor } from '@errata/protocol/proposal';
import type { Publication } from '@errata/protocol/run';
import { unifiedDiff } from '../decide/unified-diff.ts';

/** What came of a run, or of a repair that is none. */
type Outcome = Pick<RunView, 'diagnosis' | 'proposal' | 'publication' | 'failure'> &
  Partial<Pick<RunView, 'id' | 'issue'>>;

/** An outcome as `errata fix` reports it. */
export function fixReport(
  outcome: Outcome,
  about: {
    repository: string;
    tests?: FailingTests | undefined;
    /** Where the fix was written to the working folder. */
    applied?: readonly string[] | undefined;
  },
): FixReport {
  const { proposal, diagnosis, publication, failure } = outcome;
  const { repository, tests, applied } = about;
  const recommended = proposal && recommendedCandidate(proposal);
  const reproduction =
    proposal && recommended ? reproductionFor(proposal, recommended) : proposal?.reproduction;
  return {
    status: statusOf(outcome, applied !== undefined),
    message:
      failure?.message ??
      (publication
        ? publishedAs(publication)
        : applied
          ? `Written to ${applied.join(', ')}.`
          : `A fix for ${repository} is ready${tests ? ', and not written: --apply does that' : ''}.`),
    ...(outcome.issue === undefined ? {} : { issue: outcome.issue }),
    ...(outcome.id === undefined ? {} : { run: outcome.id }),
    ...(tests ? { tests } : {}),
    candidates: (proposal?.candidates ?? []).map(reportCandidate),
    ...(proposal?.tried === undefined ? {} : { tried: proposal.tried }),
    ...(diagnosis ? { diagnosis } : {}),
    ...(recommended ? { recommended: reportCandidate(recommended) } : {}),
    ...(recommended?.verification ? { verification: recommended.verification } : {}),
    ...(reproduction && reproduction.before !== reproduction.after
      ? { reproduction: { path: reproduction.path, diff: unifiedDiff([reproduction]) } }
      : {}),
    ...(proposal?.spent ? { spent: proposal.spent } : {}),
    ...(proposal?.modelTrouble ? { modelTrouble: proposal.modelTrouble } : {}),
    ...(publication ? { published: publication } : {}),
    ...(applied ? { applied: [...applied] } : {}),
  };
}

function publishedAs({ branch, pullRequest }: Publication): string {
  const number = pullRequest?.number;
  return number === undefined ? `Pushed as ${branch}.` : `Pull request ${number} is open, from ${branch}.`;
}

function statusOf({ proposal, publication, failure }: Outcome, applied: boolean): FixReport['status'] {
  if (publication) return 'published';
  if (failure) return failure.reason === 'no-fix' || failure.reason === 'no-candidate' ? 'no-fix' : 'refused';
  if (!proposal || !recommendedCandidate(proposal)) return 'refused';
  return applied ? 'applied' : 'proposed';
}

function reportCandidate({ changes, ...candidate }: Candidate): FixReport['candidates'][number] {
  return { ...candidate, diff: unifiedDiff(changes), files: changes.map(change => change.path) };
}
