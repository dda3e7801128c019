import type { Kysely } from 'kysely';
import type { Engine, EngineName } from './engine.ts';
import { GroupCommit, type Job } from './group-commit.ts';
import { migrate } from './migrate.ts';
import { fillSearch } from './search-fill.ts';
import type { Tables } from './tables.ts';

/** The database, whichever engine it is. */
export interface Store {
  readonly engine: EngineName;
  /** For reading outside of a write. A job of `write` uses its transaction only. */
  readonly reader: Kysely<Tables>;
  /** How many writes wait for their turn. */
  readonly waiting: number;
  /** Does a job in a transaction; resolves when it is on disk. What the job throws undoes it and rejects. */
  write<T>(job: Job<T>): Promise<T>;
  /** Calls `listener` after every commit, until the returned function is called. */
  onCommit(listener: () => void): () => void;
  /** Waits for what is being written and closes the database. */
  close(): Promise<void>;
}

/**
 * The store in an engine that was opened, with its schema up to date.
 * @throws {StoreError}
 */
export async function openStore(engine: Engine): Promise<Store> {
  try {
    await migrate(engine);
    await fillSearch(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const listeners = new Set<() => void>();
  const committed = () => {
    for (const listener of [...listeners]) listener();
  };
  const commits = new GroupCommit(engine, committed);
  const ignore = engine.onForeignCommit(committed);
  return {
    engine: engine.name,
    reader: engine.reader,
    get waiting() {
      return commits.waiting;
    },
    write: job => commits.write(job),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await commits.settle();
      ignore();
      await engine.close();
    },
  };
}
