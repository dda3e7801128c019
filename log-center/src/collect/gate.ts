/** Lets in what weighs no more than so much together; the others wait outside, in their order. */
export class Gate {
  readonly #most: number;
  readonly #waiting: { readonly weight: number; readonly open: () => void }[] = [];
  #inside = 0;
  #weight = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** How many are inside. */
  get inside(): number {
    return this.#inside;
  }

  /** How many wait outside. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when one may come in, who has to be disposed of to let others in. One who is too heavy comes in alone. */
  async enter(weight: number): Promise<Disposable> {
    if (this.#waiting.length === 0 && this.#hasRoomFor(weight)) this.#take(weight);
    else await new Promise<void>(open => this.#waiting.push({ weight, open }));
    return { [Symbol.dispose]: () => this.#leave(weight) };
  }

  #hasRoomFor(weight: number): boolean {
    return this.#inside === 0 || this.#weight + weight <= this.#most;
  }

  #take(weight: number): void {
    this.#inside++;
    this.#weight += weight;
  }

  #leave(weight: number): void {
    this.#inside--;
    this.#weight -= weight;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.#hasRoomFor(next.weight)) return;
      this.#waiting.shift();
      this.#take(next.weight);
      next.open();
    }
  }
}
