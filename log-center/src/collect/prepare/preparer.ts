import type { Received } from '../received.ts';
import type { WorkProject } from './prepare-event.ts';
import { PreparingThread, ThreadEndedError, threadProgram } from './thread.ts';
import { type Worked, work } from './work.ts';

export interface PreparerOptions {
  /** What a thread runs, see thread-messages.ts. */
  readonly program: URL;
  /** With more events in hand than this, a thread is begun. */
  readonly mostInline: number;
  /** After so long without work the thread ends, and gives its memory back. */
  readonly idleMilliseconds: number;
  /** How long one event may take before it is given up. */
  readonly patienceMilliseconds: number;
  readonly failed: (error: unknown) => void;
}

export const usualPreparerOptions = {
  program: threadProgram,
  mostInline: 4,
  idleMilliseconds: 20_000,
  patienceMilliseconds: 10_000,
} as const;

/**
 * Reads, scrubs, groups and packs: here while there is little to do, on a thread of its own while there is much. That leaves
 * this thread to the network and the database, and what takes endless time or memory ends the thread and not the log center.
 */
export class Preparer implements AsyncDisposable {
  readonly #options: PreparerOptions;
  #thread: PreparingThread | undefined;
  #rest: NodeJS.Timeout | undefined;
  /** A thread could not be begun: then there is none. */
  #isAlone = false;

  constructor(options: PreparerOptions) {
    this.#options = options;
  }

  /**
   * @param inHand how many events are being worked on and stored, this one included; endless for one that is to be kept apart
   * @throws {CollectError} or {@link EventInputError} where the client is at fault; anything else where the event breaks us
   */
  async prepare(project: WorkProject, received: Received, inHand: number): Promise<Worked> {
    if (this.#isAlone || this.#isBetterHere(received, inHand)) return work(project, received);
    try {
      const worked = await this.#running().work(project, received);
      this.#rest?.refresh();
      return worked;
    } catch (error) {
      if (!(error instanceof ThreadEndedError) || error.reason === 'culprit') throw error;
      if (error.reason === 'not-started') this.#goAlone(error);
      return this.prepare(project, received, inHand);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#rest);
    await this.#thread?.[Symbol.asyncDispose]();
  }

  #isBetterHere(received: Received, inHand: number): boolean {
    // What was read already has cost most of what it will.
    return received.event !== undefined || (this.#thread === undefined && inHand <= this.#options.mostInline);
  }

  #running(): PreparingThread {
    if (this.#thread !== undefined) return this.#thread;
    const { program, patienceMilliseconds } = this.#options;
    const thread = new PreparingThread(program, patienceMilliseconds, () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    this.#thread = thread;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#retire(thread), this.#options.idleMilliseconds);
    this.#rest.unref();
    return thread;
  }

  #retire(thread: PreparingThread): void {
    if (thread.isBusy) {
      this.#rest?.refresh();
      return;
    }
    if (this.#thread === thread) this.#thread = undefined;
    thread[Symbol.asyncDispose]().catch(this.#options.failed);
  }

  #goAlone(error: ThreadEndedError): void {
    if (!this.#isAlone) this.#options.failed(error);
    this.#isAlone = true;
  }
}
