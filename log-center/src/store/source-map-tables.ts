import type { Generated } from 'kysely';

/** The tables of what is uploaded to find the way from a bundle back to its sources. */
export interface SourceMapTables {
  /** Pieces of bundles that are being uploaded, by their SHA-1; dropped when their bundle is read, or after a day. */
  readonly upload_chunks: {
    readonly sha1: string;
    readonly size: number;
    readonly bytes: Uint8Array;
    readonly received_at: string;
  };
  /** Bundles whose chunks have all come, and how far we are with them. */
  readonly assemblies: {
    readonly id: Generated<number>;
    /** SHA-1 of the whole bundle. */
    readonly checksum: string;
    /** Ids of the projects, ascending, separated by commas. */
    readonly projects: string;
    /** '' where none was named; likewise dist. */
    readonly release: string;
    readonly dist: string;
    /** SHA-1 of the chunks in their order, as JSON. */
    readonly chunks: string;
    readonly state: 'created' | 'ok' | 'error';
    readonly detail: string | null;
    readonly updated_at: string;
  };
  /** Scripts and source maps that were uploaded: by what a frame tells they are found. */
  readonly artifacts: {
    readonly id: Generated<number>;
    readonly project: number;
    /** 32 lower-case hexadecimal digits; '' where it has none. Likewise release and dist. */
    readonly debug_id: string;
    readonly release: string;
    readonly dist: string;
    /** As `~/static/app.js`. */
    readonly url: string;
    /** Hash of the source map, if it is one or holds one. */
    readonly map: string | null;
    /** Where a script says that its source map is. */
    readonly map_url: string | null;
    readonly uploaded_at: string;
    /** Whether the events that had waited for it have been read again. */
    readonly applied: 'no' | 'begun' | 'yes';
  };
  /** Source maps by the SHA-256 of their JSON, taken apart so that one place is found without reading all of it. */
  readonly source_maps: {
    readonly hash: string;
    /** Why it is of no use. */
    readonly broken: string | null;
    readonly created_at: string;
  };
  /** Successive mappings, see mapping-rows.ts. */
  readonly source_map_parts: {
    readonly map: string;
    /** Where the first of them is in the bundle, both from 0. */
    readonly from_line: number;
    readonly from_column: number;
    readonly rows: Uint8Array;
    /** The names that the mappings refer to, as JSON. */
    readonly names: string;
  };
  readonly source_map_sources: {
    readonly map: string;
    readonly number: number;
    readonly name: string;
    /** 1 where the map says that it is nobody's own code. */
    readonly ignored: number;
    readonly text: string | null;
  };
  /** Texts of sources by their SHA-256, packed; many maps share them. */
  readonly source_texts: {
    readonly hash: string;
    readonly bytes: Uint8Array;
  };
  /** Events that will be read again when an artifact arrives, which has either this debug id or this release and URL. */
  readonly awaited_artifacts: {
    readonly id: Generated<number>;
    readonly project: number;
    readonly event: string;
    readonly debug_id: string;
    readonly release: string;
    readonly dist: string;
    readonly url: string;
    readonly since: string;
  };
  /** What the release tools of clients say of a release. */
  readonly releases: {
    readonly project: number;
    readonly version: string;
    readonly created_at: string;
    readonly released_at: string | null;
    readonly url: string | null;
    /** As JSON, as they were sent, newest first. */
    readonly commits: string | null;
    /** JSON: `{repository, commit}`, as they were sent. */
    readonly refs: string | null;
  };
}
