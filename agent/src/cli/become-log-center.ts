import { pathToFileURL } from 'node:url';
import { logCenterEntry } from '../center/process.ts';

/** Goes on as the log center's own program, so that whoever stops this process stops that. */
export async function becomeLogCenter(options: readonly string[]): Promise<void> {
  process.argv = [process.execPath, logCenterEntry, ...options];
  await import(pathToFileURL(logCenterEntry).href);
}
