import {
  awaitNoMore,
  awaitNoMoreSince,
  beginToApply,
  endToApply,
  lastWaiting,
  nextArrived,
  waitingFor,
} from '../../store/awaited-artifacts.ts';
import type { ProjectDirectory } from '../../store/project-directory.ts';
import type { Store } from '../../store/store.ts';
import { dropChunksBefore, endAssembly, openAssemblies } from '../../store/uploads.ts';
import { applyLate } from './apply-late.ts';
import { assemble } from './assemble.ts';
import { BundleError } from './bundle-error.ts';
import { Unminifier, type Unminify } from './unminify.ts';

export interface SourceMapOptions {
  readonly now: () => Date;
  /** How often it is looked for work that another process has left. */
  readonly milliseconds: number;
  /** Told what could not be read or applied; it is not tried again. */
  readonly failed: (error: unknown) => void;
}

const day = 86_400_000;
/** How long chunks stay that no bundle claims, and events wait for what may never come. */
const chunkDays = 1;
const awaitDays = 30;
const eventsAtOnce = 50;

/**
 * What turns uploaded bundles into frames that point at the sources: events as they come in, and those that had come before.
 * The work that is to be done stands in the database, so that it goes on after a restart.
 */
export class SourceMaps {
  readonly #store: Store;
  readonly #projects: ProjectDirectory;
  readonly #options: SourceMapOptions;
  readonly #unminifier: Unminifier;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #isAsked = false;

  constructor(store: Store, projects: ProjectDirectory, options: SourceMapOptions) {
    this.#store = store;
    this.#projects = projects;
    this.#options = options;
    this.#unminifier = new Unminifier(store);
  }

  readonly unminify: Unminify = (project, event) => this.#unminifier.unminify(project, event);

  /** Goes on with what was left, and looks for more every so often. */
  start(): void {
    this.work();
    this.#timer = setInterval(() => this.work(), this.#options.milliseconds);
    this.#timer.unref();
  }

  /** Does in the background what there is to do; to be called when a bundle is complete. */
  work(): void {
    this.#isAsked = true;
    this.#working ??= this.#workOff();
  }

  /** Ends after what is being done now; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await this.#working;
  }

  async #workOff(): Promise<void> {
    while (this.#isAsked && !this.#stopping.signal.aborted) {
      this.#isAsked = false;
      try {
        await this.#assembleAll();
        await this.#applyAll();
        await this.#drop();
      } catch (error) {
        this.#options.failed(error);
      }
    }
    this.#working = undefined;
  }

  async #assembleAll(): Promise<void> {
    const { now, failed } = this.#options;
    for (const assembly of await openAssemblies(this.#store.reader)) {
      if (this.#stopping.signal.aborted) return;
      try {
        await assemble(this.#store, assembly, now, failed);
      } catch (error) {
        failed(error);
        const detail =
          error instanceof BundleError ? error.message : 'The log center failed at this; its log says why.';
        const end = { state: 'error', detail } as const;
        await this.#store.write(transaction => endAssembly(transaction, assembly.id, end, now()));
      }
    }
  }

  /** Reads the events again that had waited for what has arrived. */
  async #applyAll(): Promise<void> {
    for (;;) {
      const artifact = await nextArrived(this.#store.reader);
      if (artifact === undefined || this.#stopping.signal.aborted) return;
      await this.#store.write(transaction => beginToApply(transaction, artifact.id));
      this.#unminifier.forget();
      const upTo = await lastWaiting(this.#store.reader);
      for (;;) {
        const waiting = await waitingFor(this.#store.reader, artifact, upTo, eventsAtOnce);
        if (waiting.length === 0) break;
        for (const { event } of waiting) {
          if (this.#stopping.signal.aborted) return;
          await this.#apply(artifact.project, event);
        }
      }
      await this.#store.write(transaction => endToApply(transaction, artifact.id));
    }
  }

  async #apply(projectId: number, event: string): Promise<void> {
    const now = this.#options.now();
    try {
      const project = await this.#projects.byId(projectId);
      if (project === undefined) throw new Error(`There is no project ${projectId}.`);
      await applyLate(this.#store, project, event, this.unminify, now);
    } catch (error) {
      this.#options.failed(error);
      await this.#store.write(transaction => awaitNoMore(transaction, projectId, event));
    }
  }

  async #drop(): Promise<void> {
    const now = this.#options.now().getTime();
    await this.#store.write(async transaction => {
      await dropChunksBefore(transaction, new Date(now - chunkDays * day));
      await awaitNoMoreSince(transaction, new Date(now - awaitDays * day));
    });
  }
}
