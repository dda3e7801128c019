import type { SourceMapInput, SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import { t } from '@vscode/l10n';
import { normalDebugId } from './script.ts';

/** Where a place in a script comes from. Lines and columns count from 1. */
export interface Original {
  /** As the map names it, with its root. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** What the map calls what stands there. */
  readonly name: string | undefined;
  /** The text of the source, where the map holds it. */
  readonly content: string | undefined;
  readonly isIgnored: boolean;
  /** False when it was taken by the line alone, and more than one place is possible. */
  readonly isSure: boolean;
}

type Library = typeof import('@jridgewell/trace-mapping');

const untold = () => t('its source map tells of no source for this place');
const mostLinesOfLine = 30;
const deepest = 4;
const vlq = /^[A-Za-z0-9+/,;]*$/;

/** A source map, plain or of sections, to be asked where places of a script come from. */
export class SourceMap {
  readonly debugId: string | undefined;
  readonly #library: Library;
  readonly #map: TraceMap;

  private constructor(library: Library, map: TraceMap, debugId: string | undefined) {
    this.#library = library;
    this.#map = map;
    this.debugId = debugId;
  }

  /** Reads the text of a map; a string says why it cannot be used. */
  static async read(text: string): Promise<SourceMap | string> {
    const library = await import('@jridgewell/trace-mapping');
    try {
      // Servers put ")]}'" before the JSON so that no page can run it.
      const json: unknown = JSON.parse(
        text.startsWith(')]}') ? text.slice(text.indexOf('\n') + 1) : text.replace(/^\uFEFF/, ''),
      );
      const map = new library.AnyMap(prepared(json, 0) as SourceMapInput);
      library.traceSegment(map, 0, 0);
      const { debugId, debug_id: id = debugId } = json as { debugId?: unknown; debug_id?: unknown };
      return new SourceMap(library, map, typeof id === 'string' ? normalDebugId(id) : undefined);
    } catch {
      return t('its source map cannot be read');
    }
  }

  /** Where a place comes from; a string says why that is not known. */
  original(line: number, column: number | undefined): Original | string {
    if (column === undefined) return this.#byLine(line);
    const { originalPositionFor, LEAST_UPPER_BOUND } = this.#library;
    const place = { line, column: column - 1 };
    const at = originalPositionFor(this.#map, place);
    if (at.source !== null) return this.#original(at.source, at, true);
    // What stands before the first mapping of a line belongs to it, more or less.
    const isBeforeFirst = place.column < (this.#segments(line)[0]?.[0] ?? 0);
    const next = isBeforeFirst ? originalPositionFor(this.#map, { ...place, bias: LEAST_UPPER_BOUND }) : at;
    return next.source === null ? untold() : this.#original(next.source, next, false);
  }

  /** Without a column a line that was made of few lines of one source still tells something. */
  #byLine(line: number): Original | string {
    const segments = this.#segments(line).filter(segment => segment.length > 1);
    const [first] = segments;
    if (first === undefined || first.length === 1) return untold();
    const lines = segments.map(([, , sourceLine = 0]) => sourceLine);
    const [least, most] = lines.reduce(
      ([a, b], each) => [Math.min(a, each), Math.max(b, each)],
      [first[2], first[2]],
    );
    const isOneSource = segments.every(([, source]) => source === first[1]);
    if (!isOneSource || most - least >= mostLinesOfLine) {
      return t('the frame gives no column, and its line was made of very many');
    }
    const [, source, sourceLine, column, name] = first;
    const at = {
      line: sourceLine + 1,
      column,
      name: name === undefined ? null : (this.#map.names[name] ?? null),
    };
    return this.#original(this.#map.resolvedSources[source] ?? '', at, least === most);
  }

  #original(
    source: string,
    { line, column, name }: { line: number; column: number; name: string | null },
    isSure: boolean,
  ): Original | string {
    if (source === '' || !(line > 0) || !(column >= 0)) return untold();
    const { sourceContentFor, isIgnored } = this.#library;
    return {
      source,
      line,
      column: column + 1,
      name: name ?? undefined,
      content: sourceContentFor(this.#map, source) ?? undefined,
      isIgnored: isIgnored(this.#map, source),
      isSure,
    };
  }

  #segments(line: number): readonly Readonly<SourceMapSegment>[] {
    return this.#library.decodedMappings(this.#map)[line - 1] ?? [];
  }
}

/** The map with `/` for the separators that builds on Windows write; throws where the library would read nonsense. */
function prepared(json: unknown, depth: number): unknown {
  if (json === null || typeof json !== 'object' || depth > deepest) throw new TypeError('no source map');
  const forward = (each: unknown) => (typeof each === 'string' ? each.replaceAll('\\', '/') : each);
  const map = json as { sources?: unknown; sourceRoot?: unknown; sections?: unknown; mappings?: unknown };
  if (Array.isArray(map.sections)) {
    const sections = map.sections.map((section: { map?: unknown }) => ({
      ...section,
      map: prepared(section.map, depth + 1),
    }));
    return { ...map, sections };
  }
  if (!Array.isArray(map.sources) || typeof map.mappings !== 'string' || !vlq.test(map.mappings)) {
    throw new TypeError('no source map');
  }
  return { ...map, sources: map.sources.map(forward), sourceRoot: forward(map.sourceRoot) };
}
