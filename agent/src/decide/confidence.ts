import { type Curves, expectedShare, kindOf, measuredAt, measuredCurves } from './calibration.ts';
import weights from './confidence.json' with { type: 'json' };
import { type Compared, type Evidence, type Facts, factsOf } from './facts.ts';
import { goesBack, type Ranked } from './select.ts';

export interface Confidence {
  /** 0…1. */
  readonly value: number;
  /** What raised and lowered it, in words. */
  readonly reasons: readonly string[];
  readonly facts: Facts;
}

/**
 * Confidence in one ranked candidate, from what was seen in the sandbox. The weights in `confidence.json` give a score;
 * how often first offers with a like proof and a like score were right, as the bench measured it, is the confidence.
 * Where too little was measured, it is the score, with caps; so it is for what does not come first.
 */
export function confidenceOf(own: Ranked, evidence: Evidence, curves: Curves = measuredCurves): Confidence {
  const [first] = evidence.ranked;
  const facts = factsOf(own, evidence);
  if (first === undefined || first === own || first.signals.shape === own.signals.shape)
    return confidenceIn(facts, curves, own.votes);
  const alone = confidenceIn(facts, {}, own.votes);
  const { value } = confidenceOf(first, evidence, curves);
  const reasons = [...alone.reasons, `at most ${value}: another fix comes first`];
  return alone.value <= value ? alone : { ...alone, value, reasons };
}

export function confidenceIn(facts: Facts, curves: Curves = measuredCurves, votes = 1): Confidence {
  const parts = partsOf(facts, votes);
  const score = parts.reduce((total, [weight]) => total + weight, 0);
  const measured = measuredAt(kindOf(facts), score, curves);
  const start = measured === undefined ? score : expectedShare(measured);
  const applied = capsOf(facts, measured !== undefined).filter(([applies, cap]) => applies && start > cap);
  const value = Math.max(0, Math.min(start, ...applied.map(([, cap]) => cap)));
  const said = parts.filter(([weight]) => weight !== 0).map(([weight, text]) => `${sign(weight)}: ${text}`);
  const limits = applied
    .filter(([, , text]) => text !== '')
    .map(([, cap, text]) => `at most ${cap}: ${text}`);
  const known =
    measured === undefined
      ? []
      : [
          `of ${measured.cases} fixes with a like proof and score ${measured.right} were right where it was measured`,
        ];
  return { value: Math.round(value * 1000) / 1000, reasons: [...said, ...known, ...limits], facts };
}

/** The score by which candidates with a like proof are told apart. */
export function scoreOf(facts: Facts): number {
  return partsOf(facts, 1).reduce((total, [weight]) => total + weight, 0);
}

function partsOf(facts: Facts, votes: number): (readonly [number, string])[] {
  const { verdict, tested, label, reproduced, prior, diagnosis, hidesSymptom, compared } = facts;
  return [
    [weights.start[verdict], `the candidate is ${verdict}`],
    [tested && verdict !== 'rejected' ? weights.testsPassed : 0, 'no test got worse'],
    label === 'root-cause'
      ? [weights.rootCause, 'it changes the cause']
      : [weights.guard, 'it only guards against the symptom'],
    [reproduced === 'request' ? weights.requestReproduced : 0, 'the whole request was replayed'],
    [reproduced === 'guessed' ? weights.guessedInput : 0, 'the input that raises the error was made up'],
    [weights.priorSpan * (prior - 0.5), 'how often fixes of this kind are right'],
    [weights.diagnosisSpan * (diagnosis - 0.5), 'how sure the diagnosis is'],
    [weights.vote * Math.min(votes - 1, weights.mostVotes), agreement(compared)],
    rivalry(facts),
    [compared?.strays ? weights.strays : 0, 'it answers otherwise where the program did not crash'],
    [hidesSymptom ? weights.hidesSymptom : 0, 'it returns silently, catches everything or only deletes'],
  ];
}

function capsOf(facts: Facts, measured: boolean): (readonly [boolean, number, string])[] {
  const { verdict, tested, reproduced, engine, hidesSymptom } = facts;
  const { caps } = weights;
  return [
    [isToss(facts), caps.rivalled, 'another fix, about as likely, does something else'],
    [!measured, caps.unmeasured, 'too few fixes like it were measured'],
    // One call that no longer raises the error is passed by many a fix; the project's own tests ask for more.
    [
      !measured && facts.rivals > 0 && reproduced !== 'tests',
      caps.rivalled,
      'a different fix came through as well, and too few like it were measured',
    ],
    [reproduced === 'none', caps.noReproduction, 'the error was not reproduced'],
    [!tested, caps.noTests, 'there are no tests to compare'],
    [hidesSymptom, caps.hidesSymptom, ''],
    [verdict === 'rejected', caps.rejected, ''],
    [goesBack(facts), caps.goesBack, 'it goes back on what a commit was made for'],
    [engine === 'search' && !measured, caps.search, 'it was found by trying, without a reason'],
  ];
}

/** Whether a rival was seen to do something else, and nothing tells which is meant. */
function isToss({ prior, rivals, margin, compared }: Facts): boolean {
  if (compared === undefined || rivals === 0) return false;
  const { near, apart } = weights.toss;
  return prior - margin >= near * prior && compared.apart > apart * compared.inputs;
}

function agreement(compared: Compared | undefined): string {
  if (compared === undefined || compared.alike === 0) return 'several ways led to the same fix';
  return `it behaves like ${count(compared.alike, 'other fix', 'es')} on ${count(compared.made, 'made-up input')}`;
}

/** Another fix that came through as well, and differs, makes the choice less sure; the more alike their priors, the less. */
function rivalry({ rivals, margin, compared }: Facts): readonly [number, string] {
  if (rivals === 0) return [weights.unrivalled, 'no other fix of its kind came through'];
  const apart =
    compared && compared.apart > 0
      ? `; it behaves otherwise on ${compared.apart} of ${count(compared.inputs, 'input')}`
      : '';
  return [
    weights.rivalSpan * (1 - Math.min(1, margin / 0.5)),
    `a different fix came through as well${apart}`,
  ];
}

function count(number: number, what: string, plural = 's'): string {
  return `${number} ${what}${number === 1 ? '' : plural}`;
}

function sign(weight: number): string {
  return `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(2)}`;
}
