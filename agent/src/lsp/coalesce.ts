/** Calls `action` soon after it is asked for, at most once in `milliseconds`, however often it is asked. */
export class Coalesced implements Disposable {
  readonly #action: () => void;
  readonly #milliseconds: number;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(milliseconds: number, action: () => void) {
    this.#milliseconds = milliseconds;
    this.#action = action;
  }

  ask(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#last + this.#milliseconds - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.#action();
    }, wait);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
