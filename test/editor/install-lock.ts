import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 500;
/** A holder writes its id right after it has made the folder; one without an id for this long has died in between. */
const UNSIGNED_MS = 5000;

/**
 * Runs `work` while no other process on this machine holds the lock `folder`.
 * The lock of a process that has died is taken over.
 */
export async function withLock<T>(folder: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const holder = join(folder, 'pid');
  while (!(await take(folder))) {
    signal.throwIfAborted();
    if (await abandoned(folder, holder)) await rm(folder, { recursive: true, force: true });
    else await pause(POLL_MS, undefined, { signal });
  }
  try {
    await writeFile(holder, String(process.pid));
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function abandoned(folder: string, holder: string): Promise<boolean> {
  const pid = Number(await readFile(holder, 'utf8').catch(() => ''));
  if (pid > 0) return !alive(pid);
  const made = await stat(folder).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > UNSIGNED_MS;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
