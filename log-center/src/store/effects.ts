import { type Effect, effectSchema } from '@errata/protocol/effect';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Begins something that is to be done once; gives what is known of it if it was begun before. */
export async function beginEffect(
  database: Kysely<Tables>,
  project: number,
  { key, kind }: Pick<Effect, 'key' | 'kind'>,
  now: Date,
): Promise<Effect> {
  await database
    .insertInto('effects')
    .values({ project, key, kind, state: 'begun', begun_at: now.toISOString() })
    .onConflict(conflict => conflict.doNothing())
    .execute();
  const effect = await effectByKey(database, project, key);
  if (effect === undefined) throw new Error(`Effect ${key} was begun and is not there.`);
  return effect;
}

/** Says what came of it: the first answer holds. Nothing where it was never begun. */
export async function endEffect(
  database: Kysely<Tables>,
  project: number,
  key: string,
  result: unknown,
  now: Date,
): Promise<Effect | undefined> {
  await database
    .updateTable('effects')
    .set({
      ...{ state: 'done', done_at: now.toISOString() },
      result: result === undefined ? null : JSON.stringify(result),
    })
    .where('project', '=', project)
    .where('key', '=', key)
    .where('state', '=', 'begun')
    .execute();
  return effectByKey(database, project, key);
}

async function effectByKey(
  database: Kysely<Tables>,
  project: number,
  key: string,
): Promise<Effect | undefined> {
  const row = await database
    .selectFrom('effects')
    .selectAll()
    .where('project', '=', project)
    .where('key', '=', key)
    .executeTakeFirst();
  return (
    row &&
    effectSchema.parse({
      ...{ key: row.key, kind: row.kind, state: row.state, begunAt: row.begun_at },
      ...(row.done_at !== null && { doneAt: row.done_at }),
      ...(row.result !== null && { result: JSON.parse(row.result) as unknown }),
    })
  );
}
