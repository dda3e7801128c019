import { Buffer } from 'node:buffer';

/**
 * Takes Docker's attach stream apart: frames of an eight byte header (stream, length) and data. A loop, because
 * dockerode's own recurses once per frame and many tiny frames overflow its stack.
 */
export class Demultiplexer {
  readonly #onData: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  #header: Buffer = Buffer.alloc(0);
  #stream: 'stdout' | 'stderr' = 'stdout';
  #left = 0;

  constructor(onData: (stream: 'stdout' | 'stderr', chunk: Buffer) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left === 0) {
        const need = 8 - this.#header.length;
        this.#header = Buffer.concat([this.#header, rest.subarray(0, need)]);
        rest = rest.subarray(need);
        if (this.#header.length < 8) return;
        this.#stream = this.#header[0] === 2 ? 'stderr' : 'stdout';
        this.#left = this.#header.readUInt32BE(4);
        this.#header = Buffer.alloc(0);
        continue;
      }
      const data = rest.subarray(0, this.#left);
      this.#left -= data.length;
      rest = rest.subarray(data.length);
      this.#onData(this.#stream, data);
    }
  }
}
