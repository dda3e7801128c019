import type { Event, Exception, Frame } from '@errata/protocol/event';
import { type ArtifactReference, mapOfBundle } from '../../store/artifacts.ts';
import type { ProjectRow } from '../../store/projects.ts';
import type { Store } from '../../store/store.ts';
import { ByteCache } from './byte-cache.ts';
import { MapReader, type Original } from './map-reader.ts';
import { type References, referencesOf } from './references.ts';

/** An event as far as the uploaded source maps explain it. */
export interface Unminified {
  readonly event: Event;
  /** What has not been uploaded, and would explain more. */
  readonly awaited: readonly ArtifactReference[];
}

export type Unminify = (project: Pick<ProjectRow, 'id'>, event: Event) => Promise<Unminified>;

const mostCached = 8 * 1024 * 1024;
/** How long it is believed that a bundle was not uploaded, or is still the same. */
const knownMilliseconds = 2000;
const mostAwaited = 10;

/** Puts the places in the original sources in the place of those in bundles. */
export class Unminifier {
  readonly #store: Store;
  readonly #cache = new ByteCache(mostCached);
  readonly #reader: MapReader;
  #maps = new Map<string, Promise<string | undefined>>();
  #forgetAt = 0;

  constructor(store: Store) {
    this.#store = store;
    this.#reader = new MapReader(store, this.#cache);
  }

  /** About how much memory is used to be fast. */
  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  /** Something was uploaded. */
  forget(): void {
    this.#maps.clear();
  }

  async unminify(project: Pick<ProjectRow, 'id'>, event: Event): Promise<Unminified> {
    const references = referencesOf(event);
    if (references === undefined) return { event, awaited: [] };
    const awaited = new Map<string, ArtifactReference>();
    const exceptions: Exception[] = [];
    let isChanged = false;
    for (const exception of event.exceptions) {
      const frames = await this.#frames(project.id, exception.frames, references, awaited);
      isChanged ||= frames !== exception.frames;
      exceptions.push(frames === exception.frames ? exception : { ...exception, frames });
    }
    return {
      event: isChanged ? { ...event, exceptions } : event,
      awaited: [...awaited.values()].slice(0, mostAwaited),
    };
  }

  /** The same list if nothing in it is explained. */
  async #frames(
    project: number,
    frames: Frame[],
    references: References,
    awaited: Map<string, ArtifactReference>,
  ): Promise<Frame[]> {
    const originals: (Original | undefined)[] = [];
    for (const frame of frames) {
      originals.push(await this.#original(project, frame, references, awaited));
    }
    if (originals.every(original => original === undefined)) return frames;
    return frames.map((frame, index) => {
      const original = originals[index];
      return original === undefined ? frame : explained(frame, original, originals[index - 1]);
    });
  }

  async #original(
    project: number,
    frame: Frame,
    references: References,
    awaited: Map<string, ArtifactReference>,
  ): Promise<Original | undefined> {
    if (frame.line === undefined || frame.minified !== undefined) return undefined;
    for (const reference of references(frame)) {
      const map = await this.#map(project, reference);
      if (map !== undefined) return this.#reader.original(map, frame.line, frame.column ?? 1);
      awaited.set(JSON.stringify(reference), reference);
    }
    return undefined;
  }

  #map(project: number, reference: ArtifactReference): Promise<string | undefined> {
    const now = performance.now();
    if (now > this.#forgetAt || this.#maps.size > 1000) {
      this.#forgetAt = now + knownMilliseconds;
      this.#maps.clear();
    }
    const key = `${project} ${JSON.stringify(reference)}`;
    const known = this.#maps.get(key);
    if (known !== undefined) return known;
    const reading = mapOfBundle(this.#store.reader, project, reference);
    this.#maps.set(key, reading);
    reading.catch(() => this.#maps.delete(key));
    return reading;
  }
}

/** A frame at its original place. */
function explained(frame: Frame, original: Original, caller: Original | undefined): Frame {
  const {
    file,
    function: name,
    line,
    column,
    module: _,
    contextLine: __,
    preContext,
    postContext,
    ...rest
  } = frame;
  const { within, token: ___, ...place } = original;
  const functionName = within === undefined ? (caller?.token ?? name) : within.name;
  return {
    ...rest,
    ...place,
    ...(functionName !== undefined && { function: functionName }),
    minified: {
      file,
      ...(name !== undefined && { function: name }),
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    },
  };
}
