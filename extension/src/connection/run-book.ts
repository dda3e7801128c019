import type { RunView } from '@errata/protocol/agent-rpc';
import type { RunStage } from '@errata/protocol/run';

const ended: readonly RunStage[] = ['published', 'failed', 'cancelled'];
const waiting: RunStage = 'awaiting-approval';

/** True while the agent works on the run, false when it waits for a person or has ended. */
export function isWorking(run: RunView): boolean {
  return run.stage !== waiting && !ended.includes(run.stage);
}

/** The runs that this window has heard of, newest word wins, and which of them the person here asked for. */
export class RunBook {
  readonly #runs = new Map<string, RunView>();
  /** By issue: its run that was started last. */
  readonly #newest = new Map<string, RunView>();
  readonly #asked = new Set<string>();
  readonly #looked = new Set<string>();
  readonly #listeners = new Set<(run: RunView) => void>();

  /** Notes what the agent says of a run and tells the listeners. */
  update(run: RunView): void {
    this.#runs.delete(run.id);
    this.#runs.set(run.id, run);
    // What is worked on again will be something new to look at.
    if (run.stage !== waiting) this.#looked.delete(run.id);
    const newest = this.#newest.get(run.issue);
    if (newest === undefined || newest.startedAt <= run.startedAt) this.#newest.set(run.issue, run);
    for (const listener of this.#listeners) listener(run);
  }

  onDidChange(listener: (run: RunView) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  get(run: string): RunView | undefined {
    return this.#runs.get(run);
  }

  /** The newest run of an issue. */
  ofIssue(issue: string): RunView | undefined {
    return this.#newest.get(issue);
  }

  working(): RunView[] {
    return [...this.#runs.values()].filter(isWorking);
  }

  /** Fixes that wait for a person who has not looked at them yet. */
  ready(): RunView[] {
    return [...this.#runs.values()].filter(({ id, stage }) => stage === waiting && !this.#looked.has(id));
  }

  /** Notes that a person has seen what a run has made so far. */
  looked(run: string): void {
    const known = this.#runs.get(run);
    if (known?.stage !== waiting || this.#looked.has(run)) return;
    this.#looked.add(run);
    for (const listener of this.#listeners) listener(known);
  }

  /** Notes that the person in this window asked for the run and waits for its result. */
  askedFor(run: string): void {
    this.#asked.add(run);
  }

  /** True once when a run that was asked for has something to show; it is not asked for any longer then. */
  takeResult(run: RunView): boolean {
    return !isWorking(run) && run.stage !== 'cancelled' && this.#asked.delete(run.id);
  }

  /** Forgets everything, as when the agent is another one. */
  clear(): void {
    this.#runs.clear();
    this.#newest.clear();
  }
}
