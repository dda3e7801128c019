import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import type { Candidate, FileChange, Verification } from '@errata/protocol/proposal';

/** A fix with all that is told of it, in a commit message and in a pull request. */
export interface ToldFix {
  readonly issue: Issue;
  readonly event: Event;
  readonly diagnosis: Diagnosis | undefined;
  /** The candidate that it is, or that a person made it from. */
  readonly candidate: Candidate | undefined;
  /** What a person made of it, judged like any candidate, where these texts are no engine's. */
  readonly edited?: Candidate | undefined;
  /** All that is published, the regression test included. */
  readonly changes: readonly FileChange[];
  /** The regression test among the changes; nothing where it was left out, or could not be made. */
  readonly test?: string | undefined;
  /** Other issues that it fixes as well, as a person said. */
  readonly others?: readonly Issue[];
  /** Where the log center is, if others can reach it. */
  readonly logCenter?: string | undefined;
}

/** What was seen of exactly these texts. */
export function verificationOf({ candidate, edited }: ToldFix): Verification | undefined {
  return (edited ?? candidate)?.verification;
}
