import { statfs } from 'node:fs/promises';

export interface DiskGuardOptions {
  /** Bytes that have to stay free. */
  readonly reserve: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Bytes that are free. */
  readonly free: () => Promise<number>;
}

/** For how long an answer holds: to ask for each request would cost more than to store it. */
const freshMilliseconds = 1000;

/** Says whether there is room for more, so that taking ends before the disk is full and the database fails. */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  #askedAt = Number.NEGATIVE_INFINITY;
  #hasRoom: Promise<boolean> = Promise.resolve(true);

  constructor(options: DiskGuardOptions) {
    this.#options = options;
  }

  hasRoom(): Promise<boolean> {
    const now = this.#options.now();
    if (now - this.#askedAt >= freshMilliseconds) {
      this.#askedAt = now;
      this.#hasRoom = this.#ask();
    }
    return this.#hasRoom;
  }

  /** Where nobody can say how much is free, the database is the one to say that it is not enough. */
  async #ask(): Promise<boolean> {
    try {
      return (await this.#options.free()) >= this.#options.reserve;
    } catch {
      return true;
    }
  }
}

/** Bytes that this process may still write to the file system of a directory. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
