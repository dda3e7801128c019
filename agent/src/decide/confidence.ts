import type { Verification } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { type Curves, expectedShare, kindOf, measuredAt, measuredCurves } from './calibration.ts';
import weights from './confidence.json' with { type: 'json' };
import { type Compared, type Evidence, type Facts, factsOf } from './facts.ts';
import { goesBack, type Ranked } from './select.ts';

/** What moves the confidence by less is not worth a word. */
const leastSaid = 0.005;

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
    return leant(confidenceIn(facts, curves, own.votes), own);
  const alone = leant(confidenceIn(facts, {}, own.votes), own);
  const { value } = confidenceOf(first, evidence, curves);
  const reasons = [...alone.reasons, t('at most {0}: another fix comes first', percent(value))];
  return alone.value <= value ? alone : { ...alone, value, reasons };
}

/** What people said of fixes like it moves the confidence in it; up only where it was proven, since caps are to hold. */
function leant(confidence: Confidence, { leaning }: Ranked): Confidence {
  if (leaning === undefined) return confidence;
  const { value, reasons, facts } = confidence;
  const shift = facts.verdict === 'proven' ? leaning.shift : Math.min(0, leaning.shift);
  if (shift === 0) return confidence;
  const moved = Math.round(Math.max(0, Math.min(1, value + shift)) * 1000) / 1000;
  return { value: moved, reasons: [...reasons, `${sign(shift)}: ${leaning.reason}`], facts };
}

export function confidenceIn(facts: Facts, curves: Curves = measuredCurves, votes = 1): Confidence {
  const parts = partsOf(facts, votes);
  const score = parts.reduce((total, [weight]) => total + weight, 0);
  const measured = measuredAt(kindOf(facts), score, curves);
  const start = measured === undefined ? score : expectedShare(measured);
  const applied = capsOf(facts, measured !== undefined).filter(([applies, cap]) => applies && start > cap);
  const value = Math.max(0, Math.min(start, ...applied.map(([, cap]) => cap)));
  const said = parts
    .filter(([weight]) => Math.abs(weight) >= leastSaid)
    .map(([weight, text]) => `${sign(weight)}: ${text}`);
  const limits = applied
    .filter(([, , text]) => text !== '')
    .map(([, cap, text]) => t('at most {0}: {1}', percent(cap), text));
  const known =
    measured === undefined
      ? []
      : [
          t(
            '{0} of {1} fixes with a like proof and score were right where it was measured',
            measured.right,
            measured.cases,
          ),
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
    [weights.start[verdict], standing(verdict)],
    [tested && verdict !== 'rejected' ? weights.testsPassed : 0, t('no test got worse')],
    label === 'root-cause'
      ? [weights.rootCause, t('it changes the cause')]
      : [weights.guard, t('it only guards against the symptom')],
    [reproduced === 'request' ? weights.requestReproduced : 0, t('the whole request was replayed')],
    [reproduced === 'guessed' ? weights.guessedInput : 0, t('the input that raises the error was made up')],
    [weights.priorSpan * (prior - 0.5), t('how often fixes of this kind are right')],
    [weights.diagnosisSpan * (diagnosis - 0.5), t('how sure the diagnosis is')],
    [weights.vote * Math.min(votes - 1, weights.mostVotes), agreement(compared)],
    rivalry(facts),
    [compared?.strays ? weights.strays : 0, t('it answers otherwise where the program did not crash')],
    [hidesSymptom ? weights.hidesSymptom : 0, t('it returns silently, catches everything or only deletes')],
  ];
}

function capsOf(facts: Facts, measured: boolean): (readonly [boolean, number, string])[] {
  const { verdict, tested, reproduced, engine, hidesSymptom } = facts;
  const { caps } = weights;
  return [
    [isToss(facts), caps.rivalled, t('another fix, about as likely, does something else')],
    [!measured, caps.unmeasured, t('too few fixes like it were measured')],
    // One call that no longer raises the error is passed by many a fix; the project's own tests ask for more.
    [
      !measured && facts.rivals > 0 && reproduced !== 'tests',
      caps.rivalled,
      t('a different fix came through as well, and too few like it were measured'),
    ],
    [reproduced === 'none', caps.noReproduction, t('the error was not reproduced')],
    [!tested, caps.noTests, t('there are no tests to compare')],
    [hidesSymptom, caps.hidesSymptom, ''],
    [verdict === 'rejected', caps.rejected, ''],
    [goesBack(facts), caps.goesBack, t('it goes back on what a commit was made for')],
    [engine === 'search' && !measured, caps.search, t('it was found by trying, without a reason')],
  ];
}

/** Whether a rival was seen to do something else, and nothing tells which is meant. */
function isToss({ prior, rivals, margin, compared }: Facts): boolean {
  if (compared === undefined || rivals === 0) return false;
  const { near, apart } = weights.toss;
  return prior - margin >= near * prior && compared.apart > apart * compared.inputs;
}

function agreement(compared: Compared | undefined): string {
  if (compared === undefined || compared.alike === 0) return t('several ways led to the same fix');
  const inputs = compared.made === 1 ? t('1 made-up input') : t('{0} made-up inputs', compared.made);
  return compared.alike === 1
    ? t('it behaves like 1 other fix on {0}', inputs)
    : t('it behaves like {0} other fixes on {1}', compared.alike, inputs);
}

/** Another fix that came through as well, and differs, makes the choice less sure; the more alike their priors, the less. */
function rivalry({ rivals, margin, compared }: Facts): readonly [number, string] {
  if (rivals === 0) return [weights.unrivalled, t('no other fix of its kind came through')];
  const weight = weights.rivalSpan * (1 - Math.min(1, margin / 0.5));
  if (compared === undefined || compared.apart === 0)
    return [weight, t('a different fix came through as well')];
  const inputs = compared.inputs === 1 ? t('1 input') : t('{0} inputs', compared.inputs);
  return [
    weight,
    t('a different fix came through as well; it behaves otherwise on {0} of {1}', compared.apart, inputs),
  ];
}

function standing(verdict: Verification['verdict']): string {
  switch (verdict) {
    case 'proven':
      return t('the candidate is proven');
    case 'plausible':
      return t('the candidate is plausible');
    case 'rejected':
      return t('the candidate is rejected');
  }
}

function sign(weight: number): string {
  return `${weight > 0 ? '+' : '−'}${percent(Math.abs(weight))}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
