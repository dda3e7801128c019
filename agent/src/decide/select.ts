import type { Candidate } from '@errata/protocol/proposal';
import type { Behaviour } from './behaviour.ts';
import { type Signals, signalsOf } from './signals.ts';

/** What people said before of fixes like it, and what that makes of it. */
export interface Leaning {
  /** Factor of the prior for its place. */
  readonly weight: number;
  /** What is added to the confidence in it. */
  readonly shift: number;
  readonly reason: string;
}

/** A candidate with what its place was decided on. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly signals: Signals;
  /** How many candidates come to the same syntax tree, or were seen to do the same, itself included. */
  readonly votes: number;
  /** Hides the symptom: returns nothing silently, catches everything, or only takes code away. */
  readonly demoted: boolean;
  /** What it was seen to do, where candidates were compared by that. */
  readonly behaviour?: Behaviour;
  /** A better one was seen to do the same. */
  readonly alternative?: boolean;
  readonly leaning?: Leaning;
}

/** What changes answers that were right is so much less likely to be right itself: now and then those were wrong, too. */
const straying = 0.5;

const verdictRank = { proven: 0, plausible: 1, rejected: 2 } as const;

/**
 * Best first, lexicographically (DESIGN §9): proven before plausible before rejected; what hides the symptom last and
 * root causes before guards and blind edits; then prior, as people's decisions weigh it, votes of equivalent candidates,
 * the smaller edit. Of equivalent candidates only the best stays.
 */
export async function rankCandidates(
  candidates: readonly Candidate[],
  leaningOf: (candidate: Candidate) => Leaning | undefined = () => undefined,
): Promise<Ranked[]> {
  const read = await Promise.all(
    candidates.map(async candidate => ({ candidate, signals: await signalsOf(candidate) })),
  );
  const votes = new Map<string, number>();
  for (const { signals } of read) votes.set(signals.shape, (votes.get(signals.shape) ?? 0) + 1);
  const ranked = read
    .map(({ candidate, signals }) => {
      const leaning = leaningOf(candidate);
      return {
        candidate,
        signals,
        votes: votes.get(signals.shape) ?? 1,
        demoted: signals.silentReturns > 0 || signals.blanketCatches > 0 || signals.deletes,
        ...(leaning ? { leaning } : {}),
      };
    })
    .sort(compare);
  const seen = new Set<string>();
  return ranked.filter(({ signals }) => !seen.has(signals.shape) && seen.add(signals.shape));
}

/**
 * The candidates with what they were seen to do, in their new order: what answers with nothing is put last, what changes
 * answers that were right counts for less, and of those that do the same the best stands for all.
 */
export function rankByBehaviour(
  ranked: readonly Ranked[],
  behaviours: ReadonlyMap<string, Behaviour>,
): Ranked[] {
  const votes = new Map<string, number>();
  const kindOf = ({ candidate }: Ranked) => behaviours.get(candidate.id)?.kind;
  for (const own of ranked) {
    const kind = kindOf(own);
    if (kind !== undefined) votes.set(kind, (votes.get(kind) ?? 0) + own.votes);
  }
  const weighed = ranked
    .map((own): Ranked => {
      const did = behaviours.get(own.candidate.id);
      if (did === undefined) return own;
      // What is changed for a reason may be meant to answer otherwise: a producer that now gives what was missing.
      const behaviour = { ...did, strays: did.strays && isBlind(own.candidate) };
      const { kind, silent } = behaviour;
      return { ...own, behaviour, votes: votes.get(kind) ?? own.votes, demoted: own.demoted || silent };
    })
    .sort(compare);
  const seen = new Set<string>();
  return weighed
    .map(own => {
      const kind = own.behaviour?.kind;
      const alternative = kind !== undefined && seen.has(kind);
      if (kind !== undefined) seen.add(kind);
      return alternative ? { ...own, alternative } : own;
    })
    .sort(compare);
}

function isBlind({ engine }: Candidate): boolean {
  return engine === 'search' || engine === 'revert';
}

/** Order of two candidates; stable for equal ones. */
export function compare(a: Ranked, b: Ranked): number {
  const keys = [keyOf(a), keyOf(b)] as const;
  for (let index = 0; index < keys[0].length; index++) {
    const difference = (keys[0][index] ?? 0) - (keys[1][index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.candidate.id < b.candidate.id ? -1 : Number(a.candidate.id !== b.candidate.id);
}

/** Takes back what a commit brought, a feature perhaps; putting back what it took away is another matter. */
export function goesBack({ engine, prior }: Pick<Candidate, 'engine' | 'prior'>): boolean {
  return engine === 'revert' && prior < 0.5;
}

function keyOf({ candidate, signals, votes, demoted, behaviour, alternative, leaning }: Ranked): number[] {
  const verdict = candidate.verification?.verdict;
  // That a blind edit stops the crash does not make it the cause's fix; a guard at least has a reason.
  const blind = candidate.engine === 'search' || goesBack(candidate);
  const label = demoted ? 2 : candidate.label === 'root-cause' && !blind ? 0 : 1;
  return [
    verdict === undefined ? 2 : verdictRank[verdict],
    label,
    Number(alternative ?? false),
    -candidate.prior * (behaviour?.strays ? straying : 1) * (leaning?.weight ?? 1),
    -votes,
    signals.size,
  ];
}
