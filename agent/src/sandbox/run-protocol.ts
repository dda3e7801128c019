import { Buffer } from 'node:buffer';

export interface Instructions {
  /** Unguessable; tells the runner's own words from the command's output. */
  readonly nonce: string;
  readonly files: ReadonlyMap<string, string | Buffer | null>;
  readonly cwd: string;
  readonly command: readonly string[];
  readonly collect: readonly string[];
  readonly artefactBytes: number;
}

/** What the runner script reads from its standard input: NUL-ended records, file contents by length. */
export function encodeInstructions(instructions: Instructions): Buffer {
  const parts: Buffer[] = [];
  const record = (...values: (string | number)[]): void => {
    for (const value of values) parts.push(Buffer.from(`${value}\0`));
  };
  record(instructions.nonce);
  for (const [path, content] of instructions.files) {
    if (content === null) {
      record('delete', path);
      continue;
    }
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    record('write', path, bytes.length);
    parts.push(bytes);
  }
  for (const value of instructions.command) record('argument', value);
  for (const path of instructions.collect) record('collect', path);
  record('cap', instructions.artefactBytes, 'cwd', instructions.cwd, 'run');
  return Buffer.concat(parts);
}

export interface Trailer {
  readonly exitCode: number;
  readonly artefacts: Map<string, string>;
}

/** Splits the runner's standard output into the command's own and the trailer after the nonce. */
export class TrailerSplitter {
  readonly #marker: Buffer;
  readonly #limit: number;
  #held: Buffer = Buffer.alloc(0);
  #trailer: Buffer[] | undefined;
  #trailerBytes = 0;

  constructor(nonce: string, artefactBytes: number) {
    this.#marker = Buffer.from(`\0${nonce}\0`);
    this.#limit = 4 * artefactBytes + 64 * 1024;
  }

  /** Takes a chunk and returns the part of the output that is certainly the command's. */
  push(chunk: Buffer): Buffer {
    if (this.#trailer) {
      this.#keep(chunk);
      return Buffer.alloc(0);
    }
    const all = Buffer.concat([this.#held, chunk]);
    const at = all.indexOf(this.#marker);
    if (at >= 0) {
      this.#trailer = [];
      this.#held = Buffer.alloc(0);
      this.#keep(all.subarray(at + this.#marker.length));
      return all.subarray(0, at);
    }
    const sure = Math.max(0, all.length - this.#marker.length + 1);
    // Only a tail that could begin the marker has to wait.
    const candidate = all.indexOf(0, sure);
    const cut = candidate < 0 ? all.length : candidate;
    this.#held = all.subarray(cut);
    return all.subarray(0, cut);
  }

  /** What was held back, once nothing more will come. */
  end(): Buffer {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return rest;
  }

  /** Exit code and artefacts among `wanted`; undefined when the runner did not reach its end. */
  trailer(wanted: readonly string[]): Trailer | undefined {
    if (!this.#trailer || this.#trailerBytes > this.#limit) return undefined;
    const bytes = Buffer.concat(this.#trailer);
    let at = 0;
    const record = (): string | undefined => {
      const end = bytes.indexOf(0, at);
      if (end < 0) return undefined;
      const value = bytes.toString('utf8', at, end);
      at = end + 1;
      return value;
    };
    const exitCode = wholeNumber(record());
    if (exitCode === undefined || exitCode > 255) return undefined;
    const artefacts = new Map<string, string>();
    for (;;) {
      const path = record();
      if (path === undefined) return undefined;
      if (path === '') return { exitCode, artefacts };
      const size = wholeNumber(record());
      if (size === undefined || at + size > bytes.length) return undefined;
      if (wanted.includes(path)) artefacts.set(path, bytes.toString('utf8', at, at + size));
      at += size;
    }
  }

  #keep(chunk: Buffer): void {
    this.#trailerBytes += chunk.length;
    if (this.#trailerBytes <= this.#limit) this.#trailer?.push(chunk);
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
