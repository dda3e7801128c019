import { SandboxError } from './sandbox-error.ts';

/** What one run may use. Bytes and seconds are whole numbers above zero. */
export interface Limits {
  /** Wall clock from the start of the run to its end. */
  seconds: number;
  /** CPU time of any one process. */
  cpuSeconds: number;
  /** What all processes together may use of one processor's time, in percent, where control groups or Docker hold it. */
  cpuPercent: number;
  /** Private memory of any one process (Docker: of all together). */
  memoryBytes: number;
  /** Processes and threads alive at one time. */
  processes: number;
  /** The biggest single file that may be written. */
  fileBytes: number;
  /** What may be written to the workspace, all files together. */
  diskBytes: number;
  /** The same for /tmp. */
  tmpBytes: number;
  /** Standard output and standard error together; the run is ended when they pass it. */
  outputBytes: number;
  /** The biggest single artefact that is brought back, and four times that all together. */
  artefactBytes: number;
}

const MiB = 1024 * 1024;
const BYTES_PER_INODE = 4096;

export const DEFAULT_LIMITS: Readonly<Limits> = {
  seconds: 120,
  cpuSeconds: 240,
  cpuPercent: 200,
  memoryBytes: 2048 * MiB,
  processes: 256,
  fileBytes: 256 * MiB,
  diskBytes: 512 * MiB,
  tmpBytes: 256 * MiB,
  outputBytes: 4 * MiB,
  artefactBytes: 4 * MiB,
};

/** The defaults with `wanted` over them. Throws SandboxError `bad-limit` for anything but a positive integer. */
export function resolveLimits(wanted: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...wanted };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value <= 0)
      throw new SandboxError(
        'bad-limit',
        `The limit ${name} must be a whole number above zero, not ${value}`,
      );
  }
  return limits;
}

/** What all processes may use together: what they write to the workspace and to /tmp lies in memory, too. */
export function totalMemoryBytes(limits: Limits): number {
  return limits.memoryBytes + limits.diskBytes + limits.tmpBytes;
}

/** Entries that may be made in so many bytes: empty files cost memory, too. */
export function inodeLimit(bytes: number): number {
  return Math.max(1024, Math.ceil(bytes / BYTES_PER_INODE));
}

/** The `prlimit` call that goes before a command; `processes` undefined leaves that one to somebody else. */
export function prlimitCommand(limits: Limits, processes: number | undefined): string[] {
  return [
    'prlimit',
    ...(processes === undefined ? [] : [`--nproc=${processes}`]),
    '--nofile=4096',
    '--core=0',
    // Not the address space: V8 reserves far more of that than it uses.
    `--data=${limits.memoryBytes}`,
    `--fsize=${limits.fileBytes}`,
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
    '--',
  ];
}
