import type { ColumnTypes, Migration } from '../migration.ts';

/** Search in the text of issues and by release and environment; what retention remembers of each issue. */
const statements = ({ engine }: ColumnTypes) => [
  ...(engine === 'sqlite'
    ? [
        // Of all but letters and digits only the spaces are left, see search-tokens.ts.
        "create virtual table issue_search using fts5(title, culprit, types, words, tokenize = 'ascii')",
      ]
    : [
        `create table issue_search (
          rowid bigint primary key references fingerprints (id), title tsvector not null, culprit tsvector not null,
          types tsvector not null, words tsvector not null)`,
        'create index issue_search_text on issue_search using gin ((title || culprit || types || words))',
      ]),
  'create index event_counts_by_release on event_counts (release, fingerprint)',
  'create index event_counts_by_environment on event_counts (environment, fingerprint)',
  `create table retention (
    issue ${engine === 'sqlite' ? 'integer' : 'bigint'} primary key references issues (seq), count bigint not null,
    kept integer not null, oldest text)`,
];

export const find: Migration = { name: '0003-find', statements };
