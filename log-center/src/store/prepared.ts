import { type Compilable, CompiledQuery, type DialectAdapter, type Kysely, type QueryResult } from 'kysely';
import { storable } from './storable.ts';
import type { Tables } from './tables.ts';

/** Stands for a value that is given later. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built once for each database and then done with other values: what every event asks for costs more to
 * build than to answer.
 * @param build makes the query; it may only pass the values on, since it gets slots in their place
 */
export function prepared<Values extends object, Row>(
  build: (database: Kysely<Tables>, values: Values) => Compilable<Row>,
): (database: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>> {
  const known = new WeakMap<DialectAdapter, CompiledQuery<Row>>();
  const slots = new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Values;
  return (database, values) => {
    const { adapter } = database.getExecutor();
    const query = known.get(adapter) ?? build(database, slots).compile();
    known.set(adapter, query);
    const given = values as Readonly<Record<string, unknown>>;
    const parameters = query.parameters.map(value =>
      value instanceof Slot ? storable(given[value.name]) : value,
    );
    return database.executeQuery({ ...query, parameters });
  };
}

/** A statement without values, in the same manner. */
export function statement(text: string): (database: Kysely<Tables>) => Promise<QueryResult<unknown>> {
  return database => database.executeQuery(CompiledQuery.raw(text));
}
