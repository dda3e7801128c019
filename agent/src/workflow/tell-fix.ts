import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import {
  type Candidate,
  type FileChange,
  lookedAtCandidate,
  type Proposal,
  reproductionFor,
} from '@errata/protocol/proposal';
import type { ToldFix } from '../publish/told-fix.ts';
import { candidateOf } from './proven-changes.ts';

/** All that is told of these texts: what they fix, which candidate they are or were made from, and what was seen of them. */
export function tellFix(about: {
  issue: Issue;
  event: Event;
  diagnosis: Diagnosis | undefined;
  proposal: Proposal | undefined;
  changes: readonly FileChange[];
  /** The candidate that was looked at, by its id. */
  looked?: string | undefined;
  edited?: Candidate | undefined;
  others?: readonly Issue[];
  /** The log center's address. */
  center: string;
}): ToldFix {
  const { issue, event, diagnosis, proposal, changes, looked, center } = about;
  const candidate = candidateOf(proposal, changes) ?? lookedAtCandidate(proposal, looked);
  const tests = proposal?.candidates.map(each => reproductionFor(proposal, each)) ?? [];
  const test = changes.find(
    ({ path, before, after }) => before !== after && tests.some(known => known?.path === path),
  );
  return {
    ...{ issue, event, diagnosis, candidate, changes },
    edited: about.edited,
    others: about.others ?? [],
    test: test?.path,
    logCenter: isLoopback(center) ? undefined : center,
  };
}

function isLoopback(url: string): boolean {
  return /^(?:localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);
}
