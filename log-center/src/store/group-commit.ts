import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Engine } from './engine.ts';
import { statement } from './prepared.ts';
import type { Tables } from './tables.ts';

export type Job<T> = (transaction: Transaction<Tables>) => Promise<T>;

interface Pending {
  /** Does the job; gives what is to be called once it is committed. */
  run(transaction: Transaction<Tables>): Promise<() => void>;
  reject(error: unknown): void;
}

const mostJobs = 256;
/** From the beginning of a transaction to the next: jobs that share one share the pages it writes, and the disk is spared. */
const restMilliseconds = 5;
const savepoint = statement('savepoint job');
const undo = statement('rollback to savepoint job');
const release = statement('release savepoint job');

/**
 * All writes go through here, one transaction at a time. Jobs that arrive while a transaction is under way share the next
 * one, so that they share its fsync. A job that fails undoes only itself; a commit that fails fails them all.
 */
export class GroupCommit {
  readonly #engine: Engine;
  readonly #committed: () => void;
  #pending: Pending[] = [];
  #working: Promise<void> | undefined;
  /** When the last transaction began. */
  #began = Number.NEGATIVE_INFINITY;

  constructor(engine: Engine, committed: () => void) {
    this.#engine = engine;
    this.#committed = committed;
  }

  /** How many jobs wait for their transaction. */
  get waiting(): number {
    return this.#pending.length;
  }

  /** Resolves with the job's result when it is on disk. */
  write<T>(job: Job<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({
        run: async transaction => {
          const result = await job(transaction);
          return () => resolve(result);
        },
        reject,
      });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when nothing is being written any more. */
  async settle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#pending.length > 0) {
      const rest = this.#began + restMilliseconds - performance.now();
      // Requests that have arrived already are to be in the same transaction.
      await (rest >= 1 ? delay(rest) : turn());
      this.#began = performance.now();
      const batch = this.#pending.splice(0, mostJobs);
      await this.#commit(batch);
    }
    this.#working = undefined;
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const acknowledge: (() => void)[] = [];
    const refused: (() => void)[] = [];
    try {
      await this.#engine.writer.transaction().execute(async transaction => {
        await this.#engine.takeTurn(transaction);
        for (const job of batch) {
          await savepoint(transaction);
          try {
            acknowledge.push(await job.run(transaction));
          } catch (error) {
            await undo(transaction);
            refused.push(() => job.reject(error));
          }
          await release(transaction);
        }
        await this.#engine.announce(transaction);
      });
      await this.#engine.sync();
    } catch (error) {
      for (const job of batch) job.reject(error);
      return;
    }
    for (const call of [...acknowledge, ...refused]) call();
    this.#committed();
  }
}
