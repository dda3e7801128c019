import { type Curves, expectedShare, fewCases, kinds } from '../../../agent/src/decide/calibration.ts';
import type { RepairSet } from '../results.ts';
import { alignedTable } from '../table.ts';
import { crossValidated, fitCurves, type Offer, offersOf } from './calibration.ts';

const method = `A candidate's evidence gives a score: what was proven and with what, whether it changes the cause, how often fixes of its kind are
right, how sure the diagnosis is, and whether other fixes came through as well. What a score is worth was measured: of the fixes offered first with a like
proof and a like score, how many were right. With _n_ cases of which _r_ were right, the confidence is (_r_ + 1) / (_n_ + 2), so that few cases do not
make sure; with fewer than 8 it is the score itself, at most 0.85. Without a reproduction it is at most 0.65, without tests at most 0.6.`;

const titles: Readonly<Record<(typeof kinds)[number], string>> = {
  'tests-reasoned': "proven with the project's tests, with a reason",
  'tests-tried': "proven with the project's tests, found by trying",
  'tests-written': "proven with the project's tests, written by a model",
  'event-reasoned': 'proven with a reproduction of the event, with a reason',
  'event-tried': 'proven with a reproduction of the event, found by trying',
  'event-written': 'proven with a reproduction of the event, written by a model',
  unproven: 'not reproduced',
  'unproven-written': 'not reproduced, written by a model',
};

/** What confidence is worth, as fitted on the recorded sets and as checked on projects that it was not fitted on. */
export function calibrationSection(sets: readonly RepairSet[]): string[] {
  const offers = offersOf(sets);
  if (offers.length === 0) return [];
  return [
    '### What confidence is worth',
    method,
    curveTable(fitCurves(offers)),
    `Checked on each project with what the other projects say, so on nothing that it was fitted on: ${offers.length} first offers of ${new Set(offers.map(({ project }) => project)).size} projects (each program of QuixBugs is one).`,
    bandTable(crossValidated(offers)),
  ];
}

function curveTable(curves: Curves): string {
  const lines = kinds.flatMap(kind =>
    (curves[kind] ?? []).map(step => [
      titles[kind],
      step.from.toFixed(2),
      `${step.cases}`,
      `${step.right}`,
      step.cases < fewCases ? '–' : expectedShare(step).toFixed(2),
    ]),
  );
  return alignedTable(['proof', 'score from', 'offers', 'right', 'worth'], lines);
}

const bands = [0, 0.3, 0.5, 0.7, 0.9] as const;

function bandTable(offers: readonly (Offer & { readonly confidence: number })[]): string {
  const lines = bands.flatMap((from, at) => {
    const to = bands[at + 1] ?? 1.01;
    const some = offers.filter(({ confidence }) => confidence >= from && confidence < to);
    if (some.length === 0) return [];
    const right = some.filter(offer => offer.right).length;
    const said = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
    return [
      [
        `${from.toFixed(1)} – ${Math.min(to, 1).toFixed(1)}`,
        `${some.length}`,
        `${right}`,
        said.toFixed(2),
        (right / some.length).toFixed(2),
      ],
    ];
  });
  return alignedTable(['confidence', 'offers', 'right', 'said, mean', 'share right'], lines);
}
