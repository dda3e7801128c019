import type { Event } from '@errata/protocol/event';
import { EventInputError } from '@errata/protocol/event-input';
import { release } from '../release.ts';
import type { ProjectRow } from '../store/projects.ts';
import { insertQuarantined } from '../store/quarantine.ts';
import type { Store } from '../store/store.ts';
import { CollectError } from './collect-error.ts';
import { type Collected, collectEvent } from './collect-event.ts';
import { Gate } from './gate.ts';
import { type PreparedEvent, prepareEvent } from './prepare/prepare-event.ts';
import type { Preparer } from './prepare/preparer.ts';
import type { Received } from './received.ts';
import type { Unminify } from './source-maps/unminify.ts';

export interface CollectorOptions {
  readonly now: () => Date;
  readonly preparer: Pick<Preparer, 'prepare'>;
  /** Puts the places of the original sources in the place of those in a bundle. */
  readonly unminify: Unminify;
  /** Told of every event that was stored. */
  readonly collected: (project: ProjectRow, event: PreparedEvent) => void;
  /** Told of every event that could not be processed. */
  readonly quarantined: (project: ProjectRow, error: unknown) => void;
}

/** So many bytes are enough to keep processor and disk busy; with more, memory would only fill with what has to wait. */
const mostInHand = 384 * 1024;

/** Turns what was received into stored events. Resolves when it is on disk. */
export class Collector {
  readonly #store: Store;
  readonly #options: CollectorOptions;
  readonly #gate = new Gate(mostInHand);

  constructor(store: Store, options: CollectorOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** How many events wait to be worked on. */
  get waiting(): number {
    return this.#gate.waiting;
  }

  /** An event with everything done that needs no transaction. */
  async prepare(project: ProjectRow, event: Event): Promise<PreparedEvent> {
    const { event: explained, awaited } = await this.#options.unminify(project, event);
    return prepareEvent(project, explained, awaited);
  }

  /**
   * The same for an event that no client waits for: nothing where it breaks us. Then it is kept as it is, to be replayed when we
   * are mended, and what comes after it has its turn.
   */
  async prepareOrQuarantine(project: ProjectRow, event: Event): Promise<PreparedEvent | undefined> {
    try {
      return await this.prepare(project, event);
    } catch (error) {
      await this.#quarantine(project, { type: 'text', bytes: Buffer.from(JSON.stringify(event)) }, error);
      return undefined;
    }
  }

  /** Tells of an event that somebody else has stored. */
  stored(project: ProjectRow, prepared: PreparedEvent): void {
    this.#options.collected(project, prepared);
  }

  /**
   * Stores what was received. What breaks us, through no fault that its client is told of, is kept as it came, to be replayed
   * when we are mended; it has no issue until then.
   * @throws {CollectError} or {@link EventInputError} where the client is at fault
   */
  async collect(project: ProjectRow, received: Received): Promise<Collected | undefined> {
    using _inside = await this.#gate.enter(received.bytes.length);
    try {
      return await this.#take(project, received, this.#gate.inside);
    } catch (error) {
      if (error instanceof CollectError || error instanceof EventInputError) throw error;
      await this.#quarantine(project, received, error);
      return undefined;
    }
  }

  /** Stores what broke us before: apart from everything else, and what goes wrong is thrown. */
  replay(project: ProjectRow, received: Received): Promise<Collected> {
    return this.#take(project, received, Number.POSITIVE_INFINITY);
  }

  async #take(project: ProjectRow, received: Received, inHand: number): Promise<Collected> {
    const worked = await this.#options.preparer.prepare(project, received, inHand);
    const prepared = 'minified' in worked ? await this.prepare(project, worked.minified) : worked.prepared;
    const collected = await this.#store.write(transaction =>
      collectEvent(transaction, project, prepared, this.#options.now()),
    );
    release(prepared.body);
    this.#options.collected(project, prepared);
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
