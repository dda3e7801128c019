import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export type TrafficRow = Tables['traffic'];

/** Of more releases and environments in one hour, only these are counted: their names come from strangers. */
const mostNamesOfHour = 200;

/** Adds what was heard of one project in one hour. */
export async function addTraffic(
  database: Kysely<Tables>,
  { project, hour }: Pick<TrafficRow, 'project' | 'hour'>,
  heard: readonly Pick<TrafficRow, 'release' | 'environment' | 'count'>[],
): Promise<void> {
  const known = await database
    .selectFrom('traffic')
    .select(['release', 'environment'])
    .where('project', '=', project)
    .where('hour', '=', hour)
    .execute();
  let room = mostNamesOfHour - known.length;
  for (const { release, environment, count } of heard) {
    const isKnown = known.some(row => row.release === release && row.environment === environment);
    if (!isKnown && room-- <= 0) continue;
    await database
      .insertInto('traffic')
      .values({ project, hour, release, environment, count })
      .onConflict(conflict =>
        conflict
          .columns(['project', 'hour', 'release', 'environment'])
          .doUpdateSet(row => ({ count: row('traffic.count', '+', count) })),
      )
      .execute();
  }
}

/** What was heard of the releases of a project since an hour. */
export function trafficSince(
  database: Kysely<Tables>,
  project: number,
  hour: string,
): Promise<Pick<TrafficRow, 'hour' | 'release' | 'environment'>[]> {
  return database
    .selectFrom('traffic')
    .select(['hour', 'release', 'environment'])
    .where('project', '=', project)
    .where('hour', '>=', hour)
    .orderBy('hour')
    .execute();
}

export async function dropTraffic(database: Kysely<Tables>, before: string): Promise<void> {
  await database.deleteFrom('traffic').where('hour', '<', before).execute();
}
