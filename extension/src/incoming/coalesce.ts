/**
 * Calls `work` soon after it is asked for, but never starts it twice within `interval` milliseconds and never two at a
 * time; however often it is asked for meanwhile, it runs once more.
 */
export class Coalescer {
  readonly #work: () => Promise<void>;
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #startedAt = Number.NEGATIVE_INFINITY;

  constructor(work: () => Promise<void>, interval: number) {
    this.#work = work;
    this.#interval = interval;
  }

  ask(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#timer ??= setTimeout(
      () => void this.#run(),
      Math.max(0, this.#startedAt + this.#interval - performance.now()),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#again = false;
  }

  /** `work` answers for its own errors; a rejection must not stop later runs. */
  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
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
