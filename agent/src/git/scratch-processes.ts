import { readdir, readFile, readlink } from 'node:fs/promises';

/** Names of the processes that this one has running (in a folder), for tests. Linux only. */
export async function childrenOfThisProcess(folder?: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // A process may end while the list is read.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const match = /^\d+ \((.*)\) \S (\d+)/s.exec(stat);
    if (match?.[1] === undefined || Number(match[2]) !== process.pid) continue;
    const cwd = folder === undefined ? folder : await readlink(`/proc/${entry}/cwd`).catch(() => '');
    if (cwd === folder) names.push(match[1]);
  }
  return names;
}
