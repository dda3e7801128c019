/**
 * What is to be undone at the end, the last first, whatever goes wrong on the way. As JavaScript's own `AsyncDisposableStack`,
 * which Node 22 does not have: remote windows of VS Code and code-server run on that.
 */
export class Undo implements AsyncDisposable {
  #steps: (() => PromiseLike<void> | void)[] = [];

  defer(step: () => PromiseLike<void> | void): void {
    this.#steps.push(step);
  }

  use<Held extends AsyncDisposable>(held: Held): Held {
    this.defer(() => held[Symbol.asyncDispose]());
    return held;
  }

  /** Another that undoes it all, while this one undoes nothing any more. */
  move(): Undo {
    const moved = new Undo();
    moved.#steps = this.#steps.splice(0);
    return moved;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join('; '));
    if (failures.length > 0) throw failures[0];
  }
}
