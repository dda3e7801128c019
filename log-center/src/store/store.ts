import type { Kysely } from 'kysely';
import { GroupCommit, type Job } from './group-commit.ts';
import { migrate } from './migrate.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** The database, whichever engine it is. */
export interface Store {
  /** For reading outside of a write. A job of `write` uses its transaction only. */
  readonly reader: Kysely<Tables>;
  /** Does a job in a transaction; resolves when it is on disk. What the job throws undoes it and rejects. */
  write<T>(job: Job<T>): Promise<T>;
  /** Calls `listener` after every commit, until the returned function is called. */
  onCommit(listener: () => void): () => void;
  /** Waits for what is being written and closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the store in a SQLite file and brings its schema up to date.
 * @throws {StoreError}
 */
export async function openStore(file: string): Promise<Store> {
  const database = openSqlite(file);
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  const listeners = new Set<() => void>();
  const commits = new GroupCommit(database, () => {
    for (const listener of [...listeners]) listener();
  });
  return {
    reader: database,
    write: job => commits.write(job),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await commits.settle();
      await database.destroy();
    },
  };
}
