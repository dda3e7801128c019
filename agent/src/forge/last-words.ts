import type { Review } from '@errata/protocol/followed-pull-request';

const mostReviewers = 100;

/** What a reviewer said at one time; without a state, an earlier word of theirs was taken back. */
export interface Verdict {
  readonly by: string;
  readonly state: Review['state'] | undefined;
}

/** What each reviewer says by now, of all that they said one after the other. */
export function lastWords(verdicts: Iterable<Verdict>): Review[] {
  const last = new Map<string, Verdict['state']>();
  for (const { by, state } of verdicts) last.set(by, state);
  const standing = [...last].flatMap(([by, state]) => (state === undefined ? [] : [{ by, state }]));
  return standing.slice(-mostReviewers);
}
