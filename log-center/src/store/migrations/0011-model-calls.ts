import type { ColumnTypes, Migration } from '../migration.ts';

/** What models were asked, and what it took. */
const statements = ({ id }: ColumnTypes) => [
  `create table model_calls (
    seq ${id}, id text not null unique, project integer references projects (id), run text references runs (id),
    token text not null, at text not null, purpose text not null, model text not null,
    input bigint not null, output bigint not null, cache_read bigint not null, cache_write bigint not null,
    cost double precision, milliseconds double precision not null, outcome text not null, prompt text, answer text)`,
  'create index model_calls_by_run on model_calls (run, seq)',
  'create index model_calls_by_token on model_calls (token, at)',
  'create index model_calls_by_time on model_calls (at)',
];

export const modelCalls: Migration = { name: '0011-model-calls', statements };
