import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Up to here, bytes are held in memory. */
const mostHeld = 256 * 1024;

/**
 * Bytes that may turn out to be too many to hold: few stay in memory, more go to a file. It has no name from the beginning, so
 * that nothing of it stays, however this process ends.
 */
export class Spool implements AsyncDisposable {
  readonly #directory: string;
  readonly #hash = createHash('sha256');
  #digest: string | undefined;
  #held: Uint8Array[] = [];
  #size = 0;
  #file: FileHandle | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get size(): number {
    return this.#size;
  }

  /** SHA-256 of all bytes. Nothing can be added after it was asked for. */
  get hash(): string {
    this.#digest ??= this.#hash.digest('hex');
    return this.#digest;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    if (this.#file === undefined) {
      this.#held.push(bytes);
      if (this.#size > mostHeld) await this.#toFile();
    } else await this.#file.appendFile(bytes);
  }

  /** All bytes, in parts of `size` and a last one that may be smaller; there is always one. */
  async *parts(size: number): AsyncGenerator<Uint8Array> {
    const whole = this.#file === undefined ? Buffer.concat(this.#held) : undefined;
    for (let start = 0; start < Math.max(1, this.#size); start += size) {
      const length = Math.min(size, this.#size - start);
      yield whole?.subarray(start, start + length) ?? (await this.#read(start, length));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#held = [];
    await this.#file?.close();
  }

  async #toFile(): Promise<void> {
    const path = join(this.#directory, `spool-${randomUUID()}`);
    this.#file = await open(path, 'wx+', 0o600);
    await rm(path);
    for (const bytes of this.#held) await this.#file.appendFile(bytes);
    this.#held = [];
  }

  async #read(start: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.alloc(length);
    let done = 0;
    while (this.#file !== undefined && done < length) {
      const { bytesRead } = await this.#file.read(bytes, done, length - done, start + done);
      if (bytesRead === 0) throw new Error('The file of the spool is shorter than what was written to it.');
      done += bytesRead;
    }
    return bytes;
  }
}
