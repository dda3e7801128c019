import { z } from 'zod';
import { decodeMappings, none, rowLength } from './mapping-rows.ts';
import { SourceMapError } from './source-map-error.ts';

/** A source of a map, with its text where the map holds it. */
export interface Source {
  readonly name: string;
  readonly isIgnored: boolean;
  readonly text: string | undefined;
}

/** A source map taken apart, see mapping-rows.ts. */
export interface ReadMap {
  readonly rows: Int32Array;
  readonly sources: readonly Source[];
  readonly names: readonly string[];
}

const numbersSchema = z.array(z.number()).optional().catch(undefined);
const mapSchema = z.object({
  mappings: z.string(),
  sources: z.array(z.string().nullable()),
  sourcesContent: z.array(z.string().nullable().catch(null)).nullish().catch(undefined),
  sourceRoot: z.string().nullish().catch(undefined),
  names: z.array(z.coerce.string()).nullish().catch(undefined),
  ignoreList: numbersSchema,
  x_google_ignoreList: numbersSchema,
});
const count = z.int().nonnegative();
const indexedSchema = z.object({
  sections: z.array(z.object({ offset: z.object({ line: count, column: count }), map: z.unknown() })).min(1),
});
const mostNested = 3;

/**
 * Reads a source map, a plain one or an indexed one.
 * @throws {SourceMapError}
 */
export function readMap(bytes: Uint8Array): ReadMap {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let json: unknown;
  try {
    // Servers put ")]}'" before the JSON so that no page can run it.
    json = JSON.parse(
      text.startsWith(')]}') ? text.slice(text.indexOf('\n') + 1) : text.replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    throw new SourceMapError('not-json', 'It is not JSON.', error);
  }
  return takeApart(json, 0);
}

function takeApart(json: unknown, depth: number): ReadMap {
  const indexed = indexedSchema.safeParse(json);
  if (indexed.success && depth < mostNested) return joined(indexed.data.sections, depth);
  const map = mapSchema.safeParse(json);
  if (!map.success) throw new SourceMapError('not-a-map', 'It has no mappings and sources.', map.error);
  const { mappings, sources, sourcesContent, sourceRoot, names, ignoreList, x_google_ignoreList } = map.data;
  const ignored = new Set(ignoreList ?? x_google_ignoreList ?? []);
  return {
    rows: decodeMappings(mappings),
    sources: sources.map((name, index) => ({
      name: name === null ? '' : withRoot(sourceRoot ?? '', name),
      isIgnored: ignored.has(index),
      text: sourcesContent?.[index] ?? undefined,
    })),
    names: names ?? [],
  };
}

function withRoot(root: string, name: string): string {
  const isAbsolute = /^(?:\/|[a-z][a-z0-9+.-]{0,30}:)/i.test(name);
  if (root === '' || isAbsolute) return name;
  return root.endsWith('/') ? `${root}${name}` : `${root}/${name}`;
}

/** The sections of an indexed map as one; each ends where the next one begins. */
function joined(sections: z.infer<typeof indexedSchema>['sections'], depth: number): ReadMap {
  const sources: Source[] = [];
  const names: string[] = [];
  const parts: Int32Array[] = [];
  for (const [index, { offset, map }] of sections.entries()) {
    const section = takeApart(map, depth + 1);
    const next = sections[index + 1]?.offset ?? { line: Number.POSITIVE_INFINITY, column: 0 };
    const kept = moved(section.rows, offset, next, { source: sources.length, name: names.length });
    parts.push(kept);
    for (const source of section.sources) sources.push(source);
    for (const name of section.names) names.push(name);
  }
  const rows = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let length = 0;
  for (const part of parts) {
    rows.set(part, length);
    length += part.length;
  }
  return { rows, sources, names };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Rows of a section at their place in the whole, changed in place. */
function moved(
  rows: Int32Array,
  offset: Place,
  end: Place,
  first: { readonly source: number; readonly name: number },
): Int32Array {
  for (let at = 0; at < rows.length; at += rowLength) {
    const [line = 0, column = 0, source = none, , , name = none] = rows.subarray(at, at + rowLength);
    const movedLine = line + offset.line;
    const movedColumn = line === 0 ? column + offset.column : column;
    if (movedLine > end.line || (movedLine === end.line && movedColumn >= end.column))
      return rows.subarray(0, at);
    rows[at] = movedLine;
    rows[at + 1] = movedColumn;
    if (source !== none) rows[at + 2] = source + first.source;
    if (name !== none) rows[at + 5] = name + first.name;
  }
  return rows;
}
