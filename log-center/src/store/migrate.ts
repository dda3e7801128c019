import { type Kysely, sql } from 'kysely';
import { begin } from './migrations/0001-begin.ts';
import { StoreError } from './store-error.ts';

/** One step of the schema. Once released it is never changed. */
export interface Migration {
  readonly name: string;
  up(database: Kysely<unknown>): Promise<void>;
}

const migrations: readonly Migration[] = [begin];

interface Applied {
  readonly migrations: { readonly number: number; readonly name: string };
}

/**
 * Brings the schema up to date, each step in a transaction of its own.
 * @throws {StoreError} `newer` if a later version of the program has changed the schema
 */
export async function migrate<Schema>(database: Kysely<Schema>): Promise<void> {
  const untyped = database as unknown as Kysely<Applied>;
  await sql`create table if not exists migrations (number integer primary key, name text not null)`.execute(
    untyped,
  );
  const applied = await untyped
    .selectFrom('migrations')
    .select(['number', 'name'])
    .orderBy('number')
    .execute();
  const unknown = applied.find(({ number, name }) => migrations[number - 1]?.name !== name);
  if (unknown !== undefined) {
    throw new StoreError(
      'newer',
      `The database was written by a newer version of Errata (it has the schema step ${unknown.name}). Update Errata.`,
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < applied.length) continue;
    await untyped.transaction().execute(async transaction => {
      await migration.up(transaction as unknown as Kysely<unknown>);
      await transaction
        .insertInto('migrations')
        .values({ number: index + 1, name: migration.name })
        .execute();
    });
  }
}
