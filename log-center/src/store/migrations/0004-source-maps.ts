import type { ColumnTypes, Migration } from '../migration.ts';

/** Uploaded bundles, the source maps in them, and the events that wait for them. */
const statements = ({ id, bytes, keyed }: ColumnTypes) => [
  `create table upload_chunks (
    sha1 text not null primary key, size integer not null, bytes ${bytes} not null, received_at text not null)`,
  'create index upload_chunks_by_time on upload_chunks (received_at)',
  `create table assemblies (
    id ${id}, checksum text not null, projects text not null, release text not null, dist text not null,
    chunks text not null, state text not null, detail text, updated_at text not null,
    unique (checksum, projects, release, dist))`,
  'create index assemblies_by_state on assemblies (state, id)',

  `create table artifacts (
    id ${id}, project integer not null references projects (id), debug_id text not null, release text not null,
    dist text not null, url text not null, map text, map_url text, uploaded_at text not null,
    applied text not null, unique (project, debug_id, release, dist, url))`,
  'create index artifacts_by_url on artifacts (project, release, url)',
  "create index artifacts_to_apply on artifacts (id) where applied <> 'yes'",

  'create table source_maps (hash text not null primary key, broken text, created_at text not null)',
  `create table source_map_parts (
    map text not null, from_line integer not null, from_column integer not null, rows ${bytes} not null,
    names text not null, primary key (map, from_line, from_column))`,
  `create table source_map_sources (
    map text not null, number integer not null, name text not null, ignored integer not null, text text,
    primary key (map, number))${keyed}`,
  `create table source_texts (hash text not null primary key, bytes ${bytes} not null)`,

  `create table awaited_artifacts (
    id ${id}, project integer not null references projects (id), event text not null, debug_id text not null,
    release text not null, dist text not null, url text not null, since text not null)`,
  'create index awaited_artifacts_by_debug_id on awaited_artifacts (project, debug_id, id)',
  'create index awaited_artifacts_by_url on awaited_artifacts (project, release, url, id)',
  'create index awaited_artifacts_by_event on awaited_artifacts (project, event)',
  'create index awaited_artifacts_by_time on awaited_artifacts (since)',

  `create table releases (
    project integer not null references projects (id), version text not null, created_at text not null,
    released_at text, url text, commits text, primary key (project, version))`,
];

export const sourceMaps: Migration = { name: '0004-source-maps', statements };
