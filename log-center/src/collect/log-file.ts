import { setTimeout as delay } from 'node:timers/promises';
import type { Event } from '@errata/protocol/event';
import { type FollowPosition, followPosition, saveFollowPosition } from '../store/follows.ts';
import type { ProjectRow } from '../store/projects.ts';
import type { Store } from '../store/store.ts';
import { collectEvent } from './collect-event.ts';
import type { Collector } from './collector.ts';
import { readLogChunk } from './log-chunk.ts';
import { fileState, findRotated, hashHead, isContinued, readFrom } from './log-source.ts';
import type { PreparedEvent } from './prepare/prepare-event.ts';

const largestChunk = 4 * 1024 * 1024;

export interface FollowOptions {
  readonly now: () => Date;
  readonly pollMilliseconds: number;
  /** After this long without a new line a stack trace at the end of the file is complete. */
  readonly quietMilliseconds: number;
  readonly failed: (error: unknown) => void;
}

/**
 * Turns the stack traces that appear in a log file into events. Begins at the file's end when it is followed for the first
 * time, and where it stopped afterwards: the position is stored in the same transaction as the events before it.
 */
export class LogFollower {
  readonly #store: Store;
  readonly #collector: Collector;
  readonly #project: ProjectRow;
  readonly #path: string;
  readonly #options: FollowOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #at: FollowPosition | undefined;
  #lastSize = -1;
  #lastChange = 0;
  #settledSize = -1;
  #lastFailure = '';

  /** @param path absolute */
  constructor(store: Store, collector: Collector, project: ProjectRow, path: string, options: FollowOptions) {
    this.#store = store;
    this.#collector = collector;
    this.#project = project;
    this.#path = path;
    this.#options = options;
  }

  /** Finds out where to begin, and follows until it is stopped. */
  async start(): Promise<void> {
    this.#at = await followPosition(this.#store.reader, this.#project.id, this.#path);
    if (this.#at === undefined) {
      const state = await fileState(this.#path);
      // A file that does not exist yet is new from its first byte.
      await this.#save({ file: state?.file ?? '', position: state?.size ?? 0 });
    }
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#poll();
        this.#lastFailure = '';
      } catch (error) {
        // The same failure is told once: it would come again with every poll.
        const message = String(error);
        if (message !== this.#lastFailure) this.#options.failed(error);
        this.#lastFailure = message;
      }
      const { signal } = this.#stopping;
      await delay(this.#options.pollMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    const state = await fileState(this.#path);
    const at = this.#at;
    if (state === undefined || at === undefined) return;
    if (state.file !== at.file) {
      const rotated = at.file === '' ? undefined : await findRotated(this.#path, at.file);
      if (rotated !== undefined) await this.#read(rotated, at.file, true);
      await this.#save({ file: state.file, position: 0 });
      this.#settledSize = -1;
    }
    if (state.size !== this.#lastSize) {
      this.#lastSize = state.size;
      this.#lastChange = performance.now();
    }
    if (state.size === this.#settledSize) return;
    if (this.#at !== undefined && !(await isContinued(this.#path, state.size, this.#at))) {
      await this.#save({ file: state.file, position: 0 });
    }
    const isQuiet = performance.now() - this.#lastChange >= this.#options.quietMilliseconds;
    await this.#read(this.#path, state.file, isQuiet);
    if (isQuiet) this.#settledSize = state.size;
  }

  /** Reads on to the end of the file. */
  async #read(path: string, file: string, isFinal: boolean): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const position = this.#at?.position ?? 0;
      const bytes = await readFrom(path, position, largestChunk);
      const isFull = bytes.length === largestChunk;
      const gentle = readLogChunk(bytes, isFinal && !isFull);
      // Nothing but one unfinished trace in so much text: it is taken as it is.
      const { events, consumed } = isFull && gentle.consumed === 0 ? readLogChunk(bytes, true) : gentle;
      if (consumed === 0) return;
      const next = { file, position: position + consumed };
      const head = await hashHead(path, next.position);
      const prepared = await this.#prepared(events);
      await this.#store.write(async transaction => {
        for (const event of prepared)
          await collectEvent(transaction, this.#project, event, this.#options.now());
        await saveFollowPosition(transaction, this.#project.id, this.#path, { ...next, head });
      });
      this.#at = { ...next, head };
      for (const event of prepared) this.#collector.stored(this.#project, event);
      if (!isFull) return;
    }
  }

  async #prepared(events: readonly Event[]): Promise<PreparedEvent[]> {
    const all = await Promise.all(
      events.map(event => this.#collector.prepareOrQuarantine(this.#project, event)),
    );
    return all.filter(prepared => prepared !== undefined);
  }

  async #save(next: { file: string; position: number }): Promise<void> {
    const head = await hashHead(this.#path, next.position);
    const at = { ...next, head };
    await this.#store.write(transaction => saveFollowPosition(transaction, this.#project.id, this.#path, at));
    this.#at = at;
  }
}
