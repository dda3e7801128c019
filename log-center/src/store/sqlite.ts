import { statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Engine } from './engine.ts';
import { StorableSqliteDialect } from './storable.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Checking a database takes a second for every few hundred megabytes; larger ones are opened without. */
const largestChecked = 256 * 1024 * 1024;
const mostStatements = 200;

/**
 * Opens a SQLite database file (made if it does not exist) that loses nothing that was committed.
 * @throws {StoreError} `damaged`, `unusable`
 */
export function openSqlite(file: string): Engine {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 5000 });
    database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;');
    // No auto_vacuum: pages that retention frees are filled again, and moving them costs more than they are worth.
    database.exec('pragma cache_size = -2000; pragma journal_size_limit = 16777216;');
    check(database, file);
  } catch (error) {
    database?.close();
    throw storeError(error, file);
  }
  const writing = database;
  const writer = kyselyOf(writing);
  // Of its own, so that who reads does not wait for who writes, nor see what may still be undone.
  const reading = new DatabaseSync(file, { timeout: 5000 });
  reading.exec('pragma query_only = on; pragma cache_size = -1000;');
  const reader = kyselyOf(reading);
  let log: FileHandle | undefined;
  return {
    name: 'sqlite',
    writer,
    reader,
    // The data directory's lock lets one process in.
    takeTurn: async () => {},
    announce: async () => {},
    // What `synchronous = full` does at each commit, but here nothing has to stand still meanwhile.
    async sync() {
      log ??= await open(`${file}-wal`, 'r+');
      await log.datasync();
    },
    onForeignCommit: () => () => {},
    async migrating(job) {
      writing.exec('pragma foreign_keys = off');
      const result = await job();
      const dangling = writing.prepare('pragma foreign_key_check').get();
      if (dangling !== undefined) throw damaged(file, `a row of ${dangling['table']} refers to nothing`);
      writing.exec('pragma foreign_keys = on');
      return result;
    },
    async close() {
      await log?.close();
      await reader.destroy();
      await writer.destroy();
      // Kysely does not close what it has not used.
      for (const connection of [reading, writing]) if (connection.isOpen) connection.close();
    },
  };
}

function kyselyOf(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new StorableSqliteDialect({ database: new Adapter(database) }) });
}

function check(database: DatabaseSync, file: string): void {
  if (statSync(file).size > largestChecked) return;
  const finding = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (finding !== 'ok') throw damaged(file, String(finding));
}

function storeError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  const corrupt = 11;
  const notDatabase = 26;
  if (code === corrupt || code === notDatabase) return damaged(file, message, error);
  return new StoreError('unusable', `The database ${file} cannot be opened: ${message}.`, error);
}

function damaged(file: string, finding: string, cause?: unknown): StoreError {
  return new StoreError(
    'damaged',
    `The database ${file} is damaged (${finding}). Put a backup in its place, or rename it (and its -wal and -shm ` +
      'files) to begin with an empty one. Nothing in it was changed.',
    cause,
  );
}

/** node:sqlite in the form that Kysely's SQLite dialect expects, with its statements kept. */
class Adapter implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = new Statement(this.#database.prepare(sql));
    if (this.#statements.size >= mostStatements) this.#statements.clear();
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

class Statement implements SqliteStatement {
  readonly #statement: StatementSync;
  readonly reader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as SQLInputValue[]));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...(parameters as SQLInputValue[]));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as SQLInputValue[]));
  }
}
