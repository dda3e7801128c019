import type { ColumnTypes, Migration } from '../migration.ts';

/** What was deployed where, which of it holds which fix, and how much is heard of a release. */
const statements = ({ id, keyed, engine }: ColumnTypes) => [
  `create table deployments (
    seq ${id}, id text not null unique, project integer not null references projects (id), environment text not null,
    version text not null, commit_id text not null, repository text not null, status text not null, at text not null,
    url text, source text not null, told_at text not null,
    unique (project, environment, at, version, commit_id, repository, status))`,
  'create index deployments_by_version on deployments (project, version)',
  `insert into deployments
    (id, project, environment, version, commit_id, repository, status, at, source, told_at)
    ${formerDeploys[engine]} on conflict do nothing`,
  'alter table releases drop column deploys',

  `create table containment (
    seq ${id}, id text not null unique, project integer not null references projects (id), fix text not null,
    commit_id text not null, version text not null, holds integer, how text, reason text, "by" text,
    asked_at text not null, answered_at text, unique (fix, version, commit_id))`,
  'create index containment_asked on containment (project, seq) where holds is null',

  `create table traffic (
    project integer not null references projects (id), hour text not null, release text not null,
    environment text not null, count integer not null, primary key (project, hour, release, environment))${keyed}`,
];

/** Deploys that were kept with their release until now. */
const formerDeploys = {
  sqlite: `select lower(hex(randomblob(16))), project, json_extract(value, '$.environment'), version, '', '',
      'succeeded', json_extract(value, '$.at'), 'sentry', created_at
    from releases, json_each(deploys) where deploys is not null`,
  postgres: `select md5(random()::text || version || (deploy ->> 'at')), project, deploy ->> 'environment', version, '',
      '', 'succeeded', deploy ->> 'at', 'sentry', created_at
    from releases, jsonb_array_elements(deploys::jsonb) as deploy where deploys is not null`,
};

export const deployments: Migration = { name: '0010-deployments', statements };
