import { z } from 'zod';
import stored from './calibration.json' with { type: 'json' };
import type { Facts } from './facts.ts';

/**
 * What kinds of proof are measured apart: the project's own tests or a reproduction of the event, for a fix that has a
 * reason, one that was found by trying, or one that a model wrote; and no proof at all.
 */
export const kinds = [
  'tests-reasoned',
  'tests-tried',
  'tests-written',
  'event-reasoned',
  'event-tried',
  'event-written',
  'unproven',
  'unproven-written',
] as const;
export type Kind = (typeof kinds)[number];

/** From this score on, up to the next step: how many first offers there were, and how many of them were right. */
const stepSchema = z.object({ from: z.number(), cases: z.int().nonnegative(), right: z.int().nonnegative() });
export type Step = z.infer<typeof stepSchema>;

const calibrationSchema = z.object({
  about: z.string(),
  curves: z.partialRecord(z.enum(kinds), z.array(stepSchema)),
});
export type Curves = z.infer<typeof calibrationSchema>['curves'];

/** With fewer cases than this a share says too little. */
export const fewCases = 8;

/** As `npm run bench -- repair` wrote them. */
export const { curves: measuredCurves } = calibrationSchema.parse(stored);

export function kindOf({ verdict, reproduced, engine }: Facts): Kind {
  // What templates are worth says nothing of what a model is.
  const written = engine === 'model' || engine === 'command';
  if (verdict !== 'proven') return written ? 'unproven-written' : 'unproven';
  const proof = reproduced === 'tests' ? 'tests' : 'event';
  if (written) return `${proof}-written`;
  return `${proof}-${engine === 'search' ? 'tried' : 'reasoned'}`;
}

/** How offers of this kind with a like score came out where that was measured; undefined where too few were. */
export function measuredAt(kind: Kind, score: number, curves: Curves): Step | undefined {
  const step = curves[kind]?.findLast(({ from }) => score >= from);
  return step !== undefined && step.cases >= fewCases ? step : undefined;
}

/** The share that is to be expected of the next ones: with few cases it stays away from both ends. */
export function expectedShare({ cases, right }: Pick<Step, 'cases' | 'right'>): number {
  return (right + 1) / (cases + 2);
}
