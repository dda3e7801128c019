import type { Candidate } from '@errata/protocol/proposal';
import type { FailedFix } from '../../propose/model/propose-with-model.ts';

/** How often what went wrong is given back. */
export const mostReflections = 3;
/** So many failures are shown at a time: those that came furthest. */
const mostShown = 3;

/** What came of one answer. */
export interface Tried {
  /** As the sandbox left them. */
  readonly candidates: readonly Candidate[];
  /** What was not even tried, since a fence forbids it. */
  readonly forbidden: readonly FailedFix[];
}

/**
 * Asks again with what went wrong until an answer is good enough, nothing gets any further, or it was done often enough; all that was
 * tried, the first answer included. A failure of another kind is news to a model, even where it is no further.
 */
export async function reflect(options: {
  readonly first: Tried;
  isEnough(candidate: Candidate): boolean;
  failureOf(candidate: Candidate): FailedFix;
  again(failures: readonly FailedFix[], round: number): Promise<Tried>;
}): Promise<Candidate[]> {
  const { first, isEnough, failureOf, again } = options;
  const all: Candidate[] = [];
  const failed: { failure: FailedFix; standing: number }[] = [];
  const heard = new Set<string>();
  let reached = -1;
  let last = first;
  for (let round = 1; ; round++) {
    all.push(...last.candidates);
    if (round > mostReflections || last.candidates.some(isEnough)) return all;
    const news = [
      ...last.candidates.map(each => ({ failure: failureOf(each), standing: standingOf(each) })),
      ...last.forbidden.map(failure => ({ failure, standing: 0 })),
    ];
    const isFurther = news.some(({ standing }) => standing > reached);
    if (!isFurther && news.every(({ failure }) => heard.has(headOf(failure)))) return all;
    for (const { failure, standing } of news) {
      heard.add(headOf(failure));
      reached = Math.max(reached, standing);
    }
    // The newest of equals first: it was written with what the others taught.
    failed.unshift(...news);
    failed.sort((a, b) => b.standing - a.standing);
    const shown = failed.slice(0, mostShown).map(({ failure }) => failure);
    last = await again(shown, round);
  }
}

/** Those that came furthest, to be shown. */
export function furthest(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => standingOf(b) - standingOf(a)).slice(0, mostShown);
}

/** What went wrong, in a line: what was printed is never twice the same. */
function headOf({ output }: FailedFix): string {
  return output.split('\n', 1)[0] ?? '';
}

/** How far a candidate came in the sandbox: the more, the further. */
export function standingOf({ verification }: Candidate): number {
  if (verification === undefined) return 0;
  const { verdict, reproduction } = verification;
  if (verdict === 'proven') return 6;
  if (verdict === 'plausible') return 5;
  if (reproduction.reason !== undefined) return 4;
  return { 'not-run': 1, raised: 2, other: 3, passed: 4 }[reproduction.after.result];
}
