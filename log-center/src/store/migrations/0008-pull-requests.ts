import type { ColumnTypes, Migration } from '../migration.ts';

/** Pull requests with the issues that they fix, what is asked for on them, and what is done once outside. */
const statements = ({ id, keyed }: ColumnTypes) => [
  `create table pull_requests (
    seq ${id}, id text not null unique, project integer not null references projects (id),
    run text not null references runs (id), place text not null, number integer, branch text not null,
    state text not null, head text not null, merge_commit text, updated_at text not null, seen text not null,
    review text, review_at text, commits text not null, opened_by text not null, opened_at text not null,
    seen_at text not null)`,
  // One record of each; where a forge numbers none, a branch may come again.
  'create unique index pull_requests_by_number on pull_requests (project, place, number)',
  'create index pull_requests_by_branch on pull_requests (project, place, branch)',
  'create index pull_requests_by_run on pull_requests (run)',
  'create index pull_requests_by_state on pull_requests (project, state, seq)',
  'create index pull_requests_by_merge on pull_requests (merge_commit)',
  `create table pull_request_issues (
    pull_request text not null references pull_requests (id), origin text not null references issues (id),
    issue text not null references issues (id), position integer not null, left_version integer,
    deployed_at text, deployed_release text, outcome text, outcome_at text, outcome_release text, outcome_reason text,
    primary key (pull_request, origin))`,
  'create index pull_request_issues_by_issue on pull_request_issues (issue)',
  `create table pull_request_checks (
    pull_request text not null references pull_requests (id), head text not null, name text not null,
    state text not null, url text, at text not null, primary key (pull_request, head, name))${keyed}`,
  `create table rounds (
    seq ${id}, id text not null unique, pull_request text not null references pull_requests (id),
    kind text not null, key text not null, asked text not null, asked_at text not null, state text not null,
    fence integer not null, holder text, lease_until text, answer text, unique (pull_request, kind, key))`,
  'create index rounds_by_state on rounds (state, seq)',
  `create table effects (
    project integer not null references projects (id), key text not null, kind text not null, state text not null,
    begun_at text not null, done_at text, result text, primary key (project, key))${keyed}`,
];

export const pullRequests: Migration = { name: '0008-pull-requests', statements };
