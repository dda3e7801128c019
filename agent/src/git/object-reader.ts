import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { type GitOptions, git } from './git.ts';
import { describeFailure, describeStart, GitError } from './git-error.ts';

/** An object as git keeps it. */
export interface GitObject {
  readonly objectName: string;
  readonly type: string;
  /** Nothing when the object is too large to read. */
  readonly content: Buffer | undefined;
}

interface Request {
  readonly name: string;
  readonly resolve: (found: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

const idleMilliseconds = 1500;
const mostBytes = 8 * 1024 * 1024;
/** So many objects that a partial clone lacks, and none is asked for any more: each costs a process. */
const mostMissing = 30;

/**
 * Reads the objects of one repository through one `git cat-file --batch`. It is started when it is first needed, ends
 * when it was idle for a while or its last holder lets go, and does not keep this process from ending.
 */
export class ObjectReader {
  readonly #options: GitOptions;
  #child: ChildProcessWithoutNullStreams | undefined;
  #ended: Promise<void> = Promise.resolve();
  #waiting: Request[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** The object whose bytes, with a final newline, still have to come. */
  #coming: { objectName: string; type: string; length: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #holders = 0;
  #missing = 0;

  constructor(options: GitOptions) {
    this.#options = options;
  }

  /** True in a partial clone once something that was asked for was not there. */
  get lacking(): boolean {
    return this.#missing > 0;
  }

  /**
   * The object that a name means (`commit:path`, `tag^{commit}`, an object name; never with a line end in it), or
   * nothing when there is none. Throws `GitError`.
   */
  read(name: string, signal?: AbortSignal): Promise<GitObject | undefined> {
    if (signal?.aborted) return Promise.reject(new GitError('cancelled', 'Reading objects was cancelled.'));
    if (/[\n\0]/.test(name) || this.#missing >= mostMissing) return Promise.resolve(undefined);
    clearTimeout(this.#timer);
    const { promise, resolve, reject } = Promise.withResolvers<GitObject | undefined>();
    try {
      this.#child ??= this.#start();
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#waiting.push({ name, resolve, reject }) === 1) keepAlive(this.#child, true);
    this.#ask(this.#child, name);
    return promise;
  }

  /** Counts one more who will read. Gives what lets go: for the last one, the process ends then, not when it is idle. */
  hold(): () => Promise<void> {
    this.#holders++;
    let held = true;
    return () => {
      if (held && --this.#holders === 0 && this.#waiting.length === 0) this.#end();
      held = false;
      return this.#holders === 0 ? this.#ended : Promise.resolve();
    };
  }

  /** What is asked for at once is written at once. */
  #ask({ stdin }: ChildProcessWithoutNullStreams, name: string): void {
    if (stdin.writableCorked === 0) {
      stdin.cork();
      process.nextTick(() => stdin.uncork());
    }
    stdin.write(`${name}\n`);
  }

  #end(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    // Whoever waits for its end must live to see it.
    keepAlive(child, true);
    child.kill('SIGKILL');
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = git.start(['cat-file', '--batch'], this.#options);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended = promise;
    this.#chunks = [];
    this.#buffered = 0;
    this.#coming = undefined;
    let stderr = '';
    const ended = (failure: GitError) => {
      resolve();
      if (this.#child !== child) return;
      this.#child = undefined;
      if (GitError.is(failure, 'partial-clone')) this.#lack();
      else for (const request of this.#waiting.splice(0)) request.reject(failure);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#take(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (stderr.length < 2000) stderr += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.once('error', cause => ended(describeStart(this.#options.cwd, cause)));
    child.once('close', code => ended(describeFailure('cat-file', this.#options.cwd, code ?? -1, stderr)));
    return child;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#waiting.length > 0 && this.#step()) {
      // Each step consumes one header or one body.
    }
    if (this.#waiting.length > 0 || this.#child === undefined) return;
    keepAlive(this.#child, false);
    this.#timer = setTimeout(() => this.#end(), idleMilliseconds).unref();
  }

  #step(): boolean {
    if (this.#coming !== undefined) {
      const { objectName, type, length } = this.#coming;
      if (this.#buffered < length) return false;
      const content = Buffer.from(this.#consume(length).subarray(0, -1));
      this.#coming = undefined;
      this.#waiting.shift()?.resolve({ objectName, type, content });
      return true;
    }
    const end = this.#joined().indexOf(10);
    if (end < 0) return false;
    const header = this.#consume(end + 1).toString('latin1');
    const [, objectName = '', type = '', size] = /^([0-9a-f]{40,64}) (\w+) (\d+)\n$/.exec(header) ?? [];
    if (size === undefined) this.#waiting.shift()?.resolve(undefined);
    else if (Number(size) <= mostBytes) this.#coming = { objectName, type, length: Number(size) + 1 };
    else {
      this.#waiting.shift()?.resolve({ objectName, type, content: undefined });
      this.#startAgain();
      return false;
    }
    return true;
  }

  /** In a partial clone git ends at the first object that it would have to fetch. */
  #lack(): void {
    const all = ++this.#missing >= mostMissing;
    for (const request of this.#waiting.splice(0, all ? this.#waiting.length : 1)) request.resolve(undefined);
    this.#startAgain();
  }

  /** Cheaper than to take what is too large from the pipe, byte for byte. */
  #startAgain(): void {
    this.#end();
    if (this.#waiting.length === 0) return;
    this.#child = this.#start();
    this.#child.stdin.write(this.#waiting.map(({ name }) => `${name}\n`).join(''));
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

/** Whether this process waits for a child before it ends. */
function keepAlive(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const part of [child, child.stdin as Socket, child.stdout as Socket, child.stderr as Socket]) {
    if (alive) part.ref();
    else part.unref();
  }
}
