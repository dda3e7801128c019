/*
 * FaST: two stack traces are aligned in time linear to their lengths. Instead of trying all ways to shift one against the
 * other, the visits of each function are paired in their order: first with first, second with second.
 */

/** A trace as the names of its functions, nearest to the crash first. */
export type TraceKeys = readonly string[];

/** How much it says that a function is on a stack; rare ones say more. */
export type Weight = (key: string) => number;

/** How fast the weight falls with the distance from the crash, and the worth of a pair with the shift between its places. */
const positionDecay = 0.1;
const shiftDecay = 0.15;

export interface Alignment {
  /** 0: nothing in common; 1: the same trace. */
  readonly similarity: number;
  /** What both have, nearest to the crash of the first one first. */
  readonly shared: readonly string[];
}

/** Traces without frames are like nothing, not even each other: they say nothing. */
export function align(one: TraceKeys, other: TraceKeys, weight: Weight): Alignment {
  const whole = total(one, weight) + total(other, weight);
  if (whole === 0) return { similarity: 0, shared: [] };
  const placesInOther = placesOf(other);
  const visits = new Map<string, number>();
  const shared: string[] = [];
  let common = 0;
  one.forEach((key, place) => {
    const visit = visits.get(key) ?? 0;
    visits.set(key, visit + 1);
    const partner = placesInOther.get(key)?.[visit];
    if (partner === undefined) return;
    shared.push(key);
    const worth = weight(key) * (atPlace(place) + atPlace(partner));
    common += worth * Math.exp(-shiftDecay * Math.abs(place - partner));
  });
  return { similarity: Math.min(1, common / whole), shared };
}

function total(trace: TraceKeys, weight: Weight): number {
  return trace.reduce((sum, key, place) => sum + weight(key) * atPlace(place), 0);
}

function atPlace(place: number): number {
  return Math.exp(-positionDecay * place);
}

function placesOf(trace: TraceKeys): Map<string, number[]> {
  const places = new Map<string, number[]>();
  trace.forEach((key, place) => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  });
  return places;
}
