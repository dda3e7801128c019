import type { Diagnosis } from '@errata/protocol/diagnosis';
import calibration from './calibration.json' with { type: 'json' };
import weights from './confidence.json' with { type: 'json' };
import type { Ranked } from './select.ts';

export interface Confidence {
  /** 0…1. */
  readonly value: number;
  /** What raised and lowered it, in words. */
  readonly reasons: readonly string[];
}

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

/** Confidence in one ranked candidate, from what was seen in the sandbox; the weights are in `confidence.json`. */
export function confidenceOf(own: Ranked, evidence: Evidence): Confidence {
  const { candidate, votes, demoted } = own;
  const verification = candidate.verification;
  const verdict = verification?.verdict ?? 'rejected';
  const flipped =
    verification?.reproduction.before.result === 'raised' &&
    verification.reproduction.after.result === 'passed';
  const tested = verification?.tests.before.ran === true && verification.tests.after.ran;
  const parts: (readonly [number, string])[] = [
    [weights.start[verdict], `the candidate is ${verdict}`],
    [tested && verdict !== 'rejected' ? weights.testsPassed : 0, 'no test got worse'],
    candidate.label === 'root-cause'
      ? [weights.rootCause, 'it changes the cause']
      : [weights.guard, 'it only guards against the symptom'],
    [flipped && evidence.wholeRequest ? weights.requestReproduced : 0, 'the whole request was replayed'],
    [
      flipped && evidence.guessedInput ? weights.guessedInput : 0,
      'the input that raises the error was made up',
    ],
    [weights.priorSpan * (candidate.prior - 0.5), 'how often fixes of this kind are right'],
    [weights.diagnosisSpan * (evidence.diagnosis.confidence - 0.5), 'how sure the diagnosis is'],
    [weights.vote * Math.min(votes - 1, weights.mostVotes), agreement(own, evidence.ranked)],
    rivalry(own, evidence.ranked),
    [own.behaviour?.strays ? weights.strays : 0, 'it answers otherwise where the program did not crash'],
    [demoted ? weights.hidesSymptom : 0, 'it returns silently, catches everything or only deletes'],
  ];
  const caps: (readonly [boolean, number, string])[] = [
    [true, weights.caps.always, ''],
    [!flipped, weights.caps.noReproduction, 'the error was not reproduced'],
    [!tested, weights.caps.noTests, 'there are no tests to compare'],
    [demoted, weights.caps.hidesSymptom, ''],
    [verdict === 'rejected', weights.caps.rejected, ''],
    [candidate.engine === 'search', searchCap(own, evidence), 'it was found by trying, without a reason'],
  ];
  const sum = parts.reduce((total, [weight]) => total + weight, 0);
  const applied = caps.filter(([applies, cap]) => applies && sum > cap);
  const value = Math.max(0, Math.min(sum, ...applied.map(([, cap]) => cap)));
  const said = parts.filter(([weight]) => weight !== 0).map(([weight, text]) => `${sign(weight)}: ${text}`);
  const limits = applied
    .filter(([, , text]) => text !== '')
    .map(([, cap, text]) => `at most ${cap}: ${text}`);
  return { value: Math.round(value * 1000) / 1000, reasons: [...said, ...limits] };
}

function agreement({ candidate, behaviour }: Ranked, ranked: readonly Ranked[]): string {
  if (behaviour === undefined) return 'several ways led to the same fix';
  const { kind, made } = behaviour;
  const alike = ranked.filter(other => other.behaviour?.kind === kind && other.candidate.id !== candidate.id);
  if (alike.length === 0) return 'several ways led to the same fix';
  return `it behaves like ${count(alike.length, 'other fix', 'es')} on ${count(made, 'made-up input')}`;
}

/** Another fix that came through as well, and differs, makes the choice less sure; the more alike their priors, the less. */
function rivalry(own: Ranked, ranked: readonly Ranked[]): readonly [number, string] {
  const rivals = rivalsOf(own, ranked);
  if (rivals.length === 0) return [weights.unrivalled, 'no other fix of its kind came through'];
  const nearest = rivals.reduce((a, b) => (b.candidate.prior > a.candidate.prior ? b : a));
  const margin = Math.min(1, Math.max(0, own.candidate.prior - nearest.candidate.prior) / 0.5);
  return [weights.rivalSpan * (1 - margin), `a different fix came through as well${apart(own, nearest)}`];
}

function apart({ behaviour: own }: Ranked, { behaviour: other }: Ranked): string {
  if (own === undefined || other === undefined) return '';
  const differing = own.outcomes.filter((outcome, at) => outcome !== other.outcomes[at]).length;
  return `; it behaves otherwise on ${differing} of ${count(own.outcomes.length, 'input')}`;
}

/** What was seen to do the same is no rival, nor is one that breaks what the other leaves alone. */
function rivalsOf(own: Ranked, ranked: readonly Ranked[]): Ranked[] {
  const verdict = own.candidate.verification?.verdict;
  return ranked.filter(
    other =>
      other.signals.shape !== own.signals.shape &&
      other.candidate.verification?.verdict === verdict &&
      other.candidate.label === own.candidate.label &&
      !other.demoted &&
      !(own.behaviour && other.behaviour?.kind === own.behaviour.kind) &&
      !(own.behaviour?.strays === false && other.behaviour?.strays),
  );
}

/** With fewer cases than this a share says too little. */
const fewCases = 8;

/** An edit without a reason is as sure as such edits were right where that was measured: with a project's own tests. */
function searchCap(own: Ranked, { ownTests, ranked }: Evidence): number {
  const { alone, several } = calibration.search;
  const { cases, right } = rivalsOf(own, ranked).length === 0 ? alone : several;
  if (ownTests !== true || cases < fewCases) return weights.caps.search;
  return Math.round((100 * (right + 1)) / (cases + 2)) / 100;
}

function sign(weight: number): string {
  return `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(2)}`;
}

function count(number: number, what: string, plural = 's'): string {
  return `${number} ${what}${number === 1 ? '' : plural}`;
}
