import { readFile } from 'node:fs/promises';

/** What Linux says a process has used. */
export interface Usage {
  /** Bytes of memory now, and at most since it was started. */
  readonly resident: number;
  readonly peak: number;
  readonly cpuSeconds: number;
}

/** Linux tells processor time in hundredths of a second. */
const ticks = 100;

export async function usageOf(pid: number): Promise<Usage> {
  const [status, stat] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // The name in parentheses may hold anything; the state follows it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuTicks = Number(fields[11]) + Number(fields[12]);
  return {
    resident: bytesIn(status, 'VmRSS'),
    peak: bytesIn(status, 'VmHWM'),
    cpuSeconds: cpuTicks / ticks,
  };
}

function bytesIn(status: string, field: string): number {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  if (kilobytes === undefined) throw new Error(`/proc names no ${field}.`);
  return Number(kilobytes) * 1024;
}
