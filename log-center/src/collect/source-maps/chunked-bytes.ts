import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import { chunkBytes, chunkSizes } from '../../store/uploads.ts';
import { BundleError } from './bundle-error.ts';
import type { Bytes } from './zip.ts';

/** The chunks of a bundle as if they were one piece; one of them is in memory. */
export class ChunkedBytes implements Bytes {
  readonly size: number;
  readonly #database: Kysely<Tables>;
  /** Each with where it begins. */
  readonly #chunks: readonly { readonly sha1: string; readonly start: number; readonly end: number }[];
  #last: { readonly sha1: string; readonly bytes: Uint8Array } | undefined;

  private constructor(
    database: Kysely<Tables>,
    chunks: readonly string[],
    sizes: ReadonlyMap<string, number>,
  ) {
    this.#database = database;
    let start = 0;
    this.#chunks = chunks.map(sha1 => {
      const size = sizes.get(sha1);
      if (size === undefined) throw gone(sha1);
      const chunk = { sha1, start, end: start + size };
      start += size;
      return chunk;
    });
    this.size = start;
  }

  /** @throws {BundleError} */
  static async open(database: Kysely<Tables>, chunks: readonly string[]): Promise<ChunkedBytes> {
    return new ChunkedBytes(database, chunks, await chunkSizes(database, chunks));
  }

  /** @throws {BundleError} */
  async read(start: number, end: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for (const chunk of this.#chunks) {
      if (chunk.end <= start || chunk.start >= end) continue;
      const bytes = await this.#chunk(chunk.sha1);
      pieces.push(bytes.subarray(Math.max(0, start - chunk.start), end - chunk.start));
    }
    return Buffer.concat(pieces);
  }

  /** All of it, in pieces. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    for (const { sha1 } of this.#chunks) yield await this.#chunk(sha1);
  }

  async #chunk(sha1: string): Promise<Uint8Array> {
    if (this.#last?.sha1 === sha1) return this.#last.bytes;
    const bytes = await chunkBytes(this.#database, sha1);
    if (bytes === undefined) throw gone(sha1);
    this.#last = { sha1, bytes };
    return bytes;
  }
}

function gone(sha1: string): BundleError {
  return new BundleError(`Its chunk ${sha1} is gone; upload it again.`);
}
