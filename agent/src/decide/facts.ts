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
      !other.demoted,
  );
  const nearest = Math.max(0, ...rivals.map(rival => rival.candidate.prior));
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
  };
}

function reproducedWith({ ownTests, wholeRequest, guessedInput }: Evidence): Reproduced {
  if (ownTests) return 'tests';
  if (wholeRequest) return 'request';
  return guessedInput ? 'guessed' : 'captured';
}
