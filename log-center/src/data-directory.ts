import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newSecret } from './secret.ts';

export type DataDirectoryReason = 'in-use' | 'unusable';

/** The directory cannot be used. */
export class DataDirectoryError extends Error {
  readonly reason: DataDirectoryReason;

  constructor(reason: DataDirectoryReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataDirectoryError';
    this.reason = reason;
  }
}

/** Where the log center keeps its data if nothing else is said. */
export function usualDataDirectory(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'errata');
}

/** The SQLite database in a data directory. */
export function databaseFile(directory: string): string {
  return join(directory, 'errata.db');
}

/** A directory that this process alone uses. */
export interface DataDirectory extends AsyncDisposable {
  readonly database: string;
  /** What clients must show; made at first start. */
  readonly token: string;
  /** The port of the last time, so that DSNs stay valid. */
  readonly port: number | undefined;
  rememberPort(port: number): Promise<void>;
}

/**
 * Takes a directory (made if it does not exist) for this process.
 * @throws {DataDirectoryError}
 */
export async function openDataDirectory(directory: string): Promise<DataDirectory> {
  try {
    await makeDirectory(directory);
  } catch (error) {
    throw new DataDirectoryError(
      'unusable',
      `The data directory ${directory} cannot be made: ${error}.`,
      error,
    );
  }
  const unlock = await lock(directory);
  try {
    const pidFile = join(directory, 'pid');
    const portFile = join(directory, 'port');
    await writeFile(pidFile, `${process.pid}\n`);
    const token = await readToken(join(directory, 'token'));
    const port = Number(await textOf(portFile));
    return {
      database: databaseFile(directory),
      token,
      port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined,
      rememberPort: used => replaceFile(portFile, `${used}\n`, 0o644),
      async [Symbol.asyncDispose]() {
        await rm(pidFile, { force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** As Node's `recursive` does it, which never ends where a directory exists that nothing can be made in, such as `/proc`. */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    if (await isDirectory(directory)) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || (await isDirectory(dirname(directory)))) throw error;
    await makeDirectory(dirname(directory));
    await makeDirectory(directory);
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/**
 * The lock is the operating system's, held through an open SQLite file: it ends with the process, however that ends, so
 * that no lock is ever left over. The file `pid` is for the message only.
 */
async function lock(directory: string): Promise<() => void> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(directory, 'lock'), { timeout: 500 });
    database.exec('begin exclusive');
    const held = database;
    return () => held.close();
  } catch (error) {
    database?.close();
    const busy = 5;
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) {
      const pid = (await textOf(join(directory, 'pid'))) || 'unknown';
      const message = `The data directory ${directory} is used by another log center (process ${pid}). Stop that one or use another --data.`;
      throw new DataDirectoryError('in-use', message, error);
    }
    throw new DataDirectoryError(
      'unusable',
      `The data directory ${directory} cannot be locked: ${error}.`,
      error,
    );
  }
}

async function readToken(file: string): Promise<string> {
  const known = await textOf(file);
  if (known !== '') {
    await chmod(file, 0o600);
    return known;
  }
  const token = newSecret();
  await replaceFile(file, `${token}\n`, 0o600);
  return token;
}

/** Writes a file so that nobody ever sees half of it. */
export async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  await writeFile(temporary, text, { mode, flag: 'wx' });
  await rename(temporary, file);
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
