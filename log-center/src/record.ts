import { readFile, rm } from 'node:fs/promises';
import { centerRecordSchema, type Ready } from '@errata/protocol/center-record';
import { replaceFile } from './data-directory.ts';

/** Writes the file by which others find this log center. Gives the function that removes it, if it is still ours. */
export async function writeRecord(file: string, ready: Ready): Promise<() => Promise<void>> {
  await replaceFile(file, `${JSON.stringify({ ...ready, pid: process.pid })}\n`, 0o600);
  return async () => {
    if (await isOurs(file, ready)) await rm(file, { force: true });
  };
}

async function isOurs(file: string, ready: Ready): Promise<boolean> {
  try {
    const record = centerRecordSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return record.pid === process.pid && record.url === ready.url;
  } catch {
    // Gone, or something else by now: in any case not ours to remove.
    return false;
  }
}
