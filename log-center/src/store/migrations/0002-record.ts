import type { ColumnTypes, Migration } from '../migration.ts';

/** Every change of a project's, an issue's… is told for ever: the table takes rows and gives none back. */
function appendOnly({ engine }: ColumnTypes, table: string): string[] {
  if (engine === 'sqlite') {
    return ['update', 'delete'].map(
      act => `create trigger ${table}_no_${act} before ${act} on ${table}
        begin select raise(abort, 'the ${table} cannot be edited'); end`,
    );
  }
  return [
    `create function ${table}_is_append_only() returns trigger language plpgsql as
      $$ begin raise exception 'the ${table} cannot be edited'; end $$`,
    `create trigger ${table}_append_only before update or delete or truncate on ${table}
      for each statement execute function ${table}_is_append_only()`,
  ];
}

/** The hour of a time, in the form of all times. */
const hourOf = (column: string) => `substr(${column}, 1, 13) || ':00:00.000Z'`;

/** Keys of projects, many fingerprints to an issue, counts, users, tokens, and a home for whatever else arrives. */
const statements = (types: ColumnTypes) => {
  const { engine, id, bytes, keyed } = types;
  const isSqlite = engine === 'sqlite';
  const salt = isSqlite ? 'lower(hex(randomblob(16)))' : "replace(gen_random_uuid()::text, '-', '')";
  const field = (name: string) => (isSqlite ? `json_extract(body, '$.${name}')` : `body::json->>'${name}'`);
  const asBytes = isSqlite ? 'cast(body as blob)' : "convert_to(body, 'UTF8')";
  return [
    `create table project_keys (
      id ${id}, project integer not null, key text not null unique, label text not null, active integer not null,
      created_at text not null)`,
    `insert into project_keys (project, key, label, active, created_at)
      select id, key, 'Default', 1, created_at from projects`,
    ...(isSqlite
      ? [
          `create table projects_next (id ${id}, slug text not null unique, issues integer not null,
            created_at text not null, settings text not null, salt text not null)`,
          `insert into projects_next select id, slug, issues, created_at, '{}', ${salt} from projects`,
          'drop table projects',
          'alter table projects_next rename to projects',
        ]
      : [
          "alter table projects drop column key, add column settings text not null default '{}', add column salt text",
          `update projects set salt = ${salt}`,
          'alter table projects alter column salt set not null',
        ]),

    // Which issue a fingerprint belongs to is no longer said by the issues.
    ...(isSqlite
      ? [
          `create table issues_next (
            seq ${id}, id text not null unique, project integer not null references projects (id),
            fingerprint text not null, status text not null, version integer not null, title text not null,
            culprit text not null, level text not null, platform text not null, count integer not null,
            first_seen text not null, last_seen text not null, first_release text, last_release text,
            users integer not null default 0, merged_into text references issues (id))`,
          'insert into issues_next select *, 0, null from issues',
          'drop table issues',
          'alter table issues_next rename to issues',
          'create index issues_by_last_seen on issues (last_seen, seq)',
          'create index issues_by_status on issues (status, last_seen, seq)',
        ]
      : [
          `alter table issues drop constraint issues_project_fingerprint_key, alter column count type bigint,
            add column users integer not null default 0, add column merged_into text references issues (id)`,
        ]),
    `create table fingerprints (
      id ${id}, project integer not null references projects (id), hash text not null,
      issue text not null references issues (id), created_at text not null, unique (project, hash))`,
    'create index fingerprints_by_issue on fingerprints (issue)',
    `insert into fingerprints (project, hash, issue, created_at)
      select project, fingerprint, id, first_seen from issues order by seq`,

    `create table events_next (
      seq ${id}, project integer not null references projects (id), id text not null,
      issue text not null references issues (id), fingerprint bigint not null references fingerprints (id),
      happened_at text not null, received_at text not null, release text not null, environment text not null,
      body ${bytes} not null, unique (project, id))`,
    `insert into events_next
      select seq, project, id, issue,
        (select f.id from fingerprints f where f.issue = events.issue), coalesce(${field('timestamp')}, received_at),
        received_at, coalesce(${field('release')}, ''), coalesce(${field('environment')}, ''), ${asBytes}
      from events order by seq`,
    'drop table events',
    'alter table events_next rename to events',
    // PostgreSQL does not notice that numbers were given by somebody else.
    ...(isSqlite
      ? []
      : [
          "select setval(pg_get_serial_sequence('events', 'seq'), (select coalesce(max(seq), 0) + 1 from events), false)",
        ]),
    'create index events_by_issue on events (issue, seq)',
    'create index events_by_fingerprint on events (fingerprint)',

    `create table event_counts (
      fingerprint bigint not null references fingerprints (id), hour text not null, release text not null,
      environment text not null, count integer not null,
      primary key (fingerprint, hour, release, environment))${keyed}`,
    `insert into event_counts
      select fingerprint, ${hourOf('happened_at')}, release, environment, count(*) from events group by 1, 2, 3, 4`,
    `create table fingerprint_users (
      fingerprint bigint not null references fingerprints (id), user_hash text not null,
      primary key (fingerprint, user_hash))${keyed}`,

    `create table tokens (
      id ${id}, name text not null, hash text not null unique, scopes text not null, project text,
      created_at text not null, last_used_at text, revoked_at text)`,

    'alter table outbox add column project text',
    'alter table outbox add column status text',
    'alter table outbox add column was text',

    `create table audit_next (
      seq ${id}, at text not null, "by" text not null, token text not null, action text not null,
      subject text not null, from_value text, to_value text, version integer, reason text)`,
    `insert into audit_next (at, "by", token, action, subject, from_value, to_value, version, reason)
      select at, "by", 'log-center', 'status', issue, from_status, to_status, version, reason from audit order by seq`,
    'drop table audit',
    'alter table audit_next rename to audit',
    'create index audit_by_subject on audit (subject, seq)',
    ...appendOnly(types, 'audit'),

    `create table quarantine (
      id ${id}, project integer not null references projects (id), received_at text not null, type text not null,
      reason text not null, body ${bytes} not null, replayed_at text)`,
    `create table blobs (hash text not null, part integer not null, bytes ${bytes} not null, primary key (hash, part))`,
    `create table attachments (
      id ${id}, project integer not null references projects (id), event text not null, name text not null,
      content_type text, kind text, bytes bigint not null, blob text not null, received_at text not null)`,
    // A client that was not answered sends again.
    'create unique index attachments_by_event on attachments (project, event, name, blob)',
    'create index attachments_by_blob on attachments (blob)',
    `create table feedback (
      id ${id}, project integer not null references projects (id), event text, name text, email text,
      message text not null, url text, received_at text not null)`,
    'create index feedback_by_project on feedback (project, id)',
    'create index feedback_by_event on feedback (project, event)',
  ];
};

export const record: Migration = { name: '0002-record', statements };
