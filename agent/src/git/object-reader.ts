import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { git } from './git.ts';
import { GitError } from './git-error.ts';
import type { Repository } from './repository.ts';

interface Request {
  readonly resolve: (content: Buffer | undefined) => void;
  readonly reject: (error: Error) => void;
}

const idleMilliseconds = 1500;

/** Reads objects by name through one `git cat-file --batch`, which ends by itself when it is idle. */
export class ObjectReader {
  readonly #repository: Repository;
  readonly #maxBytes: number;
  #child: ChildProcessWithoutNullStreams | undefined;
  #closed: Promise<void> = Promise.resolve();
  #waiting: Request[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes of the current object that still have to come, with its final newline; -1 before its header. */
  #left = -1;
  #skipping = false;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** Objects of more than `maxBytes` are answered with nothing. */
  constructor(repository: Repository, maxBytes = 8 * 1024 * 1024) {
    this.#repository = repository;
    this.#maxBytes = maxBytes;
  }

  /** The object's content, or nothing when it is missing or too large. Throws `GitError`. */
  read(objectName: string): Promise<Buffer | undefined> {
    if (this.#disposed) return Promise.reject(new GitError('cancelled', 'The object reader was closed.'));
    if (!/^[0-9a-f]{40,64}$/.test(objectName)) return Promise.resolve(undefined);
    clearTimeout(this.#timer);
    let child: ChildProcessWithoutNullStreams;
    try {
      child = this.#child ??= this.#start();
    } catch (error) {
      return Promise.reject(error);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
    this.#waiting.push({ resolve, reject });
    child.stdin.write(`${objectName}\n`);
    return promise;
  }

  /** Ends the process; resolves when it is gone. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#child?.kill('SIGKILL');
    await this.#closed;
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = git.start(['cat-file', '--batch'], this.#repository.options());
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closed = promise;
    this.#chunks = [];
    this.#buffered = 0;
    this.#left = -1;
    let stderr = '';
    const ended = (why: string) => {
      if (this.#child === child) {
        this.#child = undefined;
        const failure = this.#disposed
          ? new GitError('cancelled', 'The object reader was closed.')
          : new GitError('failed', `git cat-file ended early in ${this.#repository.root}: ${why}`);
        for (const request of this.#waiting.splice(0)) request.reject(failure);
      }
      resolve();
    };
    child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 2000) stderr += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.once('error', cause => ended(cause.message));
    child.once('close', code => ended(stderr.trim() || `exit code ${code}`));
    return child;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#step()) {
      // Each step consumes one header or one body.
    }
    if (this.#waiting.length === 0 && !this.#disposed) {
      this.#timer = setTimeout(() => {
        const child = this.#child;
        this.#child = undefined;
        child?.stdin.end();
      }, idleMilliseconds);
    }
  }

  #step(): boolean {
    if (this.#left < 0) {
      const end = this.#joined().indexOf(10);
      if (end < 0) return false;
      const header = this.#consume(end + 1).toString('latin1');
      const size = /^[0-9a-f]+ \w+ (\d+)\n$/.exec(header)?.[1];
      if (size === undefined) this.#waiting.shift()?.resolve(undefined);
      else {
        this.#left = Number(size) + 1;
        this.#skipping = Number(size) > this.#maxBytes;
      }
      return true;
    }
    if (this.#skipping) {
      this.#left -= this.#consume(Math.min(this.#left, this.#buffered)).length;
      if (this.#left > 0) return false;
      this.#left = -1;
      this.#waiting.shift()?.resolve(undefined);
      return this.#buffered > 0;
    }
    if (this.#buffered < this.#left) return false;
    const body = this.#consume(this.#left);
    this.#left = -1;
    this.#waiting.shift()?.resolve(Buffer.from(body.subarray(0, -1)));
    return true;
  }

  #joined(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #consume(count: number): Buffer {
    const all = this.#joined();
    this.#chunks = [all.subarray(count)];
    this.#buffered = all.length - count;
    return all.subarray(0, count);
  }
}
