import { type ModelCall, type ModelUsage, modelCallSchema } from '@errata/protocol/model';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['model_calls']>;

/** Who told of a call, and the project that it belongs to. */
export interface Teller {
  readonly token: string;
  readonly project: number | undefined;
}

/** Puts a call down; false if there is one with its id. */
export async function insertModelCall(
  database: Kysely<Tables>,
  call: ModelCall,
  { token, project }: Teller,
): Promise<boolean> {
  const { id, run, at, purpose, model } = call;
  const told = { id, run: run ?? null, at, purpose, model, token, project: project ?? null };
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('model_calls')
    .values({ ...told, ...endColumns(call) })
    .onConflict(conflict => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Says what came of a call that was asked with this token; false if there is none that is still open. */
export async function endModelCall(
  database: Kysely<Tables>,
  call: ModelCall,
  token: string,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('model_calls')
    .set(endColumns(call))
    .where('id', '=', call.id)
    .where('token', '=', token)
    .where('outcome', '=', 'asked')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What was used: by a run, or with a token since a time. */
export async function modelUsage(
  database: Kysely<Tables>,
  {
    run,
    token,
    since,
  }: { readonly run?: string | undefined; readonly token: string; readonly since: string },
): Promise<ModelUsage> {
  const query = database
    .selectFrom('model_calls')
    .select(({ fn }) => fn.countAll<number>().as('calls'))
    .select(sql<number>`coalesce(sum(input + output + cache_read + cache_write), 0)`.as('tokens'))
    .select(sql<number>`coalesce(sum(cost), 0)`.as('cost'))
    .where('at', '>=', since);
  const filtered = run === undefined ? query.where('token', '=', token) : query.where('run', '=', run);
  return { since, ...(await filtered.executeTakeFirstOrThrow()) };
}

interface Wanted {
  /** The only project that is reached; all without it. */
  readonly project: number | undefined;
  readonly run?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: number | undefined;
}

/** A page of calls, newest first, without what was said; the next one begins before `nextCursor`. */
export async function pageOfModelCalls(
  database: Kysely<Tables>,
  { project, run, from, to, limit, cursor }: Wanted,
): Promise<{ calls: ModelCall[]; nextCursor?: number }> {
  let query = database
    .selectFrom('model_calls')
    .select(['seq', 'id', 'run', 'project', 'token', 'at', 'purpose', 'model', 'outcome', 'cost'])
    .select(['input', 'output', 'cache_read', 'cache_write', 'milliseconds'])
    .select([sql<null>`null`.as('prompt'), sql<null>`null`.as('answer')]);
  if (project !== undefined) query = query.where('project', '=', project);
  if (run !== undefined) query = query.where('run', '=', run);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (cursor !== undefined) query = query.where('seq', '<', cursor);
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1)?.seq : undefined;
  return { calls: page.map(callOf), ...(last !== undefined && { nextCursor: last }) };
}

/** A call with the project that it belongs to. */
export async function modelCallById(
  database: Kysely<Tables>,
  id: string,
): Promise<{ call: ModelCall; project: number | null } | undefined> {
  const row = await database.selectFrom('model_calls').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { call: callOf(row), project: row.project };
}

function endColumns({ tokens, cost, milliseconds, outcome, prompt, answer }: ModelCall) {
  return {
    input: tokens.input,
    output: tokens.output,
    cache_read: tokens.cacheRead,
    cache_write: tokens.cacheWrite,
    cost: cost ?? null,
    milliseconds,
    outcome,
    prompt: prompt ?? null,
    answer: answer ?? null,
  };
}

function callOf(row: Row): ModelCall {
  const { input, output, cache_read: cacheRead, cache_write: cacheWrite } = row;
  return modelCallSchema.parse({
    id: row.id,
    ...(row.run !== null && { run: row.run }),
    at: row.at,
    purpose: row.purpose,
    model: row.model,
    tokens: { input, output, cacheRead, cacheWrite },
    ...(row.cost !== null && { cost: row.cost }),
    milliseconds: row.milliseconds,
    outcome: row.outcome,
    ...(row.prompt !== null && { prompt: row.prompt }),
    ...(row.answer !== null && { answer: row.answer }),
  });
}
