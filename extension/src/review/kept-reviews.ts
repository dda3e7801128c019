import { z } from 'zod';
import { type SavedReview, savedReviewSchema } from './saved-review.ts';

/** As much of `vscode.Memento` as is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'errata.reviews';
const maxReviews = 20;
/** Characters of all that is kept. It is written on every change. */
const maxSize = 2_000_000;

const keptSchema = z.array(z.object({ run: z.string(), review: savedReviewSchema }));
type Kept = z.infer<typeof keptSchema>;

/** What was said of fixes in this folder and not pushed yet, over a reload: the newest ones, as far as there is room. */
export class KeptReviews {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  of(run: string): SavedReview | undefined {
    return this.#all().find(kept => kept.run === run)?.review;
  }

  /** Keeps it in the place of what was kept of the run; `undefined` forgets. */
  keep(run: string, review: SavedReview | undefined): void {
    const known = this.#all();
    const others = known.filter(kept => kept.run !== run);
    if (!review && others.length === known.length) return;
    void this.#memory.update(key, bounded(review ? [{ run, review }, ...others] : others));
  }

  #all(): Kept {
    const parsed = keptSchema.safeParse(this.#memory.get(key));
    return parsed.success ? parsed.data : [];
  }
}

function bounded(all: Kept): Kept {
  let left = maxSize;
  return all.slice(0, maxReviews).filter(kept => {
    const size = JSON.stringify(kept).length;
    if (size > left) return false;
    left -= size;
    return true;
  });
}
