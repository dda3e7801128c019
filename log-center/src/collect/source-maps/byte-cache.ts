/** Keeps what was asked for last, as much as fits into a number of bytes. */
export class ByteCache {
  readonly #most: number;
  readonly #entries = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** About how much memory everything in it takes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What is kept under a key, or is then: what `read` gives, of a size that `sizeOf` tells. */
  async get<T>(key: string, read: () => Promise<T>, sizeOf: (value: T) => number): Promise<T> {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value as T;
    }
    const value = await read();
    this.#keep(key, value, sizeOf(value) + 2 * key.length + overhead);
    return value;
  }

  #keep(key: string, value: unknown, bytes: number): void {
    if (bytes > this.#most / 2) return;
    this.#drop(key);
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

/** What an entry takes beside its value. */
const overhead = 120;
