import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type Curves,
  expectedShare,
  fewCases,
  type Kind,
  kindOf,
  kinds,
  type Step,
} from '../../../agent/src/decide/calibration.ts';
import { confidenceIn, scoreOf } from '../../../agent/src/decide/confidence.ts';
import type { Facts } from '../../../agent/src/decide/facts.ts';
import type { RepairSet } from '../results.ts';

const file = fileURLToPath(new URL('../../../agent/src/decide/calibration.json', import.meta.url));

/** What was offered first in a case, and whether it was right. */
export interface Offer {
  /** Cases of one program stand or fall together: what is measured on one is not checked on it. */
  readonly project: string;
  readonly facts: Facts;
  readonly right: boolean;
}

/** What confidence is fitted on; the other sets are there to check it. */
const fittedSets: ReadonlySet<string> = new Set(['quixbugs', 'bugsjs-odd', 'planted']);

export function offersOf(sets: readonly Pick<RepairSet, 'name' | 'answers'>[]): Offer[] {
  const fitted = sets.filter(({ name }) => fittedSets.has(name));
  return fitted.flatMap(({ name: set, answers }) =>
    answers.flatMap(({ name, facts, rank }) =>
      facts === undefined ? [] : [{ project: projectOf(set, name), facts, right: rank === 1 }],
    ),
  );
}

function projectOf(set: string, name: string): string {
  return `${set}/${name.replace(/[-/_]?\d+$/, '')}`;
}

/** A curve for each kind of proof that was measured: it never falls where the score rises. */
export function fitCurves(offers: readonly Offer[]): Curves {
  const curves: Partial<Record<Kind, Step[]>> = {};
  for (const kind of kinds) {
    const some = offers.filter(({ facts }) => kindOf(facts) === kind);
    if (some.length > 0) curves[kind] = rising(some);
  }
  return curves;
}

function rising(offers: readonly Offer[]): Step[] {
  const byScore = offers
    .map(({ facts, right }) => ({ score: scoreOf(facts), right }))
    .sort((a, b) => a.score - b.score);
  const steps: Step[] = [];
  const join = () => {
    const [upper, lower] = [steps.pop(), steps.pop()];
    if (upper === undefined || lower === undefined) return;
    steps.push({ ...lower, cases: lower.cases + upper.cases, right: lower.right + upper.right });
  };
  const falls = () => {
    const [lower, upper] = steps.slice(-2);
    return lower !== undefined && upper !== undefined && expectedShare(upper) <= expectedShare(lower);
  };
  for (let at = 0; at < byScore.length; ) {
    // Enough cases to say anything, and all that have the same score.
    let end = Math.min(at + fewCases, byScore.length);
    while (end < byScore.length && byScore[end]?.score === byScore[end - 1]?.score) end++;
    const some = byScore.slice(at, end);
    const from = at === 0 ? 0 : Math.round((some[0]?.score ?? 0) * 1000) / 1000;
    steps.push({ from, cases: some.length, right: some.filter(({ right }) => right).length });
    at = end;
    if (some.length < fewCases && steps.length > 1) join();
    while (falls()) join();
  }
  return steps;
}

/** Each offer with the confidence that it has by the curves of all other projects. */
export function crossValidated(offers: readonly Offer[]): (Offer & { readonly confidence: number })[] {
  return offers.map(offer => {
    const curves = fitCurves(offers.filter(({ project }) => project !== offer.project));
    return { ...offer, confidence: confidenceIn(offer.facts, curves).value };
  });
}

/** Fits the curves on all recorded sets and keeps them where confidence is judged. */
export async function writeCalibration(sets: readonly Pick<RepairSet, 'name' | 'answers'>[]): Promise<void> {
  const offers = offersOf(sets);
  if (offers.length === 0) return;
  const names = new Set(offers.map(({ project }) => project.split('/', 1)[0]));
  const about =
    `How often first offers with a like proof and a like score were right, measured on ${[...names].join(', ')}. ` +
    'Written by `npm run bench -- repair`.';
  await writeFile(file, `${JSON.stringify({ about, curves: fitCurves(offers) }, null, 2)}\n`);
}
