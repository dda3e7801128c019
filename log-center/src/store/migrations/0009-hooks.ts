import type { ColumnTypes, Migration } from '../migration.ts';

/** Whose webhooks are taken, which were taken already, and what came before the pull request that it is about was known. */
const statements = ({ id, keyed }: ColumnTypes) => [
  `create table hooks (
    id ${id}, project integer not null references projects (id), source text not null, secret text not null,
    created_at text not null, heard_at text)`,
  'create index hooks_by_project on hooks (project, source)',
  `create table hook_deliveries (
    project integer not null references projects (id), delivery text not null, received_at text not null,
    primary key (project, delivery))${keyed}`,
  'create index hook_deliveries_by_time on hook_deliveries (received_at)',
  `create table early_facts (
    id ${id}, project integer not null references projects (id), pull_request text not null, head text,
    fact text not null, received_at text not null)`,
  'create index early_facts_by_pull_request on early_facts (project, pull_request)',
  'create index early_facts_by_head on early_facts (project, head)',
];

export const hooks: Migration = { name: '0009-hooks', statements };
