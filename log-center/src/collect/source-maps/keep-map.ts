import { hash as digest } from 'node:crypto';
import {
  insertMapPart,
  insertSourceMap,
  insertSources,
  insertSourceText,
  type MapPart,
  sourceMapBy,
} from '../../store/source-maps.ts';
import type { Store } from '../../store/store.ts';
import { isSamePlace, none, rowLength } from './mapping-rows.ts';
import { type ReadMap, readMap } from './read-map.ts';
import { SourceMapError } from './source-map-error.ts';

const rowsOfPart = 1024;
const sourcesAtOnce = 50;
/** Of a larger map the JSON alone would take more memory than we may use. */
export const mostMapBytes = 64 * 1024 * 1024;

export interface KeptMap {
  readonly hash: string;
  /** Why it is of no use. */
  readonly broken?: string;
}

/**
 * Stores a source map so that a place in it is found by reading a small part of it. Of a map that is of no use, this is
 * stored. Each step is a transaction of its own, so that events go on coming in.
 */
export async function keepMap(store: Store, bytes: Uint8Array, now: () => Date): Promise<KeptMap> {
  const hash = digest('sha256', bytes);
  // What could not be read once may be read by a newer version.
  if ((await sourceMapBy(store.reader, hash))?.broken === null) return { hash };
  let map: ReadMap;
  try {
    if (bytes.length > mostMapBytes) throw new SourceMapError('too-large', `It has ${bytes.length} bytes.`);
    map = readMap(bytes);
  } catch (error) {
    if (!(error instanceof SourceMapError)) throw error;
    const broken = `${error.reason}: ${error.message}`;
    await store.write(transaction => insertSourceMap(transaction, hash, broken, now()));
    return { hash, broken };
  }
  for (const part of partsOf(map)) await store.write(transaction => insertMapPart(transaction, hash, part));
  for (let start = 0; start < map.sources.length; start += sourcesAtOnce) {
    const some = map.sources.slice(start, start + sourcesAtOnce).map(({ name, isIgnored, text }, index) => ({
      row: {
        number: start + index,
        name: name.slice(0, 4000),
        ignored: Number(isIgnored),
        text: text === undefined ? null : digest('sha256', text),
      },
      text,
    }));
    await store.write(async transaction => {
      for (const { row, text } of some) {
        if (row.text !== null && text !== undefined) await insertSourceText(transaction, row.text, text);
      }
      await insertSources(
        transaction,
        hash,
        some.map(({ row }) => row),
      );
    });
  }
  await store.write(transaction => insertSourceMap(transaction, hash, undefined, now()));
  return { hash };
}

/** A map's mappings in parts. What begins at one place is in one part, so that no two parts begin at the same. */
function* partsOf({ rows, names }: ReadMap): Generator<MapPart> {
  const count = rows.length / rowLength;
  let start = 0;
  while (start < count) {
    let end = Math.min(count, start + rowsOfPart);
    while (end < count && isSamePlace(rows, end - 1, end)) end++;
    yield partOf(rows.slice(start * rowLength, end * rowLength), names);
    start = end;
  }
}

/** A part with the names that it needs, and no others. */
function partOf(rows: Int32Array, names: readonly string[]): MapPart {
  const own = new Map<number, number>();
  for (let at = rowLength - 1; at < rows.length; at += rowLength) {
    const name = rows[at] ?? none;
    if (name === none) continue;
    const number = own.get(name) ?? own.size;
    own.set(name, number);
    rows[at] = number;
  }
  return {
    fromLine: rows[0] ?? 0,
    fromColumn: rows[1] ?? 0,
    rows,
    names: [...own.keys()].map(name => (names[name] ?? '').slice(0, 500)),
  };
}
