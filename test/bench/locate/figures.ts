import { z } from 'zod';
import { percentile } from '../latency.ts';
import type { Score } from './score.ts';

const share = z.number().min(0).max(1).optional();

/** Over all cases; a figure is absent when no case has the truth for it, or the target says nothing. */
export const figuresSchema = z.object({
  cases: z.int(),
  file1: share,
  file3: share,
  file5: share,
  lineAny: share,
  line1: share,
  symbol1: share,
  crash: share,
  precision: share,
  recall: share,
  f1: share,
  suspect1: share,
  suspect3: share,
  newer: share,
  /** Milliseconds. */
  mean: z.number(),
  p95: z.number(),
});
export type Figures = z.infer<typeof figuresSchema>;

export function figuresOf(scores: readonly Score[]): Figures {
  const suspects = scores.flatMap(each => each.suspects ?? []);
  const right = total(suspects, each => each.right);
  const listed = total(suspects, each => each.listed);
  const wanted = total(suspects, each => each.wanted);
  const times = scores.map(each => each.milliseconds).sort((a, b) => a - b);
  const files = (most: number) => shareOf(scores, each => each.fileRank && each.fileRank <= most);
  return {
    cases: scores.length,
    file1: files(1),
    file3: files(3),
    file5: files(5),
    lineAny: shareOf(scores, each => each.lineAny),
    line1: shareOf(scores, each => each.lineFirst),
    symbol1: shareOf(scores, each => each.symbolFirst),
    crash: shareOf(scores, each => each.crash),
    precision: ratio(right, listed),
    recall: ratio(right, wanted),
    f1: ratio(2 * right, listed + wanted),
    suspect1: shareOf(suspects, each => each.rank === 1),
    suspect3: shareOf(suspects, each => each.rank <= 3),
    newer: ratio(
      total(scores, each => each.held?.newer),
      total(scores, each => each.held?.listed),
    ),
    mean: total(times, time => time) / Math.max(times.length, 1),
    p95: times.length === 0 ? 0 : percentile(times, 0.95),
  };
}

/** Share of those to which the question applies. */
function shareOf<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean | 0 | undefined,
): number | undefined {
  const asked = items.map(holds).filter(answer => answer !== undefined);
  return ratio(asked.filter(Boolean).length, asked.length);
}

function total<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number {
  return items.reduce((sum, item) => sum + (of(item) ?? 0), 0);
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
