import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Candidate, Verification } from '@errata/protocol/proposal';
import type { Ranked } from './select.ts';

/** What confidence is judged on besides the candidate itself. */
export interface Evidence {
  readonly diagnosis: Pick<Diagnosis, 'confidence'>;
  /** All candidates in their order, equivalent ones collapsed. */
  readonly ranked: readonly Ranked[];
  /** The reproduction went through the whole request. */
  readonly wholeRequest?: boolean;
  /** Its input was made up after existing tests. */
  readonly guessedInput?: boolean;
  /** What has to pass are tests that the project has itself, not one that was made of an event. */
  readonly ownTests?: boolean;
}

/** With the project's own tests, the whole request, what the client captured, made-up input, or not at all. */
export type Reproduced = 'tests' | 'request' | 'captured' | 'guessed' | 'none';

/** What is known of one candidate when it has to be said how sure it is. */
export interface Facts {
  readonly verdict: Verification['verdict'];
  /** `none` as well when the candidate does not make it pass. */
  readonly reproduced: Reproduced;
  /** The project's tests ran before and after. */
  readonly tested: boolean;
  readonly label: Candidate['label'];
  readonly engine: Candidate['engine'];
  /** Returns silently, catches everything or only deletes. */
  readonly hidesSymptom: boolean;
  readonly prior: number;
  /** Of the diagnosis. */
  readonly diagnosis: number;
  /** Other fixes with the same verdict and label that came through as well. */
  readonly rivals: number;
  /** How far the likeliest of them is behind, in priors; 1 when there is none. */
  readonly margin: number;
  /** What it was seen to do beside the others, where fixes were compared by that. */
  readonly compared?: Compared | undefined;
}

export interface Compared {
  /** How many inputs all were called with, and how many of them were made up. */
  readonly inputs: number;
  readonly made: number;
  /** Other fixes that did the same with all of them. */
  readonly alike: number;
  /** Inputs with which the likeliest rival did something else. */
  readonly apart: number;
  /** It answers otherwise where the program did well that only crashed elsewhere. */
  readonly strays: boolean;
}

export function factsOf(own: Ranked, evidence: Evidence): Facts {
  const { diagnosis, ranked } = evidence;
  const { candidate, demoted } = own;
  const { verification, label, engine, prior } = candidate;
  const verdict = verification?.verdict ?? 'rejected';
  const flipped =
    verification?.reproduction.before.result === 'raised' &&
    verification.reproduction.after.result === 'passed';
  const rivals = ranked.filter(
    other =>
      other.signals.shape !== own.signals.shape &&
      other.candidate.verification?.verdict === verdict &&
      other.candidate.label === label &&
      !other.demoted &&
      !isNoRival(own, other),
  );
  const nearest = Math.max(0, ...rivals.map(rival => rival.candidate.prior));
  const compared = comparedWith(own, ranked, rivals);
  return {
    verdict,
    reproduced: flipped ? reproducedWith(evidence) : 'none',
    tested: verification?.tests.before.ran === true && verification.tests.after.ran,
    label,
    engine,
    hidesSymptom: demoted,
    prior,
    diagnosis: diagnosis.confidence,
    rivals: rivals.length,
    margin: rivals.length === 0 ? 1 : Math.min(1, Math.max(0, prior - nearest)),
    ...(compared ? { compared } : {}),
  };
}

/** What was seen to do the same is no rival, nor is what breaks something that the other leaves alone. */
function isNoRival({ behaviour: own }: Ranked, { behaviour: other }: Ranked): boolean {
  if (own === undefined || other === undefined) return false;
  return own.kind === other.kind || (other.strays && !own.strays);
}

function comparedWith(
  { behaviour: own, candidate }: Ranked,
  ranked: readonly Ranked[],
  rivals: readonly Ranked[],
): Compared | undefined {
  if (own === undefined) return undefined;
  const { outcomes, kind, made, strays } = own;
  const others = ranked.filter(other => other.candidate.id !== candidate.id);
  const likeliest = [...rivals].sort((a, b) => b.candidate.prior - a.candidate.prior)[0]?.behaviour;
  return {
    inputs: outcomes.length,
    made,
    alike: others.filter(({ behaviour }) => behaviour?.kind === kind).length,
    apart: likeliest ? outcomes.filter((outcome, at) => outcome !== likeliest.outcomes[at]).length : 0,
    strays,
  };
}

function reproducedWith({ ownTests, wholeRequest, guessedInput }: Evidence): Reproduced {
  if (ownTests) return 'tests';
  if (wholeRequest) return 'request';
  return guessedInput ? 'guessed' : 'captured';
}
