import type { Event } from '@errata/protocol/event';
import { type Collected, collectEvent } from '../../collect/collect-event.ts';
import { prepareEvent } from '../../collect/prepare/prepare-event.ts';
import { ensureProject, type ProjectRow } from '../projects.ts';
import type { Store } from '../store.ts';

/** A store with nothing in it, for one test. */
export interface EmptyStore extends AsyncDisposable {
  readonly store: Store;
  /** Another process's store over the same database, where an engine lets several in. */
  readonly another?: () => Promise<Store>;
}

export type OpenEmptyStore = () => Promise<EmptyStore>;

/** When all tests take place. */
export const now = new Date('2026-06-15T12:30:00.000Z');

let projects = 0;

export async function newProject(store: Store): Promise<ProjectRow> {
  const slug = `project-${++projects}`;
  return (await store.write(transaction => ensureProject(transaction, slug, now))).project;
}

/** Stores events as they are stored when they arrive. */
export function collectAll(
  store: Store,
  project: ProjectRow,
  events: readonly Event[],
  at = now,
): Promise<Collected[]> {
  return Promise.all(
    events.map(event => {
      const prepared = prepareEvent(project, event);
      return store.write(transaction => collectEvent(transaction, project, prepared, at));
    }),
  );
}

export async function collectOne(
  store: Store,
  project: ProjectRow,
  event: Event,
  at = now,
): Promise<Collected> {
  const [collected] = await collectAll(store, project, [event], at);
  if (collected === undefined) throw new Error('Nothing was collected.');
  return collected;
}
