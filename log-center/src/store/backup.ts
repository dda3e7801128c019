import { copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from './store-error.ts';

/** Pages that are copied before others may write again. */
const pagesAtOnce = 1000;
/** More messages than a stream can have told between a backup and its restoration. */
const sequenceLeap = 1_000_000_000;

/**
 * Copies a SQLite database as it is at one moment into a new file, also while a log center writes to it.
 * @throws {StoreError} `unusable`, `exists`
 */
export async function backupSqlite(file: string, target: string): Promise<{ bytes: number }> {
  if (await exists(target)) throw new StoreError('exists', `${target} is there already; name a new file.`);
  if (!(await exists(file))) throw new StoreError('unusable', `There is no database at ${file} yet.`);
  // Half a backup is never seen under the backup's name.
  const partial = `${target}.partial`;
  try {
    await copyPages(file, partial);
    checkSqlite(partial);
    await synchronise(partial);
    await rename(partial, target);
    return { bytes: (await stat(target)).size };
  } catch (error) {
    await rm(partial, { force: true });
    throw error instanceof StoreError
      ? error
      : new StoreError('unusable', `${file} cannot be backed up to ${target}: ${messageOf(error)}.`, error);
  }
}

/**
 * Puts a backup in the place of a database that nobody uses. What was there is kept beside it. Clients of the stream are told
 * of a gap when they come back, since they may remember what the backup does not.
 * @returns where the database that was replaced lies now, if there was one
 * @throws {StoreError} `damaged`, `unusable`
 */
export async function restoreSqlite(source: string, file: string, now: Date): Promise<string | undefined> {
  if (!(await exists(source))) throw new StoreError('unusable', `There is no backup at ${source}.`);
  checkSqlite(source);
  const arriving = `${file}.restoring`;
  await rm(arriving, { force: true });
  await copyFile(source, arriving);
  record(arriving, source, now);
  await synchronise(arriving);
  const replaced = (await exists(file))
    ? `${file}.replaced-${now.toISOString().replaceAll(':', '')}`
    : undefined;
  if (replaced !== undefined) {
    for (const part of ['', '-wal', '-shm']) {
      if (await exists(`${file}${part}`)) await rename(`${file}${part}`, `${replaced}${part}`);
    }
  }
  await rename(arriving, file);
  await synchronise(dirname(file));
  return replaced;
}

async function copyPages(file: string, target: string): Promise<void> {
  {
    using source = new DatabaseSync(file, { timeout: 5000 });
    source.exec('pragma query_only = on');
    await backup(source, target, { rate: pagesAtOnce });
  }
  // One file, with nothing beside it to be forgotten when it is carried away.
  using copy = new DatabaseSync(target);
  copy.exec('pragma journal_mode = delete');
}

/** @throws {StoreError} `damaged` */
function checkSqlite(file: string): void {
  let finding: unknown;
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    finding = database.prepare('pragma quick_check(1)').get()?.['quick_check'];
    database.prepare('select count(*) from migrations').get();
  } catch (error) {
    throw new StoreError('damaged', `${file} is no backup of a log center: ${messageOf(error)}.`, error);
  }
  if (finding !== 'ok') throw new StoreError('damaged', `${file} is damaged (${finding}).`);
}

function record(file: string, source: string, now: Date): void {
  using database = new DatabaseSync(file);
  database.exec('pragma journal_mode = delete');
  database.exec('delete from outbox where sequence < (select max(sequence) from outbox)');
  database.prepare('update outbox set sequence = sequence + ?').run(sequenceLeap);
  database
    .prepare(`insert into audit (at, "by", token, action, subject, "to_value") values (?, ?, ?, ?, ?, ?)`)
    .run(now.toISOString(), 'log-center', 'log-center', 'restore', 'database', source);
}

async function synchronise(path: string): Promise<void> {
  await using handle = await open(path);
  await handle.sync();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
