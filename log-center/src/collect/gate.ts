/** Lets so many in at a time; the others wait outside, in their order. */
export class Gate {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get inside(): number {
    return this.#inside;
  }

  /** How many wait outside. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when one may come in, who has to be disposed of to let the next one in. */
  async enter(): Promise<Disposable> {
    if (this.#inside < this.#most) this.#inside++;
    else await new Promise<void>(resolve => this.#waiting.push(resolve));
    return { [Symbol.dispose]: () => this.#leave() };
  }

  #leave(): void {
    const next = this.#waiting.shift();
    // Who comes in takes the place of who leaves.
    if (next === undefined) this.#inside--;
    else next();
  }
}
