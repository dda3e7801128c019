import type { Frame } from '@errata/protocol/event';
import {
  type MapPart,
  mapPart,
  mapPartStarts,
  readSourceText,
  type SourceRow,
  sourceOfMap,
} from '../../store/source-maps.ts';
import type { Store } from '../../store/store.ts';
import type { ByteCache } from './byte-cache.ts';
import { findRow, none } from './mapping-rows.ts';
import { isOwnSource, sourceFile } from './source-files.ts';
import { SourceText } from './source-text.ts';

/** Where a place in a bundle comes from, in the words of a frame. */
export interface Original
  extends Pick<Frame, 'file' | 'line' | 'column' | 'inApp' | 'contextLine' | 'preContext' | 'postContext'> {
  /** The function around it; its name is absent if it has none, and all of it where the text is not known. */
  readonly within: { readonly name: string | undefined } | undefined;
  /** What the map calls what stands at this place. */
  readonly token: string | undefined;
}

/** Reads places out of the source maps that are stored. */
export class MapReader {
  readonly #store: Store;
  readonly #cache: ByteCache;

  constructor(store: Store, cache: ByteCache) {
    this.#store = store;
    this.#cache = cache;
  }

  /** Where a place comes from, both counted from 1; nothing if the map does not tell. */
  original(map: string, line: number, column: number): Promise<Original | undefined> {
    return this.#cache.get(
      `original ${map} ${line} ${column}`,
      () => this.#find(map, line - 1, column - 1),
      sizeOfOriginal,
    );
  }

  async #find(map: string, line: number, column: number): Promise<Original | undefined> {
    const part = await this.#part(map, line, column);
    const row = part && findRow(part.rows, line, column);
    if (part === undefined || row === undefined) return undefined;
    const source = await this.#source(map, row.source);
    if (source === undefined) return undefined;
    const text = source.text === null ? undefined : await this.#text(source.text);
    const context = text?.context(row.line);
    return {
      file: sourceFile(source.name),
      line: row.line + 1,
      column: row.column + 1,
      inApp: source.ignored === 0 && isOwnSource(source.name),
      ...(context !== undefined && {
        contextLine: context.contextLine,
        preContext: [...context.preContext],
        postContext: [...context.postContext],
      }),
      within: text === undefined ? undefined : (text.functionAt(row.line, row.column) ?? { name: undefined }),
      token: row.name === none ? undefined : part.names[row.name],
    };
  }

  /** The part of a map in which the mapping for a place is, if there is one. */
  async #part(map: string, line: number, column: number): Promise<MapPart | undefined> {
    const starts = await this.#cache.get(
      `starts ${map}`,
      () => mapPartStarts(this.#store.reader, map),
      all => all.length * 64,
    );
    const start = starts.findLast(
      ({ from_line, from_column }) => from_line < line || (from_line === line && from_column <= column),
    );
    if (start === undefined) return undefined;
    const read = () => mapPart(this.#store.reader, map, start);
    return this.#cache.get(`part ${map} ${start.from_line} ${start.from_column}`, read, sizeOfPart);
  }

  #source(map: string, number: number): Promise<SourceRow | undefined> {
    return this.#cache.get(
      `source ${map} ${number}`,
      () => sourceOfMap(this.#store.reader, map, number),
      source => 2 * (source?.name.length ?? 0),
    );
  }

  #text(hash: string): Promise<SourceText | undefined> {
    const read = async () => {
      const text = await readSourceText(this.#store.reader, hash);
      return text === undefined ? undefined : new SourceText(text);
    };
    return this.#cache.get(`text ${hash}`, read, text => text?.bytes ?? 0);
  }
}

function sizeOfPart(part: MapPart | undefined): number {
  if (part === undefined) return 0;
  return part.names.reduce((bytes, name) => bytes + 2 * name.length + 24, part.rows.byteLength);
}

function sizeOfOriginal(original: Original | undefined): number {
  if (original === undefined) return 0;
  const { file, contextLine = '', preContext = [], postContext = [], within, token = '' } = original;
  const texts = [file, contextLine, ...preContext, ...postContext, within?.name ?? '', token];
  return texts.reduce((bytes, text) => bytes + 2 * text.length + 32, 200);
}
