/**
 * Calls `work` soon after it is asked for, but never two at a time; however often it is asked for meanwhile, it runs once more.
 * It starts once in `interval` milliseconds on average, at most twice in two intervals: who asks soon after another is not made
 * to wait for it, unless they are many.
 */
export class Coalescer {
  readonly #work: () => Promise<void>;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #startedAt = Number.NEGATIVE_INFINITY;
  #startedBefore = Number.NEGATIVE_INFINITY;

  constructor(work: () => Promise<void>, interval: number) {
    this.#work = work;
    this.#interval = interval;
  }

  ask(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    const earliest = Math.max(this.#startedAt + this.#interval / 5, this.#startedBefore + 2 * this.#interval);
    // A timer counts whole milliseconds, and may be early by one.
    const wait = Math.max(0, Math.ceil(earliest - performance.now()) + 1);
    this.#timer ??= setTimeout(() => void this.#run(), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#again = false;
  }

  /** `work` answers for its own errors; a rejection must not stop later runs. */
  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
    this.#startedBefore = this.#startedAt;
    this.#startedAt = performance.now();
    try {
      await this.#work();
    } finally {
      this.#running = false;
      if (this.#again) {
        this.#again = false;
        this.ask();
      }
    }
  }
}
