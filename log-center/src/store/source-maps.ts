import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Whether a source map has been taken apart already, and why it is of no use if so. */
export function sourceMapBy(
  database: Kysely<Tables>,
  hash: string,
): Promise<{ broken: string | null } | undefined> {
  return database.selectFrom('source_maps').select('broken').where('hash', '=', hash).executeTakeFirst();
}

/** Says that all of a source map is stored: to be called last. */
export async function insertSourceMap(
  database: Kysely<Tables>,
  hash: string,
  broken: string | undefined,
  now: Date,
): Promise<void> {
  await database
    .insertInto('source_maps')
    .values({ hash, broken: broken ?? null, created_at: now.toISOString() })
    .onConflict(conflict => conflict.column('hash').doUpdateSet({ broken: broken ?? null }))
    .execute();
}

/** Successive mappings of a map. */
export interface MapPart {
  readonly fromLine: number;
  readonly fromColumn: number;
  readonly rows: Int32Array;
  readonly names: readonly string[];
}

export async function insertMapPart(database: Kysely<Tables>, map: string, part: MapPart): Promise<void> {
  const { buffer, byteOffset, byteLength } = part.rows;
  await database
    .insertInto('source_map_parts')
    .values({
      map,
      from_line: part.fromLine,
      from_column: part.fromColumn,
      rows: zstdCompressSync(new Uint8Array(buffer, byteOffset, byteLength)),
      names: JSON.stringify(part.names),
    })
    .onConflict(conflict => conflict.columns(['map', 'from_line', 'from_column']).doNothing())
    .execute();
}

/** Where the parts of a map begin, in their order. */
export async function mapPartStarts(
  database: Kysely<Tables>,
  map: string,
): Promise<{ from_line: number; from_column: number }[]> {
  return await database
    .selectFrom('source_map_parts')
    .select(['from_line', 'from_column'])
    .where('map', '=', map)
    .orderBy('from_line')
    .orderBy('from_column')
    .execute();
}

export async function mapPart(
  database: Kysely<Tables>,
  map: string,
  start: { readonly from_line: number; readonly from_column: number },
): Promise<MapPart | undefined> {
  const row = await database
    .selectFrom('source_map_parts')
    .selectAll()
    .where('map', '=', map)
    .where('from_line', '=', start.from_line)
    .where('from_column', '=', start.from_column)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // A copy, as numbers must lie where their size divides.
  const rows = new Int32Array(new Uint8Array(zstdDecompressSync(row.rows)).buffer);
  return {
    fromLine: row.from_line,
    fromColumn: row.from_column,
    rows,
    names: JSON.parse(row.names) as string[],
  };
}

export type SourceRow = Omit<Tables['source_map_sources'], 'map'>;

export async function insertSources(
  database: Kysely<Tables>,
  map: string,
  sources: readonly SourceRow[],
): Promise<void> {
  if (sources.length === 0) return;
  await database
    .insertInto('source_map_sources')
    .values(sources.map(source => ({ map, ...source })))
    .onConflict(conflict => conflict.columns(['map', 'number']).doNothing())
    .execute();
}

export function sourceOfMap(
  database: Kysely<Tables>,
  map: string,
  number: number,
): Promise<SourceRow | undefined> {
  return database
    .selectFrom('source_map_sources')
    .select(['number', 'name', 'ignored', 'text'])
    .where('map', '=', map)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** Stores the text of a source under its hash; many maps may refer to it. */
export async function insertSourceText(database: Kysely<Tables>, hash: string, text: string): Promise<void> {
  await database
    .insertInto('source_texts')
    .values({ hash, bytes: zstdCompressSync(text) })
    .onConflict(conflict => conflict.column('hash').doNothing())
    .execute();
}

export async function readSourceText(database: Kysely<Tables>, hash: string): Promise<string | undefined> {
  const row = await database
    .selectFrom('source_texts')
    .select('bytes')
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row && zstdDecompressSync(row.bytes).toString('utf8');
}
