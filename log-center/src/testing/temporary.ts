import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Collector, type CollectorOptions } from '../collect/collector.ts';
import { work } from '../collect/prepare/work.ts';
import { databaseFile } from '../data-directory.ts';
import { openSqlite } from '../store/sqlite.ts';
import { openStore, type Store } from '../store/store.ts';

/** A new directory, and the function that removes it. */
export async function temporaryDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'errata-log-center-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

let empty: Promise<Buffer> | undefined;

/** A new data directory with an empty database: a copy, since most of what a test costs would be the steps to its schema. */
export async function temporaryData(): Promise<{ path: string } & AsyncDisposable> {
  empty ??= emptyDatabase();
  const bytes = await empty;
  const directory = await temporaryDirectory();
  await writeFile(databaseFile(directory.path), bytes);
  return directory;
}

async function emptyDatabase(): Promise<Buffer> {
  await using directory = await temporaryDirectory();
  const file = databaseFile(directory.path);
  const store = await openStore(openSqlite(file));
  await store.close();
  return readFile(file);
}

/** A store in a new directory. */
export async function temporaryStore(): Promise<{ store: Store } & AsyncDisposable> {
  const directory = await temporaryData();
  const store = await openStore(openSqlite(databaseFile(directory.path)));
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** A collector with nothing around it. */
export function testCollector(store: Store, options: Partial<CollectorOptions> = {}): Collector {
  return new Collector(store, {
    now: () => new Date(),
    preparer: { prepare: async (project, received) => work(project, received) },
    unminify: async (_project, event) => ({ event, awaited: [] }),
    collected: () => {},
    quarantined: () => {},
    ...options,
  });
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  milliseconds = 15_000,
): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`It has not come about within ${milliseconds} ms.`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
