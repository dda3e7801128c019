import { listKeys } from './keys.ts';
import { listProjects, type ProjectRow } from './projects.ts';
import type { Store } from './store.ts';

/** A project with the keys that events may be sent with. */
export interface KnownProject extends ProjectRow {
  /** The first of its active keys; empty if all are revoked. */
  readonly key: string;
  readonly keys: ReadonlySet<string>;
}

/** Another process may change projects, too: so late is that noticed. */
const freshMilliseconds = 1000;

/** The projects, kept in memory: each event that comes in asks for its own. */
export class ProjectDirectory {
  readonly #store: Store;
  #known: Promise<ReadonlyMap<number, KnownProject>> | undefined;
  #readAt = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** All projects, oldest first. */
  async all(): Promise<readonly KnownProject[]> {
    return [...(await this.#current()).values()];
  }

  async byId(id: number): Promise<KnownProject | undefined> {
    return (await this.#current()).get(id);
  }

  async bySlug(slug: string): Promise<KnownProject | undefined> {
    return (await this.all()).find(project => project.slug === slug);
  }

  /** Reads them again at the next question: something was changed. */
  forget(): void {
    this.#known = undefined;
  }

  #current(): Promise<ReadonlyMap<number, KnownProject>> {
    const isStale = performance.now() - this.#readAt > freshMilliseconds;
    if (this.#known === undefined || isStale) {
      this.#readAt = performance.now();
      const reading = this.#read(this.#known);
      this.#known = reading;
      reading.catch(() => this.forget());
    }
    return this.#known;
  }

  async #read(
    before: Promise<ReadonlyMap<number, KnownProject>> | undefined,
  ): Promise<ReadonlyMap<number, KnownProject>> {
    const known = await before?.catch(() => undefined);
    const keys = (await listKeys(this.#store.reader)).filter(({ active }) => active);
    const projects = await listProjects(this.#store.reader);
    return new Map(
      projects.map(project => {
        const own = keys.filter(key => key.project === project.id).map(({ key }) => key);
        const old = known?.get(project.id);
        // What is compiled from settings is kept by their identity.
        const isSame = old !== undefined && JSON.stringify(old.settings) === JSON.stringify(project.settings);
        const settings = isSame ? old.settings : project.settings;
        return [project.id, { ...project, settings, key: own[0] ?? '', keys: new Set(own) }];
      }),
    );
  }
}
