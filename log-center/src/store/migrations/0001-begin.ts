import type { ColumnTypes, Migration } from '../migration.ts';

const statements = ({ id }: ColumnTypes) => [
  `create table projects (
    id ${id}, slug text not null unique, key text not null unique,
    issues integer not null, created_at text not null)`,
  `create table issues (
    seq ${id}, id text not null unique, project integer not null references projects (id),
    fingerprint text not null, status text not null, version integer not null, title text not null,
    culprit text not null, level text not null, platform text not null, count integer not null,
    first_seen text not null, last_seen text not null, first_release text, last_release text,
    unique (project, fingerprint))`,
  'create index issues_by_last_seen on issues (last_seen, seq)',
  'create index issues_by_status on issues (status, last_seen, seq)',
  `create table events (
    seq ${id}, project integer not null references projects (id), id text not null,
    issue text not null references issues (id), received_at text not null, body text not null,
    unique (project, id))`,
  'create index events_by_issue on events (issue, seq)',
  `create table runs (
    seq ${id}, id text not null unique, issue text not null references issues (id),
    stage text not null, version integer not null, fence integer not null, holder text not null, lease text not null,
    lease_until text not null, started_at text not null, updated_at text not null, snapshot text)`,
  'create index runs_by_issue on runs (issue, seq)',
  'create index runs_by_lease on runs (lease, lease_until)',
  // What the lifecycle guards, guarded once more: no issue is ever worked on twice.
  "create unique index one_held_run on runs (issue) where lease = 'held'",
  `create table run_events (
    seq ${id}, run text not null references runs (id), at text not null,
    type text not null, message text not null)`,
  'create index run_events_by_run on run_events (run, seq)',
  `create table decisions (
    seq ${id}, run text not null references runs (id), at text not null,
    verdict text not null, "by" text not null, reason text)`,
  'create index decisions_by_run on decisions (run, seq)',
  `create table outbox (sequence ${id}, body text not null)`,
  `create table audit (
    seq ${id}, at text not null, issue text not null, from_status text not null,
    to_status text not null, version integer not null, "by" text not null, reason text)`,
  'create index audit_by_issue on audit (issue, seq)',
  `create table follows (
    project integer not null references projects (id), path text not null, file text not null,
    position bigint not null, head text not null, primary key (project, path))`,
];

export const begin: Migration = { name: '0001-begin', statements };
