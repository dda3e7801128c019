import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CenterRecord, centerRecordSchema } from '@errata/protocol/center-record';
import { jsonOf } from '@errata/protocol/lenient';
import { recordFolder } from './folders.ts';

/** The record of the user's embedded log center. */
export function embeddedRecord(): string {
  return join(recordFolder(), 'embedded.json');
}

/** Reads one record; nothing when there is none, or when the process behind it is gone. */
export async function readRecord(file: string): Promise<CenterRecord | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const record = centerRecordSchema.safeParse(jsonOf(text));
  return record.success && isAlive(record.data.pid) ? record.data : undefined;
}

/** The record of the log center that listens on this URL, among those that this user runs. */
export async function findRecord(url: string): Promise<CenterRecord | undefined> {
  const folder = recordFolder();
  let files: string[];
  try {
    files = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const wanted = new URL(url).origin;
  for (const file of files.filter(name => name.endsWith('.json'))) {
    const record = await readRecord(join(folder, file));
    if (record && new URL(record.url).origin === wanted) return record;
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
