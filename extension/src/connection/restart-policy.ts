const most = 4;
const within = 3 * 60_000;

/** Says whether a crashed agent is started again: four times in three minutes, then not. */
export class RestartPolicy {
  #crashes: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a crash; true when the agent should be started again. */
  mayRestart(): boolean {
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter(at => now - at < within), now];
    return this.#crashes.length <= most;
  }

  /** Forgets the crashes, as when a person asked for another try. */
  reset(): void {
    this.#crashes = [];
  }
}
