/** Something that takes its time: it is made in the background, and what was known before holds until then. */
export class Eventually<T> {
  #key: string | undefined;
  #making: Promise<void> | undefined;
  #value: T | undefined;

  get value(): T | undefined {
    return this.#value;
  }

  /** True when the value that is wanted is not there yet. */
  get isPending(): boolean {
    return this.#making !== undefined;
  }

  /** Has it made, unless it was for the same key. Resolves when that is done; what fails is tried again when it is wanted again. */
  want(key: string, make: () => Promise<T>): Promise<void> {
    if (this.#key === key) return this.#making ?? Promise.resolve();
    this.#key = key;
    const making = make().then(
      value => {
        if (this.#key === key) this.#value = value;
      },
      () => {
        if (this.#key === key) this.#key = undefined;
      },
    );
    const done = making.finally(() => {
      if (this.#making === done) this.#making = undefined;
    });
    this.#making = done;
    return done;
  }
}
