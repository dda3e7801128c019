/** Longer than this no timer runs. */
const longest = 2 ** 31 - 1;

/** Things that are due at their times. While there are none, there is no timer. */
export class Schedule implements Disposable {
  readonly #due = new Map<string, number>();
  readonly #action: (key: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(action: (key: string) => void) {
    this.#action = action;
  }

  /** @param at milliseconds since the epoch */
  set(key: string, at: number): void {
    this.#due.set(key, at);
    this.#arm();
  }

  delete(key: string): void {
    this.#due.delete(key);
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#due.clear();
    clearTimeout(this.#timer);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#due.size === 0) return;
    const next = Math.min(...this.#due.values());
    this.#timer = setTimeout(() => this.#fire(), Math.min(longest, Math.max(0, next - Date.now())));
  }

  #fire(): void {
    const now = Date.now();
    const due = [...this.#due].filter(([, at]) => at <= now).map(([key]) => key);
    for (const key of due) this.#due.delete(key);
    this.#arm();
    for (const key of due) this.#action(key);
  }
}
