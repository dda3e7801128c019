import { Worker } from 'node:worker_threads';
import { EventInputError } from '@errata/protocol/event-input';
import { CollectError } from '../collect-error.ts';
import type { Received } from '../received.ts';
import type { WorkProject } from './prepare-event.ts';
import type { Order, Report } from './thread-messages.ts';
import type { Worked } from './work.ts';

/** The thread's program: from source, or bundled beside the log center's. */
export const threadProgram = new URL(
  import.meta.url.endsWith('.ts') ? './thread-main.ts' : './prepare-thread.mjs',
  import.meta.url,
);
/** What it may use before it is ended; events are small, and garbage is collected the sooner. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 24 };

/** The thread ended. The work that it was at is `culprit`; what waited behind it was not begun. */
export class ThreadEndedError extends Error {
  readonly reason: 'culprit' | 'not-begun' | 'not-started';

  constructor(reason: ThreadEndedError['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ThreadEndedError';
    this.reason = reason;
  }
}

interface Waiting {
  resolve(worked: Worked): void;
  reject(error: unknown): void;
}

/** One thread that prepares events, in the order in which they are given to it. */
export class PreparingThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #told = new Map<number, WorkProject['settings']>();
  readonly #watch: NodeJS.Timeout;
  #isReady = false;
  #cause: unknown;

  /**
   * @param program what the thread runs, see thread-messages.ts
   * @param patience milliseconds that one piece of work may take
   * @param ended called when it cannot be used any more
   */
  constructor(program: URL, patience: number, ended: () => void) {
    this.#worker = new Worker(program, { resourceLimits, name: 'errata-prepare' });
    this.#worker.on('message', (report: Report) => this.#heard(report));
    this.#worker.on('error', error => {
      this.#cause = error;
    });
    this.#worker.on('exit', () => {
      clearTimeout(this.#watch);
      ended();
      this.#abandon();
    });
    this.#watch = setTimeout(() => this.#interrupt(patience), patience);
    // Who waits for work keeps the process; the thread alone does not.
    this.#watch.unref();
    this.#worker.unref();
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0;
  }

  /** @throws {CollectError} {@link EventInputError} {@link ThreadEndedError} */
  work(project: WorkProject, received: Received): Promise<Worked> {
    const { id, settings, salt } = project;
    if (this.#told.get(id) !== settings) {
      this.#told.set(id, settings);
      this.#order({ kind: 'project', project: { id, settings, salt } });
    }
    // A copy of its own, to be handed over: the view may be into memory that others use, too.
    const bytes = new Uint8Array(received.bytes);
    this.#order({ kind: 'work', project: id, received: { ...received, bytes } }, [bytes.buffer]);
    if (this.#waiting.length === 0) this.#watch.refresh();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #order(order: Order, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(order, transfer);
  }

  #heard(report: Report): void {
    this.#watch.refresh();
    if (report.kind === 'ready') {
      this.#isReady = true;
      return;
    }
    const first = this.#waiting.shift();
    if (report.kind === 'done') first?.resolve(report.worked);
    else if (report.kind === 'broke') first?.reject(report.error);
    else if (report.by === 'collect') first?.reject(new CollectError(report.reason, report.message));
    else first?.reject(new EventInputError(report.reason, report.message));
  }

  /** Nothing was heard for as long as one piece of work may take. */
  #interrupt(patience: number): void {
    if (this.#waiting.length === 0) return;
    this.#cause = new Error(`It took more than ${patience} ms.`);
    void this.#worker.terminate();
  }

  #abandon(): void {
    const [first, ...others] = this.#waiting.splice(0);
    const cause = this.#cause;
    const why = cause instanceof Error ? cause.message : 'It was stopped.';
    const reason = this.#isReady ? 'culprit' : 'not-started';
    first?.reject(new ThreadEndedError(reason, `The thread ended while it worked on this. ${why}`, cause));
    const behind = this.#isReady ? 'not-begun' : 'not-started';
    for (const { reject } of others)
      reject(new ThreadEndedError(behind, `The thread ended before. ${why}`, cause));
  }
}
