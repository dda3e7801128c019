import { type Kysely, sql } from 'kysely';
import type { Engine } from './engine.ts';
import { columnTypes, type Migration } from './migration.ts';
import { begin } from './migrations/0001-begin.ts';
import { record } from './migrations/0002-record.ts';
import { find } from './migrations/0003-find.ts';
import { sourceMaps } from './migrations/0004-source-maps.ts';
import { deploys } from './migrations/0005-deploys.ts';
import { ignored } from './migrations/0006-ignored.ts';
import { decided } from './migrations/0007-decided.ts';
import { pullRequests } from './migrations/0008-pull-requests.ts';
import { hooks } from './migrations/0009-hooks.ts';
import { deployments } from './migrations/0010-deployments.ts';
import { modelCalls } from './migrations/0011-model-calls.ts';
import { reviews } from './migrations/0012-reviews.ts';
import { StoreError } from './store-error.ts';

const migrations: readonly Migration[] = [
  begin,
  record,
  find,
  sourceMaps,
  deploys,
  ignored,
  decided,
  pullRequests,
  hooks,
  deployments,
  modelCalls,
  reviews,
];

interface Applied {
  readonly migrations: { readonly number: number; readonly name: string };
}

/**
 * Brings the schema up to date, each step in a transaction of its own.
 * @param steps how many of the steps there are to be
 * @throws {StoreError} `newer` if a later version of the program has changed the schema
 */
export async function migrate(engine: Engine, steps = migrations.length): Promise<void> {
  const database = engine.writer as unknown as Kysely<Applied>;
  const transact = database.transaction();
  // Two processes may start at the same time: the second waits, and finds the work done.
  await transact.execute(async transaction => {
    await engine.takeTurn(transaction as never);
    await sql`create table if not exists migrations (number integer primary key, name text not null)`.execute(
      transaction,
    );
  });
  const applied = await appliedTo(database);
  const unknown = applied.find(({ number, name }) => migrations[number - 1]?.name !== name);
  if (unknown !== undefined) {
    throw new StoreError(
      'newer',
      `The database was written by a newer version of Errata (it has the schema step ${unknown.name}). Update Errata.`,
    );
  }
  if (applied.length >= steps) return;
  await engine.migrating(async () => {
    for (const [index, migration] of migrations.slice(0, steps).entries()) {
      await database.transaction().execute(async transaction => {
        await engine.takeTurn(transaction as never);
        const done = await appliedTo(transaction);
        if (index < done.length) return;
        for (const statement of migration.statements(columnTypes[engine.name])) {
          await sql.raw(statement).execute(transaction);
        }
        await transaction
          .insertInto('migrations')
          .values({ number: index + 1, name: migration.name })
          .execute();
      });
    }
  });
}

function appliedTo(database: Kysely<Applied>): Promise<Applied['migrations'][]> {
  return database.selectFrom('migrations').select(['number', 'name']).orderBy('number').execute();
}
