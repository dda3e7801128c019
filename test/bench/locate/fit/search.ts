import { figuresOf } from '../figures.ts';
import type { Score } from '../score.ts';
import type { Part, Prepared } from './prepared.ts';
import { useVector, type Vector } from './weights-file.ts';

const factors = [0.6, 1.6];
const atOnce = 4;
/** Smaller gains are taken for chance. */
const leastGain = 0.003;

/** How good the ranking is by some cases; of places and of commits alike, more is better, 1 is perfect. */
function quality(part: Part, scores: readonly Score[]): number {
  const {
    file1 = 0,
    line1 = 0,
    lineAny = 0,
    symbol1 = 0,
    f1 = 0,
    suspect1 = 0,
    suspect3 = 0,
  } = figuresOf(scores);
  return part === 'suspect'
    ? (2 * f1 + suspect1 + suspect3) / 4
    : (2 * file1 + line1 + lineAny + symbol1) / 5;
}

/** Remembers what each set of weights gives for each case. */
export class Judge {
  readonly part: Part;
  readonly #cases: readonly Prepared[];
  readonly #known = new Map<string, Promise<Score[]>>();

  constructor(part: Part, cases: readonly Prepared[]) {
    this.part = part;
    this.#cases = cases;
  }

  /** One set of weights after the other: they are the process's own. */
  async scores(vector: Vector): Promise<readonly Score[]> {
    const key = JSON.stringify([...vector]);
    const known = this.#known.get(key) ?? this.#measure(vector);
    this.#known.set(key, known);
    return known;
  }

  async quality(vector: Vector, holds: (project: string) => boolean): Promise<number> {
    const scores = await this.scores(vector);
    return quality(
      this.part,
      scores.filter((_, at) => holds(this.#cases[at]?.project ?? '')),
    );
  }

  async #measure(vector: Vector): Promise<Score[]> {
    useVector(this.part, vector);
    const scores: Score[] = [];
    for (let at = 0; at < this.#cases.length; at += atOnce) {
      const some = this.#cases.slice(at, at + atOnce);
      scores.push(...(await Promise.all(some.map(each => each.measure(this.part)))));
    }
    return scores;
  }
}

/** Changes one number after the other as long as the chosen projects get better by it. */
export async function descend(
  judge: Judge,
  start: Vector,
  names: readonly string[],
  holds: (project: string) => boolean,
): Promise<Vector> {
  let best = start;
  let reached = await judge.quality(best, holds);
  for (const name of names) {
    for (const value of tries(name, start.get(name) ?? 0)) {
      const vector = new Map(best).set(name, value);
      const gained = await judge.quality(vector, holds);
      if (gained < reached + leastGain) continue;
      best = vector;
      reached = gained;
    }
  }
  return best;
}

/** The numbers that change anything for these cases. */
export async function tellingNames(judge: Judge, start: Vector, asked: readonly string[]): Promise<string[]> {
  const before = JSON.stringify(await judge.scores(start));
  const telling: string[] = [];
  for (const name of asked) {
    for (const each of tries(name, start.get(name) ?? 0)) {
      const scores = await judge.scores(new Map(start).set(name, each));
      if (JSON.stringify(scores) === before) continue;
      telling.push(name);
      break;
    }
  }
  return telling;
}

/** Other values of a weight. Counts are whole, and shares end at 1. */
function tries(name: string, value: number): number[] {
  if (name === 'most') return [1, 2, 3, 4, 5].filter(each => each !== value);
  const isShare = /^(?:beside|leastShare|least|uncertain|tested|offTrace|sameFile|sameFunction)$/.test(name);
  const rounded = factors.map(factor => Number((value * factor).toPrecision(2)));
  return isShare ? rounded.map(each => Math.min(each, 0.95)) : rounded;
}
