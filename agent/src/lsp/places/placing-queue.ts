import { setTimeout as pause } from 'node:timers/promises';
import type { Issue } from '@errata/protocol/issue';

/** A break is as long as the work before it, so that placing what nobody looks at takes half a processor at most. */
const leastBreak = 10;
const longestBreak = 500;

export interface PlacingWork {
  place(issue: Issue, signal: AbortSignal): Promise<void>;
  /** True when a person may be looking at the file of this issue. */
  isUrgent(issue: Issue): boolean;
  /** All that was waiting is placed, or was tried; `failures` are those that were not. */
  done(failures: readonly unknown[]): void;
}

/** Issues that wait to be placed, one after the other: those in open files at once, the rest with breaks in between. */
export class PlacingQueue implements Disposable {
  readonly #work: PlacingWork;
  /** By issue: what came last is all that counts. */
  readonly #waiting = new Map<string, Issue>();
  #working = false;
  #stop = new AbortController();
  #break = new AbortController();

  constructor(work: PlacingWork) {
    this.#work = work;
  }

  add(issues: readonly Issue[]): void {
    for (const issue of issues) this.#waiting.set(issue.id, issue);
    if (issues.some(issue => this.#work.isUrgent(issue))) this.hurry();
    if (!this.#working && this.#waiting.size > 0) void this.#run(this.#stop.signal);
  }

  /** Looks again at what is urgent, without waiting for the end of a break. */
  hurry(): void {
    this.#break.abort();
  }

  /** Gives up what waits and what is being placed. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#break.abort();
    this.#waiting.clear();
    this.#working = false;
  }

  [Symbol.dispose](): void {
    this.clear();
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#working = true;
    const failures: unknown[] = [];
    let took = 0;
    for (;;) {
      const next = await this.#next(took, signal);
      if (signal.aborted) return;
      if (next === undefined) break;
      this.#waiting.delete(next.id);
      const began = performance.now();
      try {
        await this.#work.place(next, signal);
      } catch (error) {
        failures.push(error);
      }
      if (signal.aborted) return;
      took = performance.now() - began;
    }
    this.#working = false;
    this.#work.done(failures);
  }

  /** The issue that is next, after a break where none is urgent. */
  async #next(took: number, signal: AbortSignal): Promise<Issue | undefined> {
    const urgent = () => [...this.#waiting.values()].find(issue => this.#work.isUrgent(issue));
    const first = urgent();
    if (first !== undefined || this.#waiting.size === 0) return first;
    this.#break = new AbortController();
    const milliseconds = Math.min(Math.max(took, leastBreak), longestBreak);
    const stop = AbortSignal.any([signal, this.#break.signal]);
    await pause(milliseconds, undefined, { signal: stop, ref: false }).catch(() => undefined);
    return urgent() ?? this.#waiting.values().next().value;
  }
}
