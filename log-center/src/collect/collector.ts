import type { Event } from '@errata/protocol/event';
import { EventInputError } from '@errata/protocol/event-input';
import type { ProjectRow } from '../store/projects.ts';
import { insertQuarantined } from '../store/quarantine.ts';
import type { Store } from '../store/store.ts';
import { CollectError } from './collect-error.ts';
import { type Collected, collectEvent } from './collect-event.ts';
import { type PreparedEvent, prepareEvent } from './prepare-event.ts';
import type { Unminify } from './source-maps/unminify.ts';

/** Something that was received and is to become an event. */
export interface Received {
  /** Of the item, as `event`. */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** @throws {CollectError} or {@link EventInputError} where the client is at fault */
  read(): Event;
}

export interface CollectorOptions {
  readonly now: () => Date;
  /** Puts the places of the original sources in the place of those in a bundle. */
  readonly unminify: Unminify;
  /** Told of every event that was stored. */
  readonly collected: (project: ProjectRow) => void;
  /** Told of every event that could not be processed. */
  readonly quarantined: (project: ProjectRow, error: unknown) => void;
}

/** Turns what was received into stored events. Resolves when it is on disk. */
export class Collector {
  readonly #store: Store;
  readonly #options: CollectorOptions;

  constructor(store: Store, options: CollectorOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** An event with everything done that needs no transaction. */
  async prepare(project: ProjectRow, event: Event): Promise<PreparedEvent> {
    const { event: explained, awaited } = await this.#options.unminify(project, event);
    return prepareEvent(project, explained, awaited);
  }

  /**
   * Stores what was received. What breaks us, through no fault that its client is told of, is kept as it came, to be replayed
   * when we are mended; it has no issue until then.
   * @throws {CollectError} or {@link EventInputError} where the client is at fault
   */
  async collect(project: ProjectRow, received: Received): Promise<Collected | undefined> {
    try {
      return await this.replay(project, received);
    } catch (error) {
      if (error instanceof CollectError || error instanceof EventInputError) throw error;
      await this.#quarantine(project, received, error);
      return undefined;
    }
  }

  /** The same without a net: what goes wrong is thrown. */
  async replay(project: ProjectRow, received: Received): Promise<Collected> {
    const prepared = await this.prepare(project, received.read());
    const collected = await this.#store.write(transaction =>
      collectEvent(transaction, project, prepared, this.#options.now()),
    );
    this.#options.collected(project);
    return collected;
  }

  /** If this cannot be stored either, it is the database that fails and not the event: then that is thrown. */
  async #quarantine(project: ProjectRow, { type, bytes }: Received, error: unknown): Promise<void> {
    await this.#store.write(transaction =>
      insertQuarantined(transaction, {
        project: project.id,
        received_at: this.#options.now().toISOString(),
        type,
        reason: (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4000),
        body: bytes,
      }),
    );
    this.#options.quarantined(project, error);
  }
}
