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
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<(run: RunView) => void>();

  /** Notes what the agent says of a run and tells the listeners. */
  update(run: RunView): void {
    this.#runs.delete(run.id);
    this.#runs.set(run.id, run);
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
    return [...this.#runs.values()]
      .filter(run => run.issue === issue)
      .sort((one, other) => one.startedAt.localeCompare(other.startedAt))
      .at(-1);
  }

  working(): RunView[] {
    return [...this.#runs.values()].filter(isWorking);
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
  }
}
