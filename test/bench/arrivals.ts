import { kindIn, kinds } from './sample-events.ts';

/**
 * When one subscriber was told of which event. Events are numbered in the order in which they are sent, and event `n` is of
 * kind `n % kinds.length`.
 */
export class Arrivals {
  readonly #at: number[] = [];
  readonly #counts = kinds.map(() => 0);
  #size = 0;

  /** How many events it was told of. */
  get size(): number {
    return this.#size;
  }

  /** When the event arrived, if it has. */
  at(sequence: number): number | undefined {
    return this.#at[sequence];
  }

  event(sequence: number, now: number): void {
    if (this.#at[sequence] !== undefined) return;
    this.#at[sequence] = now;
    this.#size += 1;
  }

  /** An issue that counts `n` events tells of the first `n` of its kind, those among them that were not told of before. */
  issue(
    issue: { readonly title: string; readonly culprit: string; readonly count: number },
    now: number,
  ): void {
    const kind = kindIn(`${issue.title} ${issue.culprit}`);
    if (kind === undefined) return;
    const known = this.#counts[kind] ?? 0;
    for (let ordinal = known; ordinal < issue.count; ordinal++)
      this.event(ordinal * kinds.length + kind, now);
    this.#counts[kind] = Math.max(known, issue.count);
  }
}
