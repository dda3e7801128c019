import { type Kysely, PostgresAdapter, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type EngineName = 'sqlite' | 'postgres';

/** One kind of database, opened. */
export interface Engine {
  readonly name: EngineName;
  /** For transactions that write; one at a time. */
  readonly writer: Kysely<Tables>;
  /** Sees what is committed, also while something is being written. */
  readonly reader: Kysely<Tables>;
  /** Called first in every transaction that writes: makes the writers of several processes take turns. */
  takeTurn(transaction: Transaction<Tables>): Promise<void>;
  /** Called last in such a transaction: tells other processes that there is something new. */
  announce(transaction: Transaction<Tables>): Promise<void>;
  /** Resolves when everything that was committed before is on disk. */
  sync(): Promise<void>;
  /** Calls `listener` when another process has committed something, until the returned function is called. */
  onForeignCommit(listener: () => void): () => void;
  /** Changes the schema: foreign keys are checked at the end only. */
  migrating<T>(job: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Which engine is asked, for the little that SQL does not agree on. */
export function engineOf(database: Kysely<Tables>): EngineName {
  return database.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}
